import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Client } from '@strategraph/protocol'
import { onTestFinished } from 'vitest'
import { clientOf, openPage } from './test-server.ts'

const main = resolve(import.meta.dirname, '../../src/main.ts')

export interface ChildServer {
  readonly process: ChildProcess
  readonly url: string
  readonly port: number
  readonly api: Client
  /** Headers of a browser page of ours that has a session. */
  readonly page: Readonly<Record<string, string>>
  readonly stdout: () => string
  readonly stderr: () => string
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

export interface ChildOptions {
  readonly dataPath: string
  /** Where it has no config.json: with the examples of a first start, one of which trades. */
  readonly examples?: boolean
  readonly environment?: Readonly<Record<string, string>>
  readonly argv?: readonly string[]
}

/** The program as users start it, in a process of its own; killed when the test ends. */
export function spawnServer({ dataPath, examples = false, environment = {}, argv = [] }: ChildOptions) {
  const config = join(dataPath, 'config.json')
  if (!examples && !existsSync(config)) writeFileSync(config, '{"examples": false}', { mode: 0o600 })
  // The machine's own keys and settings are none of the test's business.
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [main, ...argv], {
    env: { PATH, HOME, PORT: '0', STRATEGRAPH_MARKET: 'off', STRATEGRAPH_DATA: dataPath, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = once(child, 'exit').then(([code, signal]: (number | NodeJS.Signals | null)[]) => code ?? signal ?? null)
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await ended
  })
  return { process: child, ended, stdout: () => stdout, stderr: () => stderr }
}

export async function startChild(options: ChildOptions): Promise<ChildServer> {
  const child = spawnServer(options)
  const launch = /http:\/\/([^\s/]+):(\d+)\/#token=(\S+)/
  const end = performance.now() + 60_000
  let found = launch.exec(child.stdout())
  while (found === null) {
    if (child.process.exitCode !== null || performance.now() > end) throw new Error(`did not start: ${child.stderr()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
    found = launch.exec(child.stdout())
  }
  const [, host = '', port = '', token = ''] = found
  const url = `http://${host}:${port}`
  const page = await openPage(url, token)
  return { ...child, url, port: Number(port), page, api: clientOf(url, page) }
}

export const launchTokenOf = async (dataPath: string): Promise<string> => (await readFile(join(dataPath, 'launch-token'), 'utf8')).trim()
