import { logarithm } from '../logarithm.ts'
import { type Column, correlation, fitLine, type Line, mean, standardDeviation, withoutHoles } from './statistics.ts'

/** For lags 0 to `lags`: mean product of values so far apart, around the mean of all, over the variance. Pairs with a hole are left out. */
export function autocorrelation(column: Column, lags: number): Column {
  const values = withoutHoles(column)
  const center = mean(values)
  const deviation = standardDeviation(values)
  // A hole is 0 in both: it adds nothing, neither to the sum nor to the number of pairs.
  const offsets = column.map((value) => (value === value ? value - center : 0))
  const present = column.map((value) => (value === value ? 1 : 0))
  return Float64Array.from(
    { length: lags + 1 },
    (_, lag) => sumOfProducts(offsets, lag) / sumOfProducts(present, lag) / (deviation * deviation),
  )
}

function sumOfProducts(column: Column, lag: number): number {
  let sum = 0
  for (let row = lag; row < column.length; row += 1) sum += (column[row] ?? 0) * (column[row - lag] ?? 0)
  return sum
}

/** How it falls with the lag as a power: minus the slope of ln acf over ln lag, lags from 1, where acf is above 0. */
export function decay(acf: Column): Line {
  const lags = [...acf.keys()].filter((lag) => lag > 0 && (acf[lag] ?? 0) > 0)
  const { slope, r2 } = fitLine(
    Float64Array.from(lags, logarithm),
    Float64Array.from(lags, (lag) => logarithm(acf[lag] ?? 0)),
  )
  return { slope: -slope, r2 }
}

/** Correlation of `earlier` with `later` so many rows on; pairs with a hole are left out. */
export function crossCorrelation(earlier: Column, later: Column, lag: number): number {
  const first = earlier.subarray(0, earlier.length - lag)
  const second = later.subarray(lag)
  const isWhole = (_: number, row: number) => !Number.isNaN((first[row] ?? 0) + (second[row] ?? 0))
  return correlation(first.filter(isWhole), second.filter(isWhole))
}
