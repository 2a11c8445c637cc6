import type { MarketStatus, Ticker } from '@strategraph/protocol'
import { formatFixed, formatNumber } from '../ui/format.ts'

export const baseOf = (symbol: string): string => symbol.split('/')[0] ?? symbol
export const quoteOf = (symbol: string): string => symbol.split('/')[1] ?? ''

/** UTC, `2026-11-21 09:30:05`. */
export const formatClock = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ')
/** UTC, `09:30:05`. */
export const formatTimeOfDay = (time: number): string => new Date(time).toISOString().slice(11, 19)

/** With its sign in front, `+1.20`: gains must not be told by colour alone. */
export function formatSigned(value: number, decimals: number): string {
  // What is nothing after rounding has no sign.
  const rounded = Number(value.toFixed(decimals))
  return `${rounded > 0 ? '+' : ''}${formatFixed(rounded === 0 ? 0 : rounded, decimals)}`
}
/** A fraction as `+1.20 %`. */
export const formatChange = (fraction: number, decimals = 2): string => `${formatSigned(100 * fraction, decimals)} %`

/** Colour of a fraction that is shown by `formatChange`: none for what is shown as nothing. */
export const toneOf = (fraction: number): string =>
  Math.abs(fraction) < 0.000_05 ? 'text-ink-soft' : fraction > 0 ? 'text-up' : 'text-down'

/** Long amounts in a few characters: `1.25 M`. */
export function formatShort(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e9) return `${formatFixed(value / 1e9, 2)} B`
  if (size >= 1e6) return `${formatFixed(value / 1e6, 2)} M`
  if (size >= 1e5) return `${formatFixed(value / 1e3, 1)} k`
  return formatFixed(value, size >= 1000 ? 0 : 2)
}

/** Of the venue, for prices. */
export const priceDecimals = (symbol: string, tickers: ReadonlyMap<string, Ticker>): number => tickers.get(symbol)?.priceDecimals ?? 2

/**
 * Decimals of a market's quantities, the same for a whole column: never more than the venue's; the last one is worth about a dollar,
 * or a unit of the quote currency where no market tells what that is in dollars.
 */
export function quantityDecimals(symbol: string, tickers: ReadonlyMap<string, Ticker>): number {
  const ticker = tickers.get(symbol)
  const price = ticker?.last ?? null
  const worth = price === null ? null : price * (tickers.get(`${quoteOf(symbol)}/USD`)?.last ?? 1)
  const readable = worth === null || worth <= 0 ? 4 : Math.max(0, Math.ceil(Math.log10(worth)))
  return Math.min(readable, ticker?.quantityDecimals ?? 8)
}

export const formatBytes = (bytes: number): string =>
  bytes >= 1e6 ? `${formatFixed(bytes / 1e6, 1)} MB` : `${formatFixed(Math.max(1, bytes / 1000), 0)} kB`

/** Length of a span of market time. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return `${formatNumber(Math.round(seconds / 360) / 10)} h`
}

export const speedWords = (speed: number | null): string =>
  speed === null ? 'as fast as possible' : speed === 1 ? 'real time' : `${formatNumber(speed)}×`

/** What the clock really does: `59.8×`; nothing to add where that is what was asked for. */
export function measuredWords({ speed, measuredSpeed, state }: MarketStatus): string | undefined {
  if (state === 'paused') return undefined
  if (speed !== null && Math.abs(measuredSpeed / speed - 1) < 0.1) return undefined
  return `really ${formatFixed(measuredSpeed, measuredSpeed >= 100 ? 0 : 1)}×`
}

/** What the venue takes right now, where it does not take everything. */
export const modeWords: Readonly<Record<Exclude<Ticker['mode'], 'online'>, { readonly label: string; readonly says: string }>> = {
  post_only: { label: 'Post only', says: 'Only orders that rest in the book are taken: nothing trades at once.' },
  limit_only: { label: 'Limit orders only', says: 'No market orders are taken.' },
  cancel_only: { label: 'Cancel only', says: 'Orders can be canceled, none can be placed.' },
  maintenance: { label: 'Maintenance', says: 'The exchange takes nothing at all; resting orders stay.' },
}

/** `market-maker` as `Market maker`. */
export function personaWords(persona: string): string {
  const words = persona
    .replaceAll('-', ' ')
    .replace(/\bllm\b/, 'LLM')
    .replace(/\bfomo\b/, 'FOMO')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
