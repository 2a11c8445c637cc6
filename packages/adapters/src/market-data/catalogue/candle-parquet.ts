import { type BarColumns, barColumns, barFields } from '@strategraph/market-model'

/** Columns as one Parquet file that DuckDB and pandas read too: `time` is the close, a timestamp in ms UTC; the rest are doubles. */
export async function candlesToParquet(columns: BarColumns): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  const time = BigInt64Array.from(columns.time, (value) => BigInt(Math.round(value)))
  const column = (name: string, data: Float64Array) => ({ name, data, type: 'DOUBLE' as const, nullable: false })
  const columnData = barFields.map((field) =>
    field === 'time' ? { name: field, data: time, type: 'TIMESTAMP' as const, nullable: false } : column(field, columns[field]),
  )
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 100_000 }))
}

/** Columns of a Parquet file written by `candlesToParquet`; throws where a column is missing or short. */
export async function candlesFromParquet(bytes: Uint8Array): Promise<BarColumns> {
  const { parquetMetadataAsync, parquetRead } = await import('hyparquet')
  const copy = Uint8Array.from(bytes).buffer
  const file = { byteLength: copy.byteLength, slice: (start: number, end?: number) => copy.slice(start, end) }
  const metadata = await parquetMetadataAsync(file)
  const length = Number(metadata.num_rows)
  const columns = barColumns(length)
  const filled = new Map<string, number>()
  await parquetRead({
    file,
    metadata,
    columns: [...barFields],
    // The default parser makes a Date of every row.
    parsers: { timestampFromMilliseconds: Number },
    onChunk({ columnName, columnData, rowStart }) {
      const field = barFields.find((each) => each === columnName)
      if (field === undefined) return
      const target = columns[field]
      for (let row = 0; row < columnData.length; row += 1) target[rowStart + row] = Number(columnData[row])
      filled.set(field, (filled.get(field) ?? 0) + columnData.length)
    },
  })
  for (const field of barFields)
    if (filled.get(field) !== length) throw new RangeError(`column ${field} has ${filled.get(field) ?? 0} of ${length} rows`)
  return columns
}
