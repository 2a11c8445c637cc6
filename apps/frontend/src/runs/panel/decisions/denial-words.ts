import type { denialSchema } from '@strategraph/trading-engine'
import type { z } from 'zod'
import { formatFixed, formatNumber } from '../../../ui/format.ts'

type Denial = z.output<typeof denialSchema>

type Unit = 'percent' | 'count' | 'bars' | 'number' | 'none'
interface Words {
  readonly title: string
  readonly unit: Unit
  /** What the limit is a limit of. */
  readonly limit?: string
}

/** Codes of the risk gate in words. A code that is not here is shown as it is: nothing is hidden. */
const words: Readonly<Record<string, Words>> = {
  MAX_POSITION: { title: 'Position too large', unit: 'percent', limit: 'of equity' },
  MAX_EXPOSURE: { title: 'All positions together too large', unit: 'percent', limit: 'of equity' },
  MAX_DRAWDOWN: { title: 'Drawdown limit reached', unit: 'percent', limit: 'below the peak' },
  DAILY_LOSS: { title: 'Daily loss limit reached', unit: 'percent', limit: 'since 00:00 UTC' },
  MAX_ENTRIES_PER_DAY: { title: 'Enough entries for today', unit: 'count', limit: 'entries a day (UTC)' },
  COOLDOWN: { title: 'Too soon after the last close', unit: 'bars', limit: 'to wait' },
  KILL_SWITCH: { title: 'Kill switch is on', unit: 'none' },
  ENTRIES_PAUSED: { title: 'Entries are stopped', unit: 'none' },
  SHORT_NOT_ALLOWED: { title: 'Short selling is not allowed', unit: 'number' },
  ALREADY_IN_POSITION: { title: 'Already in a position', unit: 'number' },
  NOTHING_TO_CLOSE: { title: 'There is no position to close', unit: 'number' },
  CONFLICTING_PROPOSAL: { title: 'Another order of the same moment came first', unit: 'number' },
  BELOW_MINIMUM: { title: 'Smaller than the market accepts', unit: 'number' },
  INVALID_QUANTITY: { title: 'The quantity makes no sense', unit: 'number' },
  INVALID_PRICE: { title: 'The price makes no sense', unit: 'number' },
  INSUFFICIENT_FUNDS: { title: 'Not enough money', unit: 'number' },
  MISSING_STOP: { title: 'The stop that the size depends on is missing', unit: 'number' },
  END_OF_DATA: { title: 'The data ends here: no new entries', unit: 'none' },
  STALE_DATA: { title: 'The newest candle is too old', unit: 'number', limit: 'seconds old' },
  LEDGER_MISMATCH: { title: 'The books do not add up: entries are stopped', unit: 'none' },
}

export const denialTitle = ({ code }: Pick<Denial, 'code'>): string => words[code]?.title ?? code

/** "70.6 % of equity, limit 60 %": what was against what is allowed; undefined where the refusal has no numbers. */
export function denialNumbers({ code, limit, actual, clockAhead }: Denial): string | undefined {
  const { unit = 'number', limit: of } = words[code] ?? {}
  if (unit === 'none') return undefined
  const text = (value: number) => inUnit(value, unit)
  const where = of === undefined ? '' : ` ${of}`
  const cause =
    clockAhead === undefined ? '' : `; the clock of this machine is ${formatFixed(clockAhead, 0)} s ahead of the feed’s: set the clock`
  if (limit !== undefined && actual !== undefined) return `${text(actual)}${where}, limit ${text(limit)}${cause}`
  if (actual !== undefined) return text(actual)
  return limit === undefined ? undefined : `limit ${text(limit)}${where}`
}

/** How far the actual value is beyond the limit, 0..1 of the limit; undefined where that says nothing. */
export function excess({ limit, actual }: Denial): number | undefined {
  return limit === undefined || actual === undefined || !(Math.abs(limit) > 0) ? undefined : (actual - limit) / Math.abs(limit)
}

function inUnit(value: number, unit: Unit): string {
  if (unit === 'percent') return `${formatFixed(100 * value, 1)} %`
  if (unit === 'bars') return value === 1 ? '1 bar' : `${formatNumber(value)} bars`
  return formatNumber(value)
}
