import type { Micros } from '@strategraph/market-sim'

/** Whole microseconds of market time. */
export const micros = (value: number): Micros => Math.floor(value) as Micros
/** Microseconds as ms, what is below a ms as a fraction. */
export const toMs = (value: Micros): number => value / 1000
