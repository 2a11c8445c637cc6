import type { ImportPreview } from '@strategraph/protocol'

export const roles = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
export type Role = (typeof roles)[number]

/** Columns that the user has chosen himself; null for the volume: there is none. */
export type ColumnChoice = { readonly [Name in Role]?: string | null }

export const roleWords: Readonly<Record<Role | 'ignored', string>> = {
  time: 'Time',
  open: 'Open',
  high: 'High',
  low: 'Low',
  close: 'Close',
  volume: 'Volume',
  ignored: 'Not used',
}

type Column = Pick<ImportPreview['columns'][number], 'name' | 'role'>

/**
 * The choice after a column got another role. The column that had this role takes the one that is given up, so that two presses
 * never leave a price without a column; "not used" is only possible for the volume.
 */
export function changeRole(choice: ColumnChoice, columns: readonly Column[], name: string, role: Role | 'ignored'): ColumnChoice {
  const before = columns.find((column) => column.name === name)?.role ?? 'ignored'
  if (before === role) return choice
  if (role === 'ignored') return before === 'volume' ? { ...choice, volume: null } : choice
  const holder = columns.find((column) => column.role === role)
  const swapped = holder === undefined || before === 'ignored' ? {} : { [before]: holder.name }
  return { ...choice, ...swapped, [role]: name }
}

/** The first line of a text file as column names, for files in which nothing was recognised. */
export function headerOf(text: string): readonly string[] {
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  const separator = [',', ';', '\t', '|'].toSorted((a, b) => line.split(b).length - line.split(a).length)[0] ?? ','
  const cells = line.split(separator).map((cell) => cell.trim().replace(/^"|"$/g, ''))
  return cells.length < 2 ? [] : cells.map((cell, index) => (cell === '' || /^-?[\d.]+$/.test(cell) ? String(index) : cell))
}
