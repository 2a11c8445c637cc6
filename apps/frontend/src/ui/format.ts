import type { ShownValue } from '@strategraph/strategy-core'

/** Made once each: `toLocaleString` makes one per call, which is most of a frame when a thousand values are drawn. */
const formatters = new Map<number, Intl.NumberFormat>()

function formatterOf(minimumFractionDigits: number, maximumFractionDigits: number): Intl.NumberFormat {
  const key = minimumFractionDigits * 100 + maximumFractionDigits
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat('en-US', { minimumFractionDigits, maximumFractionDigits })
  formatters.set(key, made)
  return made
}

/** A number for reading: about six significant digits, thousands grouped, never in exponent form where it can be avoided. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : '–'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-6 || size >= 1e12)) return value.toExponential(3)
  const decimals = size >= 10_000 ? 1 : size >= 100 ? 2 : size >= 1 ? 4 : 6
  return formatterOf(0, decimals).format(value).replace('-', '−')
}

/** With exactly the given decimals, for prices and sizes in the venue's precision. */
export const formatFixed = (value: number, decimals: number): string => formatterOf(decimals, decimals).format(value).replace('-', '−')

export const formatPercent = (value: number, decimals = 2): string => `${formatFixed(value, decimals)} %`

/** UTC, `2026-11-21 09:30`. */
export const formatTime = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')

export const formatDay = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** `2026-11-21 09:30 UTC (10:30 your time)`, for tooltips. */
export function formatBothTimes(time: number): string {
  const local = new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
  return `${formatTime(time)} UTC (${local} your time)`
}

/** "just now", "3 min ago". */
export function formatAge(ms: number): string {
  if (ms < 2_000) return 'just now'
  if (ms < 60_000) return `${Math.round(ms / 1000)} s ago`
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min ago`
  if (ms < 86_400_000) return `${Math.round(ms / 3_600_000)} h ago`
  return `${Math.round(ms / 86_400_000)} days ago`
}

/** A value of any port in a few characters. No value yet: an en dash. */
export function formatValue(value: ShownValue | undefined): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  if (typeof value['action'] === 'string') return value['action']
  if (typeof value['close'] === 'number') return formatNumber(value['close'])
  if (typeof value['last'] === 'number') return formatNumber(value['last'])
  if (typeof value['side'] === 'string') return value['side']
  if (typeof value['kind'] === 'string') return value['kind']
  return '…'
}
