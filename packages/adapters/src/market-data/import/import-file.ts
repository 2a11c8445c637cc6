import type { Bar, BarColumns, Interval } from '@strategraph/market-model'
import { barAt, parseDecimal } from '@strategraph/market-model'
import type { Checked, Problem } from '@strategraph/strategy-core'
import { assembleBars } from './assemble-bars.ts'
import { type ColumnMapping, describeColumns, mapColumns } from './column-mapping.ts'
import { csvTable } from './csv-table.ts'
import { done, fileError, fileWarning, refuse, type Step } from './file-problem.ts'
import { intervalOfName } from './find-interval.ts'
import { type ImportOptions, maxFileBytes } from './import-options.ts'
import { type Detection, type ImportReport, rowFaults } from './import-report.ts'
import { jsonTable } from './json-table.ts'
import { type OpenedFile, openFile } from './open-file.ts'
import { problemList } from './problem-list.ts'
import type { RawTable } from './raw-table.ts'
import { readRows } from './read-rows.ts'
import { detectDecimal, symbolHint } from './text-habits.ts'
import { inferTickSize } from './tick-size.ts'
import { type DetectedTime, detectTime } from './time-format.ts'

/** Candles of a file; `columns.time` is the CLOSE of each bar. */
export interface ImportedCandles {
  readonly columns: BarColumns
  readonly interval: Interval
  /** Decimal text. */
  readonly tickSize: string
  readonly detection: Detection
  readonly report: ImportReport
}

/** What the user sees before deciding. `blocking` lists what `importFile` would refuse with the same options. */
export interface ImportPreview {
  readonly detection: Detection
  readonly report: ImportReport
  /** First rows as the file has them. */
  readonly firstRows: readonly (readonly string[])[]
  readonly firstBars: readonly Bar[]
  readonly blocking: readonly Problem[]
}

/** Reads a file without keeping it: detection, first rows and the full report. Refused where no candles can be seen in it at all. */
export async function previewFile(bytes: Uint8Array, fileName: string, options: ImportOptions = {}): Promise<Checked<ImportPreview>> {
  const analysed = await analyse(bytes, fileName, options)
  if (!analysed.ok) return { ok: false, problems: [analysed.problem] }
  const { candles, table, blocking, warnings } = analysed.value
  const { detection, report, columns } = candles
  const firstRows = table.sample.slice(0, 5).map((row) => row.map((cell) => String(cell ?? '')))
  const firstBars = Array.from({ length: Math.min(5, columns.time.length) }, (_, row) => barAt(columns, row))
  return { ok: true, value: { detection, report, firstRows, firstBars, blocking }, warnings }
}

/** Reads the candles of a file. With wrong rows in it only with `acceptProblems`; these rows are then left out and listed. */
export async function importFile(bytes: Uint8Array, fileName: string, options: ImportOptions = {}): Promise<Checked<ImportedCandles>> {
  const analysed = await analyse(bytes, fileName, options)
  if (!analysed.ok) return { ok: false, problems: [analysed.problem] }
  const { candles, blocking, warnings } = analysed.value
  return blocking.length > 0 ? { ok: false, problems: [...blocking, ...warnings] } : { ok: true, value: candles, warnings }
}

interface Analysis {
  readonly candles: ImportedCandles
  readonly table: RawTable
  readonly blocking: readonly Problem[]
  readonly warnings: readonly Problem[]
}

async function analyse(bytes: Uint8Array, fileName: string, options: ImportOptions): Promise<Step<Analysis>> {
  const opened = openFile(bytes)
  if (!opened.ok) return opened
  const read = await readTable(opened.value)
  if (!read.ok) return read
  const table = read.value
  if (table.sample.length === 0) {
    if (table.header === undefined)
      return refuse('LAYOUT_UNKNOWN', 'The lines of this file are not rows of a table.', { expected: 'CSV, JSON or feather with candles' })
    return refuse('NO_BARS', 'The file holds a header but no rows.', { received: table.header.join(', ') })
  }
  const mapped = mapColumns(table, fileName, options)
  if (!mapped.ok) return mapped
  const time = detectTime(table, mapped.value, options)
  if (!time.ok) return time
  const decimal = detectDecimal(table, mapped.value, options)
  if (!decimal.ok) return decimal
  return buildAnalysis({ opened: opened.value, table, mapping: mapped.value, time: time.value, decimal: decimal.value, fileName, options })
}

async function readTable(file: OpenedFile): Promise<Step<RawTable>> {
  if (file.kind === 'feather') {
    const { featherTable } = await import('./feather-table.ts')
    return featherTable(file.bytes, maxFileBytes)
  }
  const start = (file.text.pieces().next().value ?? '').trimStart().charAt(0)
  return start === '[' || start === '{' ? jsonTable(file.text.whole()) : done(csvTable(file.text))
}

interface Found {
  readonly opened: OpenedFile
  readonly table: RawTable
  readonly mapping: ColumnMapping
  readonly time: DetectedTime
  readonly decimal: '.' | ','
  readonly fileName: string
  readonly options: ImportOptions
}

