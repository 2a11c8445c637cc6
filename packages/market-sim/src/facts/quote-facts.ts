import { type Column, mean, quantile } from './statistics.ts'
import { aggressiveOrders, midPrices, rowAt, type TickTape } from './tick-tape.ts'

/** A quote update that a trade caused can be heard before the trade: the quote an order met is the one of 5 ms earlier. */
const guardMicros = 5000
/** A side is heavy when (its quantity - the other's) / both is more than this: it holds more than three quarters. */
const heavyImbalance = 0.5

/** Spread, what the weight of the best quotes says about the next move, and how the mid moves after an aggressive order. */
export function quoteFacts(tape: TickTape) {
  const { quotes, trades, tickSize } = tape
  const mids = midPrices(tape)
  const spreads = quotes.ask.map((ask, row) => ask - (quotes.bid[row] ?? Number.NaN))
  const spread = timeWeighted(spreads, quotes.time)
  const met = quotesMet(tape, mids)
  const share = (test: (spread: number) => boolean) =>
    timeWeighted(
      spreads.map((value) => (test(value) ? 1 : 0)),
      quotes.time,
    )
  const responses = ([1, 5, 20, 100] as const).map((lag) => response(met, lag))
  const [one = Number.NaN, five = Number.NaN, twenty = Number.NaN, hundred = Number.NaN] = responses
  const bp = (move: number) => (move / mean(mids)) * 10_000
  const up = upwardShares(tape, mids)
  return {
    quote_updates_per_trade: quotes.time.length / trades.time.length,
    spread_ticks_time_weighted: spread / tickSize,
    spread_bp_time_weighted:
      timeWeighted(
        spreads.map((value, row) => value / (mids[row] ?? Number.NaN)),
        quotes.time,
      ) * 10_000,
    spread_share_at_1_tick: share((value) => value < 1.5 * tickSize),
    spread_ticks_p99: quantile(spreads, 0.99) / tickSize,
    effective_spread_over_quoted: (2 * mean(met.mid.map((mid, order) => Math.abs((met.firstPrice[order] ?? Number.NaN) - mid)))) / spread,
    p_up_given_bid_heavy: up.bidHeavy,
    p_up_given_ask_heavy: up.askHeavy,
    response_lag1_bp: bp(one),
    response_lag1_over_half_spread: one / (spread / 2),
    response_lag5_bp: bp(five),
    response_lag5_over_half_spread: five / (spread / 2),
    response_lag20_bp: bp(twenty),
    response_lag20_over_half_spread: twenty / (spread / 2),
    response_lag100_bp: bp(hundred),
    response_lag100_over_half_spread: hundred / (spread / 2),
  }
}

/** Mean over time of a value that holds until the next row; the last row holds for no time. */
function timeWeighted(values: Column, times: Column): number {
  let sum = 0
  for (let row = 1; row < times.length; row += 1) sum += (values[row - 1] ?? Number.NaN) * ((times[row] ?? 0) - (times[row - 1] ?? 0))
  return sum / ((times.at(-1) ?? Number.NaN) - (times[0] ?? Number.NaN))
}

/** Aggressive orders with the mid price that they met; those before the first quote are left out. */
function quotesMet(tape: TickTape, mids: Column) {
  const orders = aggressiveOrders(tape)
  const rows = orders.time.map((time) => rowAt(tape.quotes.time, time - guardMicros))
  const known = (column: Column) => column.filter((_, order) => (rows[order] ?? -1) >= 0)
  return {
    sign: known(orders.sign),
    firstPrice: known(orders.firstPrice),
    mid: Float64Array.from(known(rows), (row) => mids[row] ?? Number.NaN),
  }
}

/** Mean move of the mid in the direction of an order until so many orders later. */
function response({ sign, mid }: { readonly sign: Column; readonly mid: Column }, lag: number): number {
  return mean(mid.subarray(lag).map((later, order) => (sign[order] ?? Number.NaN) * (later - (mid[order] ?? Number.NaN))))
}

/** Of the quotes at which one side is heavy: the share after which the mid's next change is upwards. */
function upwardShares({ quotes }: TickTape, mids: Column) {
  const counts = { bidHeavy: { up: 0, all: 0 }, askHeavy: { up: 0, all: 0 } }
  let next = 0
  for (let row = mids.length - 2; row >= 0; row -= 1) {
    const change = (mids[row + 1] ?? 0) - (mids[row] ?? 0)
    if (change !== 0) next = change
    if (next === 0) continue
    const [bid, ask] = [quotes.bidQuantity[row] ?? 0, quotes.askQuantity[row] ?? 0]
    const imbalance = (bid - ask) / (bid + ask)
    const count = imbalance > heavyImbalance ? counts.bidHeavy : imbalance < -heavyImbalance ? counts.askHeavy : undefined
    if (count === undefined) continue
    count.all += 1
    if (next > 0) count.up += 1
  }
  return { bidHeavy: counts.bidHeavy.up / counts.bidHeavy.all, askHeavy: counts.askHeavy.up / counts.askHeavy.all }
}
