import { closeSync, openSync, writeSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { UsageError } from '../command-line/exit.ts'

/** A column: a header and the text of each row; empty text = no value. */
export interface CsvColumn {
  readonly name: string
  readonly cell: (row: number) => string
}

const rowsPerChunk = 5000

/** Writes rows in chunks, gzipped where the name ends in .gz (a gzip file may be a chain of gzip members). */
export function writeCsv(path: string, columns: readonly CsvColumn[], rows: number): void {
  let file: number
  try {
    file = openSync(path, 'w')
  } catch (cause) {
    throw new UsageError(`Cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  const write = (text: string) => writeSync(file, path.endsWith('.gz') ? gzipSync(text) : Buffer.from(text))
  try {
    let text = `${columns.map(({ name }) => quoted(name)).join(',')}\n`
    for (let row = 0; row < rows; row += 1) {
      text += `${columns.map(({ cell }) => cell(row)).join(',')}\n`
      if (row % rowsPerChunk !== rowsPerChunk - 1) continue
      write(text)
      text = ''
    }
    if (text !== '') write(text)
  } finally {
    closeSync(file)
  }
}

/** Text as a CSV field: quoted where it has to be. */
export function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
