import type { BarColumns } from '@strategraph/market-model'
import { logarithm } from '../logarithm.ts'
import type { Column } from './statistics.ts'

/** Bars on their regular grid of times: a row per slot, also where there is no bar. */
export interface CandleGrid {
  /** Length of a slot, ms. */
  readonly interval: number
  /** Open time of the first slot, ms. */
  readonly openTime: number
  /** Log return of the close, into this slot; NaN in the first slot, in long holes and right behind them. */
  readonly returns: Column
  /** 0 in a filled slot, NaN in a long hole. */
  readonly volume: Column
}

/** So many missing bars in a row carry the last close; a longer hole is one. Venues omit bars without a trade. */
const longestFill = 10

/** Bars are stamped with their close. */
export function candleGrid(bars: BarColumns, interval: number): CandleGrid {
  const openTime = (bars.time[0] ?? Number.NaN) - interval
  const slotOf = (row: number) => Math.round(((bars.time[row] ?? Number.NaN) - interval - openTime) / interval)
  const slots = bars.time.length === 0 ? 0 : slotOf(bars.time.length - 1) + 1
  const returns = new Float64Array(slots).fill(Number.NaN)
  const volume = new Float64Array(slots).fill(Number.NaN)
  const logClose = bars.close.map(logarithm)
  for (let row = 0; row < bars.time.length; row += 1) {
    const slot = slotOf(row)
    volume[slot] = bars.volume[row] ?? Number.NaN
    if (row === 0) continue
    const previous = slotOf(row - 1)
    if (slot - previous - 1 > longestFill) continue
    for (let filled = previous + 1; filled < slot; filled += 1) {
      returns[filled] = 0
      volume[filled] = 0
    }
    returns[slot] = (logClose[row] ?? Number.NaN) - (logClose[row - 1] ?? Number.NaN)
  }
  return { interval, openTime, returns, volume }
}

/** Log returns over whole horizons counted from the close of the first slot, of those without a hole. */
export function aggregatedReturns({ interval, returns }: CandleGrid, horizon: number): Column {
  const slotsPerHorizon = horizon / interval
  const sums: number[] = []
  for (let from = 0; from + slotsPerHorizon < returns.length; from += slotsPerHorizon) {
    let sum = 0
    for (let slot = from + 1; slot <= from + slotsPerHorizon; slot += 1) sum += returns[slot] ?? Number.NaN
    if (sum === sum) sums.push(sum)
  }
  return Float64Array.from(sums)
}
