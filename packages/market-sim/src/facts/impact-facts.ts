import { logarithm } from '../logarithm.ts'
import { autocorrelation } from './autocorrelation.ts'
import { type Column, correlation, excessKurtosis, fitLine, mean, quantile, rankCorrelation, standardDeviation } from './statistics.ts'
import { midPrices, rowAt, tapeSpan, type TickTape } from './tick-tape.ts'

/** What moves the price within a second and within ten. */
export function impactFacts(tape: TickTape) {
  const one = impact(slices(tape, 1e6))
  const ten = impact(slices(tape, 10e6))
  return {
    impact_1s_corr: one.correlation,
    impact_1s_bp_per_std_flow: one.basisPoints,
    impact_1s_exponent: one.exponent,
    volume_absret_spearman_1s: one.volume,
    ofi_1s_r2: one.imbalance,
    mid_return_acf1_1s: one.memory,
    mid_return_excess_kurtosis_1s: one.kurtosis,
    impact_10s_corr: ten.correlation,
    impact_10s_bp_per_std_flow: ten.basisPoints,
    impact_10s_exponent: ten.exponent,
    volume_absret_spearman_10s: ten.volume,
    ofi_10s_r2: ten.imbalance,
    mid_return_acf1_10s: ten.memory,
    mid_return_excess_kurtosis_10s: ten.kurtosis,
  }
}

/** Whole slices of time from the tape's start, a row each. */
interface Slices {
  /** Log return of the mid, basis points. */
  readonly returns: Column
  /** Quantity bought less sold by aggressors. */
  readonly flow: Column
  readonly volume: Column
  readonly imbalance: Column
}

function slices(tape: TickTape, micros: number): Slices {
  const { trades, quotes } = tape
  const { from, to } = tapeSpan(tape)
  const count = Math.max(0, Math.floor((to - from) / micros))
  const mids = midPrices(tape)
  const logMid = Float64Array.from({ length: count + 1 }, (_, edge) =>
    logarithm(mids[Math.max(0, rowAt(quotes.time, from + edge * micros))] ?? Number.NaN),
  )
  const sums = (times: Column, value: (row: number) => number) => {
    const result = new Float64Array(count)
    times.forEach((time, row) => {
      const slice = Math.floor((time - from) / micros)
      if (slice < count) result[slice] = (result[slice] ?? 0) + value(row)
    })
    return result
  }
  return {
    returns: Float64Array.from({ length: count }, (_, slice) => ((logMid[slice + 1] ?? 0) - (logMid[slice] ?? 0)) * 10_000),
    flow: sums(trades.time, (row) => (trades.sign[row] ?? 0) * (trades.quantity[row] ?? 0)),
    volume: sums(trades.time, (row) => trades.quantity[row] ?? 0),
    imbalance: sums(quotes.time, (row) => (row === 0 ? 0 : orderFlowImbalance(quotes, row))),
  }
}

/** What a quote update adds to the bid or takes from the ask, less the opposite (Cont, Kukanov and Stoikov 2014, eq. 3). */
function orderFlowImbalance({ bid, bidQuantity, ask, askQuantity }: TickTape['quotes'], row: number): number {
  const change = (column: Column) => (column[row] ?? 0) - (column[row - 1] ?? 0)
  const bought = (change(bid) >= 0 ? (bidQuantity[row] ?? 0) : 0) - (change(bid) <= 0 ? (bidQuantity[row - 1] ?? 0) : 0)
  const offered = (change(ask) <= 0 ? (askQuantity[row] ?? 0) : 0) - (change(ask) >= 0 ? (askQuantity[row - 1] ?? 0) : 0)
  return bought - offered
}

function impact({ returns, flow, volume, imbalance }: Slices) {
  const flowCorrelation = correlation(flow, returns)
  const imbalanceCorrelation = correlation(imbalance, returns)
  return {
    correlation: flowCorrelation,
    basisPoints: flowCorrelation * standardDeviation(returns),
    exponent: impactExponent(flow, returns),
    volume: rankCorrelation(volume, returns.map(Math.abs)),
    imbalance: imbalanceCorrelation * imbalanceCorrelation,
    memory: autocorrelation(returns, 1)[1] ?? Number.NaN,
    kurtosis: excessKurtosis(returns),
  }
}

const flowBins = 6

/** Slope of ln(mean return in the flow's direction) over ln(mean size of the flow) in six bins of equally many slices: 1 is linear impact. */
function impactExponent(flow: Column, returns: Column): number {
  const isFlow = (_: number, row: number) => flow[row] !== 0
  const sizes = flow.filter(isFlow).map(Math.abs)
  const moves = returns.map((value, row) => value * Math.sign(flow[row] ?? 0)).filter(isFlow)
  const edges = Array.from({ length: flowBins - 1 }, (_, edge) => quantile(sizes, (edge + 1) / flowBins))
  const binOf = (size: number) => edges.filter((edge) => edge < size).length
  const bins = Array.from({ length: flowBins }, (_, bin) => {
    const isIn = (_value: number, row: number) => binOf(sizes[row] ?? 0) === bin
    return { size: mean(sizes.filter(isIn)), move: mean(moves.filter(isIn)) }
  }).filter(({ move }) => move > 0)
  return fitLine(
    Float64Array.from(bins, ({ size }) => logarithm(size)),
    Float64Array.from(bins, ({ move }) => logarithm(move)),
  ).slope
}
