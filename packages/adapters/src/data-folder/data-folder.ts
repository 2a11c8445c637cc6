import { chmod, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Checked, Problem } from '@strategraph/strategy-core'
import { type AdapterConfig, parseAdapterConfig } from './config.ts'
import { ensureFolder, readIfThere } from './durable-file.ts'
import { type FolderLock, lockDataFolder } from './lock-folder.ts'

/** Where everything lies that the product keeps. All folders 0700, all files 0600. */
export interface DataFolder {
  readonly path: string
  readonly workflows: string
  readonly candles: string
  readonly tokens: string
  readonly journal: string
  readonly settings: string
  readonly launchToken: string
  readonly promptTape: string
}

/** STRATEGRAPH_DATA, or `.strategraph` in the home folder. One place on every system, so that backups and docs can name it. */
export function dataFolderPath(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment['STRATEGRAPH_DATA']
  return named === undefined || named === '' ? join(homedir(), '.strategraph') : resolve(named)
}

/** Creates what is missing. Refuses a folder that is no folder or cannot be written; makes one that others can read private, with a warning. */
export async function openDataFolder(path: string): Promise<Checked<DataFolder>> {
  const folder: DataFolder = {
    path,
    workflows: join(path, 'workflows'),
    candles: join(path, 'candles'),
    tokens: join(path, 'tokens'),
    journal: join(path, 'journal.sqlite'),
    settings: join(path, 'settings.json'),
    launchToken: join(path, 'launch-token'),
    promptTape: join(path, 'prompts.jsonl'),
  }
  try {
    for (const each of [path, folder.workflows, folder.candles, folder.tokens]) await ensureFolder(each)
    return { ok: true, value: folder, warnings: await makePrivate(path) }
  } catch (cause) {
    const message = `The data folder cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`
    return {
      ok: false,
      problems: [
        {
          path: ['dataFolder'],
          code: 'DATA_FOLDER_UNUSABLE',
          message,
          severity: 'error',
          expected: 'a folder that can be written',
          received: path,
        },
      ],
    }
  }
}

async function makePrivate(path: string): Promise<Problem[]> {
  if (process.platform === 'win32') return []
  const { mode } = await stat(path)
  if ((mode & 0o077) === 0) return []
  await chmod(path, 0o700)
  const message = 'Other users of this machine could read the data folder; it is private now.'
  return [
    {
      path: ['dataFolder'],
      code: 'DATA_FOLDER_WAS_OPEN',
      message,
      severity: 'warning',
      expected: '0700',
      received: `0${(mode & 0o777).toString(8)}`,
    },
  ]
}

/** Text of `config.json`; undefined where there is none. */
export function readConfigText(folder: DataFolder): Promise<string | undefined> {
  return readIfThere(join(folder.path, 'config.json'))
}

/** What adapters need of `config.json` and the environment; CONFIG_NOT_JSON or CONFIG_INVALID where the file is wrong. */
export async function readAdapterConfig(
  folder: DataFolder,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Checked<AdapterConfig>> {
  return parseAdapterConfig(await readConfigText(folder), environment)
}

export { type FolderLock, lockDataFolder }
