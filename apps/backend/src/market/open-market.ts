import { resolve } from 'node:path'
import { type AdapterConfig, createPromptRunner, type ProviderOptions } from '@strategraph/adapters'
import type { ServedSandbox } from '@strategraph/sandbox-kraken'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import { openSandboxHost, type SandboxHost } from '../sandbox/sandbox-host.ts'
import { serveSandboxTls } from '../sandbox/serve-tls.ts'
import { type MarketFiles, openMarketFiles } from './market-files.ts'
import type { MarketHost } from './market-host.ts'
import { createAgentMinds } from './minds/agent-minds.ts'
import { createHourlyBudget } from './minds/hourly-budget.ts'
import { readPromptFiles } from './minds/prompt-files.ts'
import { openMarketHost } from './open-market-host.ts'
import type { OpenMinds } from './running-simulation.ts'
import { createMarketHub, type MarketHub } from './stream/market-hub.ts'

const promptFolder = resolve(import.meta.dirname, '../../prompts')

const smallModels = { anthropic: 'claude-haiku-4-5', openai: 'gpt-5-mini' } as const

export interface MarketRoomOptions {
  readonly config: Pick<Config, 'market' | 'sandbox' | 'host'>
  readonly keys: AdapterConfig['llm']
  readonly dataFolder: string
  readonly now: () => number
  readonly logger: Pick<Logger, 'info' | 'error'>
}

/** The market of this server with everything that belongs to it: its two doors, its files, models for its agents. */
export interface MarketRoom {
  readonly host: MarketHost
  readonly files: MarketFiles
  readonly hub: MarketHub
  readonly sandbox: SandboxHost
  /** When the server listens: it must not wait for a market that comes to the present. What goes wrong with the TLS port is logged. */
  begin(): Promise<void>
  /** Everything is on disk when it resolves. */
  close(): Promise<void>
}

export async function openMarket({ config, keys, dataFolder, now, logger }: MarketRoomOptions): Promise<MarketRoom> {
  const onProblem = (cause: unknown, what: string) => logger.error({ err: cause }, what)
  const files = await openMarketFiles(dataFolder)
  const openMinds = await prepareMinds(config.market.llm, keys, now)
  const host = await openMarketHost({ config: config.market, files, openMinds, now, onProblem })
  const hub = createMarketHub(host)
  const sandbox = await openSandboxHost({ market: host, dataFolder, faults: config.sandbox.faults, now, onProblem })
  let served: ServedSandbox | undefined
  return {
    host,
    files,
    hub,
    sandbox,
    async begin() {
      host.begin()
      const { tls } = config.sandbox
      if (tls === undefined) return
      try {
        served = await serveSandboxTls(sandbox.exchange, { tls, host: config.host })
        logger.info({ rest: served.url, socket: served.socketUrl }, 'the sandbox exchange is reachable over TLS')
      } catch (cause) {
        onProblem(cause, 'the sandbox exchange cannot be reached over TLS: look at sandbox.tls in config.json')
      }
    },
    async close() {
      hub.close()
      await served?.close()
      await sandbox.close()
      await host.close()
    },
  }
}

async function prepareMinds(llm: Config['market']['llm'], keys: AdapterConfig['llm'], now: () => number): Promise<OpenMinds> {
  const providers = {
    anthropic: providerOf(keys.anthropicApiKey, keys.anthropicBaseUrl),
    openai: providerOf(keys.openaiApiKey, keys.openaiBaseUrl),
  }
  const hasKey = (name: keyof typeof providers) => providers[name].apiKey !== undefined
  const provider = llm.provider ?? (!hasKey('anthropic') && hasKey('openai') ? 'openai' : 'anthropic')
  const budget = createHourlyBudget(llm, now)
  const options = {
    // A runner of their own: where an agent's model fails and is left alone for a while, a strategy's is not.
    prompts: createPromptRunner({ ...providers, onUsage: ({ inputTokens, outputTokens }) => budget.book(inputTokens + outputTokens) }),
    files: await readPromptFiles(promptFolder),
    model: { provider, model: llm.model ?? smallModels[provider], timeoutMs: llm.timeoutSeconds * 1000 },
    budget,
    hasKey: hasKey(provider),
  }
  return (market) => createAgentMinds(options, market)
}

const providerOf = (apiKey: string | undefined, baseURL: string | undefined): ProviderOptions => ({
  ...(apiKey === undefined ? {} : { apiKey }),
  ...(baseURL === undefined ? {} : { baseURL }),
})
