import { parse } from 'csv-parse/sync'
import type { FileText } from './file-text.ts'
import { isTradeHeader, looksLikeHeader } from './header-names.ts'
import { mostCommon, type RawTable, type RowVisitor, sampleSize } from './raw-table.ts'

const separators = [';', '\t', '|', ','] as const
const bannerLines = 20

/** Text with separators as a table; finds the separator, skips banner lines before the header. Rows are read lazily. */
export function csvTable(text: FileText): RawTable {
  const first = text.pieces().next().value ?? ''
  const head = linesOf(first, first.length, bannerLines + sampleSize)
  const separator = findSeparator(head.map(({ text: line }) => line).filter((line) => line.trim() !== ''))
  const headRows = head.map(({ text: line, next, number }) => ({ cells: splitLine(line, separator) ?? [], next, number, text: line }))
  const headerAt = headRows.slice(0, bannerLines).findIndex(({ cells }) => looksLikeHeader(cells) || isTradeHeader(cells))
  const firstText = headRows.findIndex(({ cells }) => cells.length >= 3)
  const at = headerAt >= 0 ? headerAt : headRows[firstText] !== undefined && isNames(headRows[firstText].cells) ? firstText : -1
  const header = headRows[at]
  const dataRows = headRows.slice(at + 1).filter(({ cells, text: line }) => line.trim() !== '' && !line.startsWith('#') && cells.length > 0)
  const skipped = headRows.slice(0, Math.max(at, 0)).filter(({ text: line }) => line.trim() !== '')
  return {
    ...(header === undefined ? {} : { header: header.cells.map((name) => name.trim()) }),
    separator,
    width: mostCommon(dataRows.map(({ cells }) => cells.length))?.value ?? 0,
    sample: dataRows.slice(0, sampleSize).map(({ cells }) => cells),
    notes: skipped.map(({ text: line, number }) => `Line ${number} before the header was skipped: ${line.slice(0, 80)}`),
    rowsAtMost: text.lines,
    visit(visitor) {
      let at = { from: header?.next ?? 0, line: header === undefined ? 1 : header.number + 1 }
      for (const piece of text.pieces()) at = { from: 0, line: visitLines(piece, { ...at, separator }, visitor) }
    },
  }
}

interface Line {
  readonly text: string
  readonly number: number
  /** Offset behind its line feed. */
  readonly next: number
}

function linesOf(text: string, end: number, count: number): Line[] {
  const lines: Line[] = []
  for (let from = 0; from < end && lines.length < count; ) {
    const { line, next } = lineAt(text, from, end)
    lines.push({ text: line, number: lines.length + 1, next })
    from = next
  }
  return lines
}

function lineAt(text: string, from: number, end: number): { line: string; next: number } {
  const feed = text.indexOf('\n', from)
  const stop = feed < 0 || feed > end ? end : feed
  const cut = stop > from && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop
  return { line: text.slice(from, cut), next: stop + 1 }
}

/** Gives the number of the line behind the last one. */
function visitLines(text: string, at: { from: number; line: number; separator: string }, visitor: RowVisitor): number {
  let number = at.line
  for (let from = at.from; from < text.length; number += 1) {
    const { line, next } = lineAt(text, from, text.length)
    from = next
    if (line.length === 0 || line.trim() === '') visitor.blank(number)
    else if (line.charCodeAt(0) !== 35) {
      const cells = splitLine(line, at.separator)
      if (cells === undefined) visitor.broken(number, line)
      else visitor.row(cells, number)
    }
  }
  return number
}

/** Cells of one line, or undefined where its quotes do not match. Lines without quotes, nearly all, take the short way. */
function splitLine(line: string, separator: string): string[] | undefined {
  if (line.indexOf('"') < 0) return line.split(separator)
  const simple = splitSimpleQuotes(line, separator)
  if (simple !== undefined) return simple
  try {
    const [cells] = parse(line, { delimiter: separator, relax_column_count: true, trim: true })
    return Array.isArray(cells) && cells.every((cell) => typeof cell === 'string') ? cells : undefined
  } catch {
    return undefined
  }
}

/** Lines in which each quoted cell is quoted as a whole and holds no quote; undefined for all others, which go to the full parser (22 us a line). */
function splitSimpleQuotes(line: string, separator: string): string[] | undefined {
  const cells: string[] = []
  for (let from = 0; from <= line.length; ) {
    const isQuoted = line.charCodeAt(from) === 34
    const end = isQuoted ? line.indexOf('"', from + 1) + 1 : line.indexOf(separator, from)
    const stop = end < 0 ? line.length : end
    if (isQuoted && (stop === 0 || (stop < line.length && line[stop] !== separator))) return undefined
    const cell = isQuoted ? line.slice(from + 1, stop - 1) : line.slice(from, stop)
    if (!isQuoted && cell.includes('"')) return undefined
    cells.push(cell)
    from = stop + 1
  }
  return cells
}

/** The first separator (rare ones first) that cuts most lines into one same number of at least four cells. */
function findSeparator(lines: readonly string[]): string {
  for (const separator of separators) {
    const common = mostCommon(lines.map((line) => splitLine(line, separator)?.length ?? 0))
    if (common !== undefined && common.value >= 4 && common.count >= common.of * 0.6) return separator
  }
  return ','
}

/** Mostly words, as a header has them; JSON text in a log line is not one. */
function isNames(cells: readonly string[]): boolean {
  const isName = (cell: string) =>
    /[a-z]/i.test(cell) && cell.length <= 60 && !/[{}[\]]/.test(cell) && Number.isNaN(Number(cell)) && Number.isNaN(Date.parse(cell))
  return cells.filter(isName).length > cells.length / 2
}