function buildAnalysis(found: Found): Step<Analysis> {
  const { table, mapping, time, options, fileName, opened } = found
  const problems = problemList()
  const read = readRows(table, mapping, time.format, found.decimal, problems)
  const { rows, unfinished } = withoutUnfinished(read.rows, table)
  if (rows.length === 0) return refuse('NO_BARS', 'No row of the file could be read as a bar.', { received: firstFault(problems.finish()) })
  const { interval: chosen } = options
  const assembled = assembleBars(rows, problems, {
    ...(chosen === undefined ? {} : { interval: chosen }),
    stampsAreBarEnd: options.stampsAreBarEnd === true,
    hasVolume: mapping.at.volume !== undefined,
  })
  if (!assembled.ok) return assembled
  const tick = inferTickSize(read.decimals)
  const { columns, found: interval, order, gaps } = assembled.value
  const length = columns.time.length
  const toOpen = interval.ms
  const collected = problems.finish()
  const report: ImportReport = {
    rowsRead: read.rowsRead,
    barsKept: length,
    rowsLeftOut: read.rowsRead - length,
    ...collected,
    gaps,
    order,
    ...(length > 0 ? { from: (columns.time[0] ?? 0) - toOpen, to: (columns.time[length - 1] ?? 0) - toOpen } : {}),
    notes: table.notes,
  }
  const hint = symbolHint(table, mapping, fileName)
  const detection: Detection = {
    layout: mapping.layout,
    layoutReason: mapping.layoutReason,
    compression: opened.compression,
    encoding: opened.kind === 'text' ? opened.encoding : 'Arrow',
    ...(table.separator === undefined ? {} : { separator: table.separator }),
    columns: describeColumns(mapping, table),
    time: { format: time.text, reason: time.reason },
    interval: interval.interval,
    intervalReason: interval.reason,
    tickSize: options.tickSize ?? tick.tickSize,
    ...(hint === undefined ? {} : { symbolHint: hint }),
  }
  const warnings = [
    ...(unfinished > 0 ? [fileWarning('UNFINISHED_BAR_DROPPED', `${unfinished} bar at the end is not finished and was left out.`)] : []),
    ...(time.zoneAssumed ? [fileWarning('ZONE_ASSUMED', 'The times name no zone; they are read as UTC.', { received: time.text })] : []),
    ...(tick.tooFine > 0
      ? [
          fileWarning('PRICES_TOO_FINE', `${tick.tooFine} prices have more decimals than the tick size ${tick.tickSize}.`, {
            option: 'tickSize',
          }),
        ]
      : []),
    ...(interval.share < 0.5 ? [fileWarning('INTERVAL_UNSURE', `Only ${interval.reason}.`, { option: 'interval' })] : []),
    ...nameWarning(fileName, interval.ms, interval.interval),
    ...(mapping.at.volume === undefined && options.missingVolume === 'zero'
      ? [fileWarning('VOLUME_SET_TO_ZERO', 'The file has no volume; 0 is written for every bar, so nodes that use volume say nothing.')]
      : []),
  ]
  const candles: ImportedCandles = { columns, interval: interval.interval, tickSize: detection.tickSize, detection, report }
  return done({ candles, table, warnings, blocking: blockingProblems(report, mapping, options) })
}

function blockingProblems(report: ImportReport, mapping: ColumnMapping, options: ImportOptions): Problem[] {
  const blocking: Problem[] = []
  if (mapping.at.volume === undefined && options.missingVolume === undefined) {
    const message = 'The file has no volume column. Name one, or accept that the volume is 0 in every bar.'
    blocking.push(
      fileError('VOLUME_MISSING', message, {
        option: 'missingVolume',
        expected: 'a volume column, or missingVolume: zero',
        received: mapping.names.join(', '),
      }),
    )
  }
  if (options.tickSize !== undefined && !isPositiveDecimal(options.tickSize)) {
    blocking.push(
      fileError('TICK_SIZE_INVALID', 'The tick size must be a decimal number above 0.', { option: 'tickSize', received: options.tickSize }),
    )
  }
  if (report.errors > 0 && options.acceptProblems !== true) {
    const kinds = Object.entries(report.counts).flatMap(([code, count]) => (isError(code) ? [`${code} ${count}`] : []))
    const message = `${report.errors} rows are wrong. Mend the file, or accept that they are left out.`
    blocking.push(
      fileError('PROBLEMS_NOT_ACCEPTED', message, { option: 'acceptProblems', expected: 'no wrong rows', received: kinds.join(', ') }),
    )
  }
  return blocking
}

const isError = (code: string) => Object.entries(rowFaults).some(([name, severity]) => name === code && severity === 'error')

function isPositiveDecimal(text: string): boolean {
  try {
    return parseDecimal(text).mantissa > 0n
  } catch {
    return false
  }
}

function nameWarning(fileName: string, ms: number, interval: Interval): Problem[] {
  const claimed = intervalOfName(fileName)
  if (claimed === undefined || claimed.ms === ms) return []
  const message = `The file name says ${claimed.text}, but its bars are ${interval} apart. The content wins.`
  return [fileWarning('NAME_DISAGREES', message, { expected: claimed.text, received: interval })]
}

const firstFault = ({ problems }: { readonly problems: ImportReport['problems'] }) =>
  problems[0] === undefined ? 'no rows' : `line ${problems[0].line}: ${problems[0].message}`

function withoutUnfinished<Rows extends { readonly length: number; readonly stamp: Float64Array }>(
  rows: Rows,
  table: RawTable,
): { rows: Rows; unfinished: number } {
  const last = table.lastFinishedSecond
  if (last === undefined) return { rows, unfinished: 0 }
  let length = rows.length
  while (length > 0 && (rows.stamp[length - 1] ?? 0) > last * 1000) length -= 1
  return { rows: { ...rows, length }, unfinished: rows.length - length }
}
