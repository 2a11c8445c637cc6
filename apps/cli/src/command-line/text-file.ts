import { closeSync, openSync, writeSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { UsageError } from './exit.ts'

/** A file that is written piece by piece. */
export interface TextFile {
  write(text: string): void
  close(): void
}

const chunkLength = 1 << 18

/** Opens a file for writing, gzipped where its name ends in .gz; one that cannot be written is a usage error. */
export function openTextFile(path: string): TextFile {
  let file: number
  try {
    file = openSync(path, 'w')
  } catch (cause) {
    throw new UsageError(`Cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  let waiting = ''
  const flush = () => {
    if (waiting === '') return
    // A gzip file may be a chain of gzip members.
    const bytes = path.endsWith('.gz') ? gzipSync(waiting) : Buffer.from(waiting)
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    waiting = ''
  }
  return {
    write(text) {
      waiting += text
      if (waiting.length >= chunkLength) flush()
    },
    close() {
      flush()
      closeSync(file)
    },
  }
}
