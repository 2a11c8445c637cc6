import type { ShownValue } from './driver.ts'

/** A value for journal, canvas and files. No value is null; what JSON has no number for is written out. */
export function shownValue(value: unknown): ShownValue {
  if (typeof value === 'number') return shownNumber(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value !== 'object' || value === null) return null
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined))
}

export function shownNumber(value: number): number | string | null {
  if (Number.isNaN(value)) return null
  return Number.isFinite(value) ? value : String(value)
}

/** A flag column holds 0, 1 or NaN. */
export function shownFlag(value: number): boolean | null {
  return Number.isNaN(value) ? null : value !== 0
}
