import type { VenueTrade } from '@strategraph/market-sim'
import type { MarketCandle, SandboxMarket } from '../market/sandbox-market.ts'
import type { Pair } from '../pairs/pair.ts'
import { timeText } from '../wire/time-text.ts'
import { WireNumber, type WireObject } from '../wire/wire-json.ts'
import { priceFigure, priceNumber, quantityFigure, quantityNumber } from './price-number.ts'
import type { Stream } from './stream.ts'

/** `bbo`: told on each change of the best prices; `trades`: on each trade. */
export function tickerStream(market: SandboxMarket, pair: Pair, trigger: 'bbo' | 'trades'): Stream {
  const { venue } = market
  const best = (): readonly number[] => [
    venue.bestBid(pair.market),
    venue.bestAsk(pair.market),
    venue.bestBidQuantity(pair.market),
    venue.bestAskQuantity(pair.market),
  ]
  let told = best()
  const message = (type: 'snapshot' | 'update'): WireObject => ({ channel: 'ticker', type, data: [tickerData(market, pair)] })
  return {
    snapshot: () => message('snapshot'),
    update({ trades }) {
      const before = told
      told = best()
      const isDue = trigger === 'trades' ? trades.length > 0 : told.some((value, index) => value !== before[index])
      return isDue ? message('update') : undefined
    },
  }
}

function tickerData(market: SandboxMarket, pair: Pair): WireObject {
  const { venue } = market
  const day = market.day(pair.market)
  const last = venue.lastPrice(pair.market)
  const lastFigure = last * Number(pair.instrument.tickSize)
  const open = day.open ?? lastFigure
  const change = lastFigure - open
  return {
    symbol: pair.symbol,
    bid: priceNumber(pair, venue.bestBid(pair.market)),
    bid_qty: quantityNumber(pair, venue.bestBidQuantity(pair.market)),
    ask: priceNumber(pair, venue.bestAsk(pair.market)),
    ask_qty: quantityNumber(pair, venue.bestAskQuantity(pair.market)),
    last: priceNumber(pair, last),
    volume: quantityFigure(pair, day.volume),
    vwap: priceFigure(pair, day.vwap ?? lastFigure),
    low: priceFigure(pair, day.low ?? lastFigure),
    high: priceFigure(pair, day.high ?? lastFigure),
    change: priceFigure(pair, change),
    change_pct: new WireNumber((open === 0 ? 0 : (change / open) * 100).toFixed(2)),
    timestamp: timeText(market.now()),
  }
}

/** Snapshot: the newest 50. */
export function tradeStream(market: SandboxMarket, pair: Pair): Stream {
  const message = (type: 'snapshot' | 'update', trades: readonly VenueTrade[]): WireObject => ({
    channel: 'trade',
    type,
    data: trades.map(({ id, price, quantity, takerSide, takerIsMarketOrder, time }) => ({
      symbol: pair.symbol,
      side: takerSide,
      price: priceNumber(pair, price),
      qty: quantityNumber(pair, quantity),
      ord_type: takerIsMarketOrder ? 'market' : 'limit',
      trade_id: id,
      timestamp: timeText(time),
    })),
  })
  return {
    snapshot: () => message('snapshot', market.trades(pair.market, 50)),
    update: ({ trades }) => (trades.length === 0 ? undefined : message('update', trades)),
  }
}

const snapshotCandles = 100

/** Told on trades: the candle that forms, after those that were finished meanwhile. */
export function candleStream(market: SandboxMarket, pair: Pair, minutes: number): Stream {
  let toldUntil = market.candles(pair.market, minutes, 1).at(-1)?.openTime ?? 0
  const message = (type: 'snapshot' | 'update', candles: readonly MarketCandle[]): WireObject => ({
    channel: 'ohlc',
    type,
    timestamp: timeText(market.now()),
    data: candles.map((candle) => candleData(pair, minutes, candle)),
  })
  return {
    snapshot: () => message('snapshot', market.candles(pair.market, minutes, snapshotCandles)),
    update({ trades }) {
      if (trades.length === 0) return undefined
      const due = market.candles(pair.market, minutes, snapshotCandles).filter(({ openTime }) => openTime >= toldUntil)
      toldUntil = due.at(-1)?.openTime ?? toldUntil
      return due.length === 0 ? undefined : message('update', due)
    },
  }
}

function candleData(pair: Pair, minutes: number, { openTime, open, high, low, close, vwap, volume, trades }: MarketCandle): WireObject {
  return {
    symbol: pair.symbol,
    open: priceFigure(pair, open),
    high: priceFigure(pair, high),
    low: priceFigure(pair, low),
    close: priceFigure(pair, close),
    vwap: priceFigure(pair, vwap),
    trades,
    volume: quantityFigure(pair, volume),
    interval_begin: timeText(openTime * 1000).replace('Z', '000Z'),
    interval: minutes,
    timestamp: timeText((openTime + minutes * 60_000) * 1000),
  }
}
