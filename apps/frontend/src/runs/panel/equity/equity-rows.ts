import type { BarsPage, RunResult } from '@strategraph/protocol'

/** A value at a moment; `time` in seconds UTC, as the chart has it. */
export interface EquityPoint {
  readonly time: number
  readonly value: number
}

type Samples = RunResult['equity']

/** Strictly ascending in time: the chart takes nothing else, and samples of one second cannot be told apart. */
function ascending(points: readonly EquityPoint[]): EquityPoint[] {
  return points.filter((point, index) => index === 0 || point.time > (points[index - 1]?.time ?? 0))
}

const seconds = (time: number): number => Math.round(time / 1000)

export const equityPoints = (samples: Samples): EquityPoint[] =>
  ascending(samples.map(({ time, equity }) => ({ time: seconds(time), value: equity })))

/** Fall from the peak in percent, 0 or below. */
export const drawdownPoints = (samples: Samples): EquityPoint[] =>
  ascending(samples.map(({ time, drawdown }) => ({ time: seconds(time), value: -100 * drawdown })))

/** The initial cash put into the market at the first close and left there; no fee. Bars may be merged, then `firstClose` says where it began. */
export function holdPoints(bars: Pick<BarsPage, 'time' | 'close'>, initialCash: number, firstClose = bars.close[0]): EquityPoint[] {
  if (firstClose === undefined || !(firstClose > 0)) return []
  return ascending(bars.time.map((time, index) => ({ time: seconds(time), value: (initialCash * (bars.close[index] ?? 0)) / firstClose })))
}
