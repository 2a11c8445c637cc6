import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { dataFolderPath, lockDataFolder, openDataFolder, readAdapterConfig } from './data-folder.ts'
import { writeDurably } from './durable-file.ts'

const open = async (path: string) => {
  const opened = await openDataFolder(path)
  if (!opened.ok) throw new Error('refused')
  return opened
}

/** A real second process that takes the lock and then waits. */
async function lockingProcess(folder: string): Promise<ChildProcess> {
  const script = `
    import { lockDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'lock-folder.ts'))}
    const lock = await lockDataFolder(process.argv[1])
    process.stdout.write(lock.ok ? 'locked' : 'refused')
    setInterval(() => lock, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [answer] = await once(child.stdout ?? child, 'data')
  expect(String(answer)).toBe('locked')
  return child
}

describe('data folder', () => {
  it('lies where STRATEGRAPH_DATA says, else in the home folder', () => {
    expect(dataFolderPath({ STRATEGRAPH_DATA: '/somewhere/else' })).toBe('/somewhere/else')
    expect(dataFolderPath({ STRATEGRAPH_DATA: '' })).toBe(join(homedir(), '.strategraph'))
  })

  it('creates itself and its subfolders for the owner only', async () => {
    const { value } = await open(join(await temporaryFolder(), 'deep', 'data'))
    for (const path of [value.path, value.workflows, value.candles, value.tokens]) expect((await stat(path)).mode & 0o777).toBe(0o700)
  })

  it('makes a folder that others could read private, and says so', async () => {
    const path = await temporaryFolder()
    await chmod(path, 0o755)
    expect((await open(path)).warnings.map(({ code }) => code)).toEqual(['DATA_FOLDER_WAS_OPEN'])
    expect((await stat(path)).mode & 0o777).toBe(0o700)
    expect((await open(path)).warnings).toEqual([])
  })

  it('refuses a path that is a file', async () => {
    const path = join(await temporaryFolder(), 'file')
    await writeFile(path, 'x')
    const opened = await openDataFolder(path)
    expect(opened.ok ? [] : opened.problems.map(({ code }) => code)).toEqual(['DATA_FOLDER_UNUSABLE'])
  })
})

describe('lockDataFolder', () => {
  it('a second process is refused with the first one named; kill -9 of the holder frees the folder', async () => {
    const folder = await temporaryFolder()
    const child = await lockingProcess(folder)
    const refused = await lockDataFolder(folder)
    expect(refused.ok ? '' : refused.problems[0]?.code).toBe('DATA_FOLDER_IN_USE')
    expect(refused.ok ? '' : refused.problems[0]?.message).toContain(`process ${child.pid}`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect((await lockDataFolder(folder)).ok).toBe(true)
  })

  it('a released lock can be taken again, also in the same process', async () => {
    const folder = await temporaryFolder()
    const first = await lockDataFolder(folder)
    expect((await lockDataFolder(folder)).ok).toBe(false)
    if (first.ok) first.value.release()
    expect((await lockDataFolder(folder)).ok).toBe(true)
  })

  it('of eight that come at once exactly one gets it', async () => {
    const folder = await temporaryFolder()
    const locks = await Promise.all(Array.from({ length: 8 }, () => lockDataFolder(folder)))
    expect(locks.filter(({ ok }) => ok)).toHaveLength(1)
  })
})

describe('readAdapterConfig', () => {
  const configOf = async (text: string | undefined, environment: Record<string, string> = {}) => {
    const { value: folder } = await open(await temporaryFolder())
    if (text !== undefined) await writeFile(join(folder.path, 'config.json'), text)
    return readAdapterConfig(folder, environment)
  }

  it('without a file nothing is configured', async () => {
    expect(await configOf(undefined)).toMatchObject({ ok: true, value: { llm: {}, exchanges: {} } })
  })

  it('environment variables win over the file; fields of the server are none of its business', async () => {
    const config = await configOf('{"port": 1, "llm": {"openaiApiKey": "file", "anthropicApiKey": "kept"}}', { OPENAI_API_KEY: 'env' })
    expect(config.ok && config.value.llm).toEqual({ openaiApiKey: 'env', anthropicApiKey: 'kept' })
  })

  it.each([
    ['{', 'CONFIG_NOT_JSON', ['config.json']],
    ['[]', 'CONFIG_NOT_JSON', ['config.json']],
    ['{"llm": {"key": 1}}', 'CONFIG_INVALID', ['llm']],
    ['{"llm": 7}', 'CONFIG_INVALID', ['llm']],
    ['{"llm": {"openaiBaseUrl": "no url"}}', 'CONFIG_INVALID', ['llm', 'openaiBaseUrl']],
    ['{"exchanges": {"kraken": {"publicUrl": 3}}}', 'CONFIG_INVALID', ['exchanges', 'kraken', 'publicUrl']],
  ])('%s is refused with a code and the path', async (text, code, path) => {
    const config = await configOf(text, { ANTHROPIC_API_KEY: 'x' })
    expect(config.ok ? [] : [config.problems[0]?.code, config.problems[0]?.path]).toEqual([code, path])
  })

  it('a problem never repeats a secret', async () => {
    const config = await configOf('{"llm": {"anthropicApiKey": ["sk-canary"], "openaiBaseUrl": "sk-canary"}}')
    expect(config.ok).toBe(false)
    expect(JSON.stringify(config)).not.toContain('sk-canary')
  })
})

describe('writeDurably', () => {
  it('many writers at once leave one whole file, private, and nothing else', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'a.json')
    await Promise.all(Array.from({ length: 20 }, (_, index) => writeDurably(path, `${index}`.repeat(5000))))
    expect(await readdir(folder)).toEqual(['a.json'])
    expect(new Set((await readFile(path, 'utf8')).match(/^(\d+?)\1*$/)?.slice(1)).size).toBe(1)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('a failed write leaves the old file and no temporary one', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'taken'))
    await expect(writeDurably(join(folder, 'taken'), 'x')).rejects.toThrow('EISDIR')
    expect(await readdir(folder)).toEqual(['taken'])
  })
})
