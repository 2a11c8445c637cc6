/**
 * Median distance of consecutive times in ms; NaN for fewer than two. Most series have one distance in more than half of
 * their steps, which one pass or two find; sorting a million distances would cost more than the whole backtest.
 */
export function medianDistance(time: Float64Array): number {
  const steps = time.length - 1
  if (steps < 1) return Number.NaN
  const first = (time[1] ?? Number.NaN) - (time[0] ?? Number.NaN)
  if (occurrences(time, first) * 2 > steps) return first
  const candidate = majorityCandidate(time)
  if (occurrences(time, candidate) * 2 > steps) return candidate
  const distances = new Float64Array(steps)
  for (let row = 0; row < steps; row++) distances[row] = (time[row + 1] ?? Number.NaN) - (time[row] ?? Number.NaN)
  distances.sort()
  const middle = steps >> 1
  const upper = distances[middle] ?? Number.NaN
  return steps % 2 === 1 ? upper : ((distances[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Boyer-Moore vote: the distance of more than half of the steps, if there is one. */
function majorityCandidate(time: Float64Array): number {
  let candidate = Number.NaN
  let votes = 0
  let previous = time[0] ?? Number.NaN
  for (let row = 1; row < time.length; row++) {
    const now = time[row] ?? Number.NaN
    const distance = now - previous
    previous = now
    if (votes === 0) candidate = distance
    votes += distance === candidate ? 1 : -1
  }
  return candidate
}

/** Rows of one call: see `equity-statistics.ts`. */
const chunk = 4096

function occurrences(time: Float64Array, distance: number): number {
  let count = 0
  for (let from = 1; from < time.length; from += chunk) count += occurrencesIn(time, distance, from, Math.min(time.length, from + chunk))
  return count
}

function occurrencesIn(time: Float64Array, distance: number, from: number, to: number): number {
  let count = 0
  let previous = time[from - 1] ?? Number.NaN
  for (let row = from; row < to; row++) {
    const now = time[row] ?? Number.NaN
    if (now - previous === distance) count += 1
    previous = now
  }
  return count
}
