import type { Side } from '@strategraph/market-model'
import type { VenueTrade } from '@strategraph/market-sim'
import { invalidArgument } from '../kraken-error.ts'
import { krakenIntervals, type MarketCandle } from '../market/sandbox-market.ts'
import { costDecimals, type Pair, priceText, quantityText } from '../pairs/pair.ts'
import { textOf } from '../wire/params.ts'
import { seconds } from '../wire/time-text.ts'
import type { WireValue } from '../wire/wire-json.ts'
import type { PublicCall, RestResult } from './rest-call.ts'

const depthDecimals = (pair: Pair) => Math.max(costDecimals, pair.tick.decimals)

/** At most 720 rows that begin after `since`, the unfinished candle last; `last` is the newest finished one. */
export function candles(pair: Pair, { exchange, params }: PublicCall): RestResult {
  const minutes = Number(textOf(params, 'interval') ?? '1')
  if (!krakenIntervals.includes(minutes)) return invalidArgument('interval')
  const since = Number(textOf(params, 'since') ?? '0')
  if (!Number.isFinite(since)) return invalidArgument('since')
  const all = exchange.market.candles(pair.market, minutes, 720)
  const newest = all.at(-1)
  const finished = all.at(-2) ?? newest
  const rows = all.filter(({ openTime }) => openTime / 1000 > since).map((candle) => candleRow(pair, candle))
  return { [pair.id]: rows, last: finished === undefined ? 0 : finished.openTime / 1000 }
}

function candleRow(pair: Pair, { openTime, open, high, low, close, vwap, volume, trades: count }: MarketCandle): WireValue {
  const price = (value: number) => value.toFixed(pair.tick.decimals)
  return [openTime / 1000, price(open), price(high), price(low), price(close), price(vwap), volume.toFixed(pair.lot.decimals), count]
}

export function depth(pair: Pair, { exchange, params }: PublicCall): RestResult {
  const count = Number(textOf(params, 'count') ?? '100')
  if (!Number.isInteger(count) || count < 1 || count > 500) return invalidArgument('count')
  const time = Math.floor(exchange.market.now() / 1_000_000)
  const side = (name: Side) =>
    exchange.market.venue
      .depth(pair.market, name, count)
      .map(({ price, quantity }) => [priceText(pair, price, depthDecimals(pair)), quantityText(pair, quantity), time])
  return { [pair.id]: { asks: side('sell'), bids: side('buy') } }
}

/** Oldest first: the newest, or with `since` (seconds, or the nanoseconds of a former `last`) the first ones after it. */
export function trades(pair: Pair, { exchange, params }: PublicCall): RestResult {
  const count = Number(textOf(params, 'count') ?? '1000')
  if (!Number.isInteger(count) || count < 1 || count > 1000) return invalidArgument('count')
  const text = textOf(params, 'since')
  if (text !== undefined && !/^\d{1,20}(\.\d+)?$/.test(text)) return invalidArgument('since')
  const since = text === undefined ? undefined : toNanoseconds(text)
  const all = withKeys(exchange.market.trades(pair.market, 10_000))
  const found = since === undefined ? all.slice(-count) : all.filter(({ key }) => key > since).slice(0, count)
  return { [pair.id]: found.map(({ trade }) => tradeRow(pair, trade)), last: String(found.at(-1)?.key ?? since ?? 0n) }
}

/** Nanoseconds as the key of a trade: the trades of one microsecond count on from it. */
function withKeys(all: readonly VenueTrade[]): readonly { readonly trade: VenueTrade; readonly key: bigint }[] {
  let key = 0n
  return all.map((trade) => {
    const time = BigInt(trade.time) * 1000n
    key = key >= time ? key + 1n : time
    return { trade, key }
  })
}

function toNanoseconds(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return whole.length > 12 ? BigInt(whole) : BigInt(whole) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
}

function tradeRow(pair: Pair, { price, quantity, time, takerSide, takerIsMarketOrder, id }: VenueTrade): WireValue {
  return [
    priceText(pair, price, depthDecimals(pair)),
    quantityText(pair, quantity),
    seconds(time),
    takerSide === 'buy' ? 'b' : 's',
    takerIsMarketOrder ? 'm' : 'l',
    '',
    id,
  ]
}

export function spread(pair: Pair, { exchange, params }: PublicCall): RestResult {
  const since = Number(textOf(params, 'since') ?? '0')
  if (!Number.isFinite(since)) return invalidArgument('since')
  const rows = exchange.spreads.rows(pair.market).filter(({ time }) => time / 1_000_000 >= since)
  return {
    [pair.id]: rows.map(({ time, bid, ask }) => [Math.floor(time / 1_000_000), priceText(pair, bid), priceText(pair, ask)]),
    last: Math.floor((rows.at(-1)?.time ?? 0) / 1_000_000),
  }
}
