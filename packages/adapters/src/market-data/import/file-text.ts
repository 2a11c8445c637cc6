import { isAscii } from 'node:buffer'

/** The text of a file without the blanks at its end. */
export interface FileText {
  /** The text in order, cut at line ends, so that minutes of years need not be in memory twice. */
  pieces(): Generator<string, void>
  /** Line ends and the last line; the text has no more lines than this. */
  readonly lines: number
  whole(): string
}

const pieceBytes = 1 << 20
const [lineFeed, carriageReturn, blank, tab] = [10, 13, 32, 9]

/** Text that was decoded already, as one piece. */
export function decodedText(text: string): FileText {
  const trimmed = text.trimEnd()
  let lines = 1
  for (let at = trimmed.indexOf('\n'); at >= 0; at = trimmed.indexOf('\n', at + 1)) lines += 1
  return {
    *pieces() {
      yield trimmed
    },
    lines,
    whole: () => trimmed,
  }
}

/** Bytes that are all ASCII, as nearly every file of candles, decoded piece by piece; undefined for others. */
export function asciiText(bytes: Uint8Array): FileText | undefined {
  if (!isAscii(bytes)) return undefined
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = trimmedEnd(buffer)
  let lines = 1
  for (let at = buffer.indexOf(lineFeed); at >= 0 && at < end; at = buffer.indexOf(lineFeed, at + 1)) lines += 1
  return {
    *pieces() {
      for (let from = 0; from < end; ) {
        const cut = from + pieceBytes < end ? buffer.indexOf(lineFeed, from + pieceBytes) : -1
        const next = cut < 0 || cut >= end ? end : cut + 1
        yield buffer.toString('latin1', from, next)
        from = next
      }
    },
    lines,
    whole: () => buffer.toString('latin1', 0, end),
  }
}

function trimmedEnd(buffer: Buffer): number {
  const blanks = [lineFeed, carriageReturn, blank, tab]
  let end = buffer.length
  while (end > 0 && blanks.includes(buffer[end - 1] ?? 0)) end -= 1
  return end
}
