import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer, temporaryFolder, type TestServer, type TestServerOptions } from './test-server.ts'

export interface MarketServerOptions extends Omit<TestServerOptions, 'dataPath'> {
  readonly dataPath?: string
  /** Fields of `market` in config.json, over a small, cheap market. */
  readonly market?: Readonly<Record<string, unknown>>
  /** Other fields of config.json. */
  readonly config?: Readonly<Record<string, unknown>>
}

const small = { seed: 7, agents: 40, historyMinutes: 0 }

/** A server with a small market of its own. */
export async function startMarketServer({ dataPath, market, config, ...options }: MarketServerOptions = {}): Promise<TestServer> {
  const path = dataPath ?? join(await temporaryFolder(), 'data')
  await mkdir(path, { recursive: true, mode: 0o700 })
  await writeFile(join(path, 'config.json'), JSON.stringify({ ...config, market: { ...small, ...market } }))
  return startServer({ ...options, dataPath: path, environment: { STRATEGRAPH_MARKET: 'on', ...options.environment } })
}
