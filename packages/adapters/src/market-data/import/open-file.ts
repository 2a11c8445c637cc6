import { gunzipSync } from 'node:zlib'
import { done, refuse, type Step } from './file-problem.ts'
import { asciiText, decodedText, type FileText } from './file-text.ts'
import { maxFileBytes } from './import-options.ts'

export type OpenedFile = { readonly compression: 'none' | 'gzip' } & (
  | { readonly kind: 'text'; readonly text: FileText; readonly encoding: string }
  | { readonly kind: 'feather'; readonly bytes: Uint8Array }
)

const startsWith = (bytes: Uint8Array, ...prefix: readonly number[]) => prefix.every((byte, index) => bytes[index] === byte)
const megabytes = (count: number) => `${Math.round(count / 1024 / 1024)} MB`

/** Unpacks gzip and finds out, from the content alone, whether the file is text (and in which encoding) or Arrow/feather. */
export function openFile(bytes: Uint8Array, limit: number = maxFileBytes): Step<OpenedFile> {
  if (bytes.length === 0)
    return refuse('FILE_EMPTY', 'The file is empty (0 bytes); download it again.', { expected: 'candles', received: '0 bytes' })
  if (bytes.length > limit) return tooLarge(limit, megabytes(bytes.length))
  if (startsWith(bytes, 0x1f, 0x8b)) return openGzip(bytes, limit)
  return openPlain(bytes, 'none')
}

function openGzip(bytes: Uint8Array, limit: number): Step<OpenedFile> {
  try {
    const plain = gunzipSync(bytes, { maxOutputLength: limit })
    if (plain.length === 0) return refuse('FILE_EMPTY', 'The gzip file holds nothing; download it again.', { received: '0 bytes' })
    return openPlain(plain, 'gzip')
  } catch (cause) {
    if (cause instanceof RangeError) return tooLarge(limit, 'more when unpacked')
    return refuse('FILE_DAMAGED', 'The gzip file is cut or damaged; download it again.', {
      received: cause instanceof Error ? cause.message : String(cause),
    })
  }
}

function tooLarge(limit: number, received: string): Step<OpenedFile> {
  return refuse('FILE_TOO_LARGE', `The file is larger than ${megabytes(limit)}; split it by year.`, {
    expected: `at most ${megabytes(limit)}`,
    received,
  })
}

function openPlain(bytes: Uint8Array, compression: 'none' | 'gzip'): Step<OpenedFile> {
  if (startsWith(bytes, 0x41, 0x52, 0x52, 0x4f, 0x57, 0x31)) return done({ kind: 'feather', bytes, compression })
  if (startsWith(bytes, 0x46, 0x45, 0x41, 0x31)) {
    return refuse('LAYOUT_UNKNOWN', 'This is a feather file of version 1; save it again as feather 2 or as CSV.', { received: 'FEA1' })
  }
  if (startsWith(bytes, 0x50, 0x4b) || startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd) || startsWith(bytes, 0x42, 0x5a, 0x68)) {
    return refuse('FILE_IS_ARCHIVE', 'This is an archive or a spreadsheet; unpack it and import the CSV inside.', {
      expected: 'CSV, JSON, feather or .gz',
    })
  }
  const notText = () =>
    refuse('FILE_NOT_TEXT', 'The file is neither text nor feather.', {
      expected: 'CSV, JSON or feather, plain or .gz',
      received: 'binary data',
    })
  const ascii = asciiText(bytes)
  if (ascii !== undefined && bytes.includes(0)) return notText()
  const decoded = ascii === undefined ? decodeText(bytes) : { text: ascii, encoding: 'UTF-8' }
  if (decoded === undefined) return notText()
  if ((decoded.text.pieces().next().value ?? '').trim() === '')
    return refuse('FILE_EMPTY', 'The file holds only blank lines.', { received: `${bytes.length} bytes` })
  return done({ kind: 'text', compression, ...decoded })
}

function decodeText(bytes: Uint8Array): { text: FileText; encoding: string } | undefined {
  const decoded = decodeWhole(bytes)
  // A NUL says binary data in every encoding.
  return decoded === undefined || decoded.text.includes('\0') ? undefined : { ...decoded, text: decodedText(decoded.text) }
}

function decodeWhole(bytes: Uint8Array): { text: string; encoding: string } | undefined {
  const decode = (label: string, fatal: boolean) => {
    try {
      return new TextDecoder(label, { fatal }).decode(bytes) // removes the byte order mark
    } catch {
      return undefined
    }
  }
  if (startsWith(bytes, 0xff, 0xfe)) return { text: decode('utf-16le', false) ?? '', encoding: 'UTF-16' }
  if (startsWith(bytes, 0xfe, 0xff)) return { text: decode('utf-16be', false) ?? '', encoding: 'UTF-16' }
  const utf8 = decode('utf-8', true)
  if (utf8 !== undefined) return { text: utf8, encoding: startsWith(bytes, 0xef, 0xbb, 0xbf) ? 'UTF-8 with byte order mark' : 'UTF-8' }
  const latin = decode('windows-1252', false)
  return latin === undefined ? undefined : { text: latin, encoding: 'Windows-1252' }
}
