import { logarithm } from '../logarithm.ts'
import { type Column, mean } from './statistics.ts'

/**
 * Hill's estimator (Hill 1975) from the largest `share` of the values: 1 / mean of ln(value / threshold), the threshold being the
 * largest value left out. Values must be above 0. The smaller, the heavier the tail.
 */
export function tailExponent(values: Column, share: number): number {
  const descending = values.toSorted().reverse()
  const count = Math.floor(descending.length * share)
  const threshold = descending[count] ?? Number.NaN
  return 1 / mean(descending.subarray(0, count).map((value) => logarithm(value / threshold)))
}
