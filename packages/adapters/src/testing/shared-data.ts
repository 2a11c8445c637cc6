import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder with real market data beside the repository (or STRATEGRAPH_SHARED_DATA); undefined where it is absent. */
export function sharedDataFolder(): string | undefined {
  const named = process.env['STRATEGRAPH_SHARED_DATA']
  if (named !== undefined) return existsSync(named) ? named : undefined
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'shared', 'data')
    if (existsSync(join(candidate, 'MANIFEST.csv'))) return candidate
    if (dirname(folder) === folder) return undefined
  }
}

export const sharedData = sharedDataFolder()

/** Put into the name of a suite that needs the folder, so that a skip explains itself. */
export const needsSharedData = sharedData === undefined ? ' (skipped: ../shared/data is absent, set STRATEGRAPH_SHARED_DATA)' : ''

export function sharedFile(path: string): Buffer {
  if (sharedData === undefined) throw new Error('the shared data folder is absent')
  return readFileSync(join(sharedData, path))
}
