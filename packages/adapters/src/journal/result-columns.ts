import { z } from 'zod'
import type { RunResult } from './run-record.ts'

const layoutSchema = z.array(z.object({ name: z.string(), length: z.int().min(0) }))
const metaSchema = z.object({ meta: z.unknown(), columns: layoutSchema })

/** Columns one behind the other as little-endian doubles, which every supported machine has in memory. */
export function packColumns(columns: Readonly<Record<string, Float64Array>>): {
  readonly layout: z.output<typeof layoutSchema>
  readonly bytes: Uint8Array
} {
  const layout = Object.entries(columns).map(([name, column]) => ({ name, length: column.length }))
  const all = new Float64Array(layout.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const column of Object.values(columns)) {
    all.set(column, offset)
    offset += column.length
  }
  return { layout, bytes: new Uint8Array(all.buffer) }
}

export function unpackColumns(metaText: string, bytes: Uint8Array): RunResult {
  const { meta, columns: layout } = metaSchema.parse(JSON.parse(metaText))
  // Copied: a Buffer of SQLite need not begin at a multiple of 8.
  const all = new Float64Array(Uint8Array.from(bytes).buffer)
  let offset = 0
  const columns: Record<string, Float64Array> = {}
  for (const { name, length } of layout) {
    columns[name] = all.slice(offset, offset + length)
    offset += length
  }
  return { meta, columns }
}
