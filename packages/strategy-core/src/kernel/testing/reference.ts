/** Naive references: each row from scratch, in the plainest JavaScript. Slow on purpose. */
type Values = readonly number[]

const isPresent = (value: number | undefined): value is number => value !== undefined && !Number.isNaN(value)

/** A figure over the last `window` values up to each row; no value in rows without one, or before there are enough. */
export function overWindow(values: Values, window: number, figure: (windowValues: Values) => number): Values {
  return values.map((value, row) => {
    const present = values.slice(0, row + 1).filter(isPresent)
    return isPresent(value) && present.length >= window ? figure(present.slice(-window)) : Number.NaN
  })
}

/** A figure over all values up to each row, for rows with a value. */
export function overHistory(values: Values, figure: (history: Values) => number): Values {
  return values.map((value, row) => (isPresent(value) ? figure(values.slice(0, row + 1).filter(isPresent)) : Number.NaN))
}

export const sum = (values: Values): number => values.reduce((total, value) => total + value, 0)
export const mean = (values: Values): number => sum(values) / values.length

export function weightedMean(values: Values): number {
  const weights = values.map((_, index) => index + 1)
  return sum(values.map((value, index) => value * (index + 1))) / sum(weights)
}

export function deviation(values: Values): number {
  const center = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - center) * (value - center))))
}

export function meanDeviation(values: Values): number {
  const center = mean(values)
  return mean(values.map((value) => Math.abs(value - center)))
}

export function smooth(history: Values, seedRows: number, alpha: number): number {
  if (history.length < seedRows) return Number.NaN
  let smoothed = mean(history.slice(0, seedRows))
  for (const value of history.slice(seedRows)) smoothed += alpha * (value - smoothed)
  return smoothed
}
