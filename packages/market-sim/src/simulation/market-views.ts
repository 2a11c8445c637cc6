import { type Lots, priceOf, quantityOf, type Ticks } from '@strategraph/market-model'
import type { World } from '../agents/world.ts'
import type { MarketRecord } from './market-record.ts'
import type { MarketView } from './simulation-types.ts'

/** A market as the public sees it: while its feed is frozen, what was seen last. */
export function marketView({ market, candles }: MarketRecord, { sight, venue }: World): MarketView {
  const { index, scale } = market
  const price = (ticks: number) => (ticks > 0 ? priceOf(ticks as Ticks, scale) : null)
  const quantity = (lots: number) => quantityOf(lots as Lots, scale)
  const day = candles.day()
  return {
    market: index,
    symbol: market.symbol,
    mode: venue.mode(index),
    bid: price(sight.bid(index)),
    ask: price(sight.ask(index)),
    last: price(sight.last(index)),
    bidQuantity: quantity(sight.bidLots(index)),
    askQuantity: quantity(sight.askLots(index)),
    volume: quantity(day?.volume ?? 0),
    vwap: day === undefined || day.volume === 0 ? null : price(day.notional / day.volume),
    high: price(day?.high ?? 0),
    low: price(day?.low ?? 0),
    open: price(day?.open ?? 0),
    trades: day?.trades ?? 0,
    feedIsLive: !sight.isFrozen(index),
  }
}
