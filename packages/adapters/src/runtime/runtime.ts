import { enableCompileCache, getCompileCacheDir } from 'node:module'
import { dirname, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'

/** Among what is installed and not in the folder for temporary files, where everybody can write. NODE_COMPILE_CACHE chooses another one. */
export const compiledCodeFolder = resolve(import.meta.dirname, '../../../../node_modules/.cache/compiled')

/** Switches off parts of V8 that now and then end a whole process on a busy machine, with no word to the code in it (runtime.decision.md). */
export const engineFlags = ['--no-maglev', '--no-wasm-code-gc'] as const

/** First thing in a program of ours, before it loads the rest: sets V8 up, and keeps what it compiled for the next start. */
export function prepareRuntime(): void {
  for (const flag of engineFlags) setFlagsFromString(flag)
  // Where it cannot be written to, the programs start without.
  enableCompileCache(compiledCodeFolder)
}

/** The whole environment of a thread: nothing of the process's (it holds secrets), only where compiled code is kept. */
export function threadEnvironment(): Record<string, string> {
  // Node names the folder of its own version inside of the one it was given.
  const versioned = getCompileCacheDir()
  return versioned === undefined ? {} : { NODE_COMPILE_CACHE: dirname(versioned) }
}
