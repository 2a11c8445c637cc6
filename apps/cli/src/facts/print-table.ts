import type { FactRow, FactTable } from './fact-table.ts'

/** Aligned for a terminal; a value outside the real range has a cross. */
export function terminalTable({ kind, columns, rows }: FactTable): string {
  const line = (cells: readonly string[]) => cells.map((cell, at) => (at === 0 ? cell.padEnd(36) : cell.padStart(20))).join('')
  const body = (isScored: boolean) =>
    rows
      .filter((row) => row.isScored === isScored)
      .map((row) =>
        line([row.fact, rangeText(row), ...row.cells.map(({ value, isInside }) => `${number(value)}${isInside ? '  ' : ' ×'}`)]),
      )
  return [
    line([kind, 'real range', ...columns.map(({ name }) => name)]),
    ...body(true),
    line(['inside', '', ...columns.map(({ score, of }) => `${score} of ${of}  `)]),
    '',
    'not scored',
    ...body(false),
  ].join('\n')
}

/** A Markdown table of the scored or of the other facts; values inside the real range are bold. */
export function markdownTable({ columns, rows }: FactTable, options: { readonly isScored: boolean }): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const scores = options.isScored ? [line(['**inside**', '', ...columns.map(({ score, of }) => `**${score} of ${of}**`)])] : []
  return [
    line(['fact', 'real range', ...columns.map(({ name }) => name)]),
    line(['---', '---', ...columns.map(() => '---')]),
    ...rows
      .filter(({ isScored }) => isScored === options.isScored)
      .map((row) =>
        line([row.fact, rangeText(row), ...row.cells.map(({ value, isInside }) => (isInside ? `**${number(value)}**` : number(value)))]),
      ),
    ...scores,
  ].join('\n')
}

function rangeText({ cells }: FactRow): string {
  const [low, high] = cells[0]?.range ?? [Number.NaN, Number.NaN]
  return `${number(low)} .. ${number(high)}`
}

/** Three digits, no exponent; a dash for what is not there. */
function number(value: number): string {
  if (Number.isNaN(value)) return '-'
  const text = Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
  return text.includes('e') ? value.toFixed(5) : text
}
