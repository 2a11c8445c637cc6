import { readFile, rename, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { type BarColumns, barFields } from '@strategraph/market-model'
import { isMissing } from '../../data-folder/durable-file.ts'

/**
 * Raw columns beside the Parquet file: 15 times faster to load. Only a cache: a file that is missing, cut, damaged or of
 * another dataset version is ignored and made again. Layout: 8 doubles (magic, rows, CRC of the data, CRC of the key, 4 unused), then the columns.
 */
const headLength = 8
const magic = 7_311_967_041

const keyNumber = (key: string) => crc32(key)

/** `key` names the exact content (the hash of the Parquet file). `shared` puts the columns into memory that workers can read. */
export async function readColumnCache(
  path: string,
  key: string,
  { shared }: { readonly shared: boolean },
): Promise<BarColumns | undefined> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    if (isMissing(cause)) return undefined
    throw cause
  })
  if (bytes === undefined || bytes.length < headLength * 8 || bytes.length % 8 !== 0) return undefined
  const memory = shared ? new SharedArrayBuffer(bytes.length) : new ArrayBuffer(bytes.length)
  new Uint8Array(memory).set(bytes)
  const all = new Float64Array(memory)
  const [found, rows = 0, dataSum, keySum] = all
  if (found !== magic || keySum !== keyNumber(key) || all.length !== headLength + rows * barFields.length) return undefined
  if (dataSum !== crc32(bytes.subarray(headLength * 8))) return undefined
  const column = (index: number) => all.subarray(headLength + index * rows, headLength + (index + 1) * rows)
  return { time: column(0), open: column(1), high: column(2), low: column(3), close: column(4), volume: column(5) }
}

export async function writeColumnCache(path: string, key: string, columns: BarColumns): Promise<void> {
  const rows = columns.time.length
  const all = new Float64Array(headLength + rows * barFields.length)
  barFields.forEach((field, index) => all.set(columns[field], headLength + index * rows))
  const bytes = new Uint8Array(all.buffer)
  all.set([magic, rows, crc32(bytes.subarray(headLength * 8)), keyNumber(key)])
  const temporary = `${path}.${randomUUID()}.tmp`
  await writeFile(temporary, bytes, { mode: 0o600 })
  await rename(temporary, path)
}
