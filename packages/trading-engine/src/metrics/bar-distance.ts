/**
 * Median distance of consecutive times in ms; NaN for fewer than two. Most series have one distance in more than half of
 * their steps, which two passes find; sorting a million distances would cost more than the whole backtest.
 */
export function medianDistance(time: Float64Array): number {
  const steps = time.length - 1
  if (steps < 1) return Number.NaN
  let candidate = Number.NaN
  let votes = 0
  let previous = time[0] ?? Number.NaN
  for (let row = 1; row <= steps; row++) {
    const now = time[row] ?? Number.NaN
    const distance = now - previous
    previous = now
    if (votes === 0) candidate = distance
    votes += distance === candidate ? 1 : -1
  }
  if (votes > 0 && occurrences(time, candidate) * 2 > steps) return candidate
  const distances = new Float64Array(steps)
  for (let row = 0; row < steps; row++) distances[row] = (time[row + 1] ?? Number.NaN) - (time[row] ?? Number.NaN)
  distances.sort()
  const middle = steps >> 1
  const upper = distances[middle] ?? Number.NaN
  return steps % 2 === 1 ? upper : ((distances[middle - 1] ?? Number.NaN) + upper) / 2
}

function occurrences(time: Float64Array, distance: number): number {
  let count = 0
  let previous = time[0] ?? Number.NaN
  for (let row = 1; row < time.length; row++) {
    const now = time[row] ?? Number.NaN
    if (now - previous === distance) count += 1
    previous = now
  }
  return count
}
