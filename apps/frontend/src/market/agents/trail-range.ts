/** A line that moves less than this is flat, whatever the scale. */
const leastSpan = 0.001

/** Changes since the first point, fractions. */
export const changesOf = (trail: readonly number[]): readonly number[] => trail.map((value) => value - (trail[0] ?? 0))

/**
 * Half height of a scale around 0 for all of these lines, so that they can be compared: the next 1, 2 or 5 that holds all but a few
 * outliers, which run along its edge.
 */
export function commonSpan(trails: Iterable<readonly number[]>): number {
  const reaches = Array.from(trails, (trail) => Math.max(0, ...changesOf(trail).map(Math.abs))).toSorted((a, b) => a - b)
  const most = Math.max(leastSpan, reaches[Math.ceil((reaches.length - 1) * 0.97)] ?? 0)
  const unit = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 5].find((step) => step * unit >= most * (1 - 1e-9)) ?? 10) * unit
}
