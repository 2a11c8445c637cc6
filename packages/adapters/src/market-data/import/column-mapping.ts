import type { BarField } from '@strategraph/market-model'
import { done, refuse, type Step } from './file-problem.ts'
import type { ImportOptions } from './import-options.ts'
import type { DetectedColumn } from './import-report.ts'
import { columnsByHeader } from './columns-by-header.ts'
import { columnsByShape } from './columns-by-shape.ts'
import type { RawTable } from './raw-table.ts'

export type PriceField = Exclude<BarField, 'time' | 'volume'>
export const priceFields = ['open', 'high', 'low', 'close'] as const satisfies readonly PriceField[]

/** Which cell of a row holds what. */
export interface ColumnMapping {
  readonly layout: string
  readonly layoutReason: string
  /** Names per cell, "" where there is none; longer than the header where that lacks one. */
  readonly names: readonly string[]
  readonly at: { readonly [Field in BarField]?: number }
  /** Time of day in a column of its own. */
  readonly clock?: number
  readonly reasons: ReadonlyMap<number, string>
}

/** Finds the columns by header or by shape, then lets the user's choice win. */
export function mapColumns(table: RawTable, fileName: string, options: ImportOptions): Step<ColumnMapping> {
  const found =
    table.header === undefined && table.known?.columns === undefined
      ? columnsByShape(table, options)
      : columnsByHeader(table, fileName, options)
  if (!found.ok) return found
  return withChoice(found.value, table, options)
}

function withChoice(found: ColumnMapping, table: RawTable, options: ImportOptions): Step<ColumnMapping> {
  const at: { [Field in BarField]?: number } = { ...found.at }
  const reasons = new Map(found.reasons)
  for (const field of ['time', ...priceFields, 'volume'] as const) {
    const choice = options.columns?.[field]
    if (choice === undefined) continue
    if (choice === null) {
      if (field === 'volume') delete at.volume
      continue
    }
    const index = indexOfChoice(choice, found.names)
    if (!Number.isInteger(index) || index < 0 || index >= Math.max(table.width, found.names.length)) {
      const received = String(choice)
      return refuse('COLUMN_UNKNOWN', `There is no column ${JSON.stringify(choice)} for ${field}.`, {
        option: 'columns',
        expected: found.names.join(', '),
        received,
      })
    }
    at[field] = index
    reasons.set(index, 'chosen by you')
  }
  const missing = (['time', ...priceFields] as const).filter((field) => at[field] === undefined)
  if (missing.length > 0) {
    return refuse('COLUMN_MISSING', `No column was recognised as ${missing.join(', ')}; say which one it is.`, {
      option: 'columns',
      expected: 'time, open, high, low, close and volume',
      received: found.names.join(', '),
    })
  }
  return done({ ...found, at, reasons })
}

function indexOfChoice(choice: number | string, names: readonly string[]): number {
  if (typeof choice === 'number') return choice
  const named = names.indexOf(choice)
  return named < 0 && /^\d{1,4}$/.test(choice) ? Number(choice) : named
}

export function describeColumns(mapping: ColumnMapping, table: RawTable): DetectedColumn[] {
  const roles = new Map<number, DetectedColumn['role']>()
  for (const field of ['time', ...priceFields, 'volume'] as const) {
    const index = mapping.at[field]
    if (index !== undefined) roles.set(index, field)
  }
  if (mapping.clock !== undefined) roles.set(mapping.clock, 'clock')
  return Array.from({ length: Math.max(table.width, mapping.names.length) }, (_, index) => ({
    index,
    name: mapping.names[index] ?? '',
    role: roles.get(index) ?? 'unused',
    reason: mapping.reasons.get(index) ?? 'not needed',
    samples: table.sample.slice(0, 3).map((row) => String(row[index] ?? '')),
  }))
}
