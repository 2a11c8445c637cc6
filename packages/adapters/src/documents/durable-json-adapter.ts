import type { Adapter } from 'lowdb'
import { readIfThere, writeDurably } from '../data-folder/durable-file.ts'

/** Text that is no JSON, or not of the expected shape: torn, empty, or written by something else. */
export class DamagedFileError extends Error {
  readonly code = 'FILE_DAMAGED'
}

/**
 * lowdb's own writer does not fsync and leaves files world-readable; this adapter does neither. `parse` returns undefined
 * for what it does not understand. Numbers that JSON cannot hold (NaN becomes null) are refused instead of lost.
 */
export function durableJsonAdapter<Data>(path: string, parse: (value: unknown) => Data | undefined): Adapter<Data> {
  return {
    async read() {
      const text = await readIfThere(path)
      if (text === undefined) return null
      const data = parse(parseJson(text, path))
      if (data === undefined) throw new DamagedFileError(`not of the expected shape: ${path}`)
      return data
    },
    write: (data) => writeDurably(path, `${JSON.stringify(data, refuseLoss, 2)}\n`),
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch (cause) {
    throw new DamagedFileError(`no JSON (${text.length} characters): ${path}`, { cause })
  }
}

function refuseLoss(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${key} is ${value}, which JSON cannot hold`)
  return value
}
