import type { EquitySeries } from './backtest/backtest-job.ts'

export interface EquitySample {
  readonly time: number
  readonly equity: number
  /** Fall from the peak so far, 0..1. */
  readonly drawdown: number
}

/** At most `points` samples: of each stretch its lowest and its highest, so that no drawdown disappears from the chart. */
export function sampleEquity({ time, equity }: EquitySeries, points: number): EquitySample[] {
  const drawdowns = new Float64Array(equity.length)
  let peak = Number.NEGATIVE_INFINITY
  for (let row = 0; row < equity.length; row += 1) {
    const value = equity[row] ?? Number.NaN
    peak = Math.max(peak, value)
    drawdowns[row] = peak > 0 ? 1 - value / peak : 0
  }
  const sample = (row: number): EquitySample => ({ time: time[row] ?? 0, equity: equity[row] ?? 0, drawdown: drawdowns[row] ?? 0 })
  if (equity.length <= points) return Array.from(equity, (_, row) => sample(row))
  const stretches = Math.max(1, Math.floor((points - 2) / 2))
  const rows = new Set([0, equity.length - 1])
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = Math.floor((stretch * equity.length) / stretches)
    const to = Math.floor(((stretch + 1) * equity.length) / stretches)
    let low = from
    let high = from
    for (let row = from; row < to; row += 1) {
      if ((equity[row] ?? 0) < (equity[low] ?? 0)) low = row
      if ((equity[row] ?? 0) > (equity[high] ?? 0)) high = row
    }
    rows.add(low)
    rows.add(high)
  }
  return [...rows].toSorted((a, b) => a - b).map(sample)
}
