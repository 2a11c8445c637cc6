import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const main = resolve(import.meta.dirname, '../../src/main.ts')

export interface CliResult {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

/** Runs the command line program as a process of its own, as a user's script does. */
export function strategraph(...args: readonly string[]): CliResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
  return { code: status, out: stdout, error: stderr }
}
