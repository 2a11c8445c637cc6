import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@strategraph/protocol'
import { onTestFinished } from 'vitest'
import { compose } from '../../src/compose.ts'

export interface TestServer {
  readonly url: string
  readonly host: string
  readonly port: number
  readonly dataPath: string
  readonly launchToken: string
  /** Headers of a browser page of ours that has a session. */
  readonly page: Readonly<Record<string, string>>
  /** How the session came. */
  readonly setCookie: string
  /** As a script with a token. */
  readonly api: Client
  readonly token: string
  /** Resolves when runs of an earlier process are up again. */
  readonly begun: Promise<void>
  close(): Promise<void>
}

export interface TestServerOptions {
  readonly dataPath?: string
  readonly examples?: boolean
  /** False: do not wait until runs of an earlier process are up again. */
  readonly waits?: boolean
  readonly now?: () => number
  readonly environment?: Readonly<Record<string, string>>
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'strategraph-backend-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A real server on a real socket, over a data folder of its own, closed when the test ends. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataPath = options.dataPath ?? (await temporaryFolder())
  const composed = await compose({
    // The market would work all the time: tests that want one switch it on.
    environment: { PORT: '0', STRATEGRAPH_MARKET: 'off', ...options.environment },
    dataPath,
    version: '0.0.0-test',
    cores: 2,
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.examples === true ? {} : { examplesFolder: join(dataPath, 'no-examples') }),
    ...(process.env['BACKEND_TEST_LOG'] === undefined ? { logLevel: 'silent' as const } : {}),
  })
  if (!composed.ok) throw new Error(`${composed.code}: ${composed.message}`)
  const { app } = composed
  onTestFinished(() => app.close())
  await app.server.listen({ host: '127.0.0.1', port: 0 })
  const [address] = app.server.addresses()
  if (typeof address !== 'object') throw new Error('no address')
  const host = `127.0.0.1:${address.port}`
  const url = `http://${host}`
  const begun = app.begin()
  if (options.waits !== false) await begun
  const { page, setCookie } = await launch(url, app.launchToken)
  const { token } = await clientOf(url, page).createToken({ body: { name: 'test' } })
  return {
    url,
    host,
    port: address.port,
    dataPath,
    launchToken: app.launchToken,
    page,
    setCookie,
    token,
    api: createClient({ baseUrl: url, token, fetch: plainFetch }),
    begun,
    close: () => app.close(),
  }
}

const plainFetch = (url: string, init: { method: string; headers: Record<string, string>; body?: string | Uint8Array }) =>
  fetch(url, { method: init.method, headers: init.headers, ...(init.body === undefined ? {} : { body: init.body }) } as RequestInit)

/** What the page does with the launch address: token in, cookie out. */
export const openPage = async (url: string, token: string) => (await launch(url, token)).page

async function launch(url: string, token: string): Promise<Pick<TestServer, 'page' | 'setCookie'>> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token }),
  })
  const setCookie = answer.headers.get('set-cookie') ?? ''
  const [cookie = ''] = setCookie.split(';')
  if (answer.status !== 200 || cookie === '') throw new Error(`no session: ${answer.status} ${await answer.text()}`)
  return { setCookie, page: { origin: url, cookie, 'sec-fetch-site': 'same-origin' } }
}

export function clientOf(url: string, headers: Readonly<Record<string, string>>): Client {
  return createClient({
    baseUrl: url,
    fetch: (address, init) => plainFetch(address, { ...init, headers: { ...init.headers, ...headers } }),
  })
}

/** Until `look` gives something, or a clear failure. */
export async function eventually<Value>(
  what: string,
  look: () => Promise<Value | undefined> | Value | undefined,
  withinMs = 30_000,
): Promise<Value> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > end) throw new Error(`did not happen within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
