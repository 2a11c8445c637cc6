import { openTextFile } from '../command-line/text-file.ts'

/** A column: a header and the text of each row; empty text = no value. */
export interface CsvColumn {
  readonly name: string
  readonly cell: (row: number) => string
}

/** Writes rows, gzipped where the name ends in .gz. */
export function writeCsv(path: string, columns: readonly CsvColumn[], rows: number): void {
  const file = openTextFile(path)
  try {
    file.write(`${columns.map(({ name }) => quoted(name)).join(',')}\n`)
    for (let row = 0; row < rows; row += 1) file.write(`${columns.map(({ cell }) => cell(row)).join(',')}\n`)
  } finally {
    file.close()
  }
}

/** Text as a CSV field: quoted where it has to be. */
export function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
