import { done, refuse, type Step } from './file-problem.ts'
import type { Cell } from './read-number.ts'
import { type RawTable, sampleSize } from './raw-table.ts'

/** Feather v2 (Arrow IPC, plain or LZ4) as freqtrade writes it. Arrow is loaded only here: it costs 0.4 s. */
export async function featherTable(bytes: Uint8Array, limit: number): Promise<Step<RawTable>> {
  const [arrow, lz4] = await Promise.all([import('apache-arrow'), import('./lz4.ts')])
  try {
    arrow.compressionRegistry.set(arrow.CompressionType.LZ4_FRAME, { decode: (data) => lz4.unpackLz4(data, limit) })
    const table = arrow.tableFromIPC(bytes)
    const header = table.schema.fields.map(({ name }) => name)
    const columns = header.map((name) => table.getChild(name))
    const rowAt = (row: number) => columns.map((column) => cellOf(column?.get(row)))
    return done({
      known: { layout: 'Feather (Arrow)', reason: 'an Arrow file that names its columns' },
      header,
      width: header.length,
      sample: Array.from({ length: Math.min(sampleSize, table.numRows) }, (_, row) => rowAt(row)),
      notes: [],
      visit: (visitor) => {
        for (let row = 0; row < table.numRows; row += 1) visitor.row(rowAt(row), row + 1)
      },
    })
  } catch (cause) {
    return refuse('FILE_DAMAGED', 'The feather file is cut, damaged or compressed in a way that is not supported (LZ4 and plain are).', {
      received: cause instanceof Error ? cause.message : String(cause),
    })
  }
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'string') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Date) return value.getTime()
  return value === null || value === undefined ? null : JSON.stringify(value)
}
