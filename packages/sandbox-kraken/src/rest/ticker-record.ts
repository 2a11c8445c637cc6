import type { Lots } from '@strategraph/market-model'
import type { Exchange } from '../exchange.ts'
import { mergeCandles } from '../market/merge-candles.ts'
import { costDecimals, type Pair, priceText, quantityText } from '../pairs/pair.ts'
import type { WireObject } from '../wire/wire-json.ts'

/** Ticker of one pair; where there are two figures, the first is since midnight UTC and the second over 24 hours. */
export function tickerRecord({ market }: Exchange, pair: Pair): WireObject {
  const { venue } = market
  const decimals = Math.max(costDecimals, pair.tick.decimals)
  const day = market.day(pair.market)
  const midnight = Math.floor(market.now() / 86_400_000_000) * 86_400_000
  const [today] = mergeCandles(
    market.candles(pair.market, 60, 25).filter(({ openTime }) => openTime >= midnight),
    1440,
  )
  const [trade] = market.trades(pair.market, 1)
  const last = venue.lastPrice(pair.market)
  const price = (value: number | undefined) => (value ?? 0).toFixed(decimals)
  const best = (bestPrice: typeof last, quantity: Lots) => [
    priceText(pair, bestPrice, decimals),
    quantityText(pair, quantity).split('.')[0] ?? '0',
    quantityText(pair, quantity),
  ]
  return {
    a: best(venue.bestAsk(pair.market), venue.bestAskQuantity(pair.market)),
    b: best(venue.bestBid(pair.market), venue.bestBidQuantity(pair.market)),
    c: [priceText(pair, last, decimals), quantityText(pair, trade?.quantity ?? (0 as Lots))],
    v: [(today?.volume ?? 0).toFixed(pair.lot.decimals), day.volume.toFixed(pair.lot.decimals)],
    p: [price(today?.vwap), price(day.vwap)],
    t: [today?.trades ?? 0, day.trades],
    l: [price(today?.low), price(day.low)],
    h: [price(today?.high), price(day.high)],
    o: price(today?.open ?? day.open),
  }
}
