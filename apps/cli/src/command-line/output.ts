import { writeSync } from 'node:fs'

/** Results go to stdout, everything about them (progress, problems) to stderr, so that pipes carry results only. */
export const say = {
  out: (text: string) => writeAll(1, `${text}\n`),
  /** Without a line end: part of a result that is written piece by piece. */
  part: (text: string) => writeAll(1, text),
  error: (text: string) => writeAll(2, `${text}\n`),
  json: (value: unknown) => writeAll(1, `${JSON.stringify(value, undefined, 2)}\n`),
  jsonLine: (value: unknown) => writeAll(1, `${JSON.stringify(value)}\n`),
}

/** Synchronous: nothing is lost when the process ends, and a slow reader slows us down instead of filling our memory. */
function writeAll(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text)
  let at = 0
  while (at < bytes.length) {
    try {
      at += writeSync(descriptor, bytes, at)
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
      // The reader of the pipe is full (try again) or has gone (head, less): then there is nobody left to write for.
      if (code === 'EPIPE') process.exit(0)
      if (code !== 'EAGAIN') throw cause
    }
  }
}

/** Progress on stderr: a line that rewrites itself in a terminal; elsewhere a line every few seconds, so that logs stay short. */
export function progressLine(label: string): (done: number) => void {
  if (process.stderr.isTTY) return (done) => process.stderr.write(`\r${label} ${percent(done)}${done >= 1 ? '\n' : ''}`)
  let next = performance.now() + quietMs
  return (done) => {
    if (performance.now() < next) return
    next = performance.now() + quietMs
    say.error(`${label} ${percent(done)}`)
  }
}

const quietMs = 2000
const percent = (done: number) => `${Math.round(done * 100)} %`
