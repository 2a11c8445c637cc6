import { resolve } from 'node:path'
import { type AdapterConfig, createPromptRunner, type ProviderOptions } from '@strategraph/adapters'
import type { Config } from '../config/config.ts'
import { type MarketFiles, openMarketFiles } from './market-files.ts'
import type { MarketHost } from './market-host.ts'
import { openMarketHost } from './open-market-host.ts'
import { createAgentMinds } from './minds/agent-minds.ts'
import { createHourlyBudget } from './minds/hourly-budget.ts'
import { readPromptFiles } from './minds/prompt-files.ts'

const promptFolder = resolve(import.meta.dirname, '../../prompts')

const smallModels = { anthropic: 'claude-haiku-4-5', openai: 'gpt-5-mini' } as const

export interface OpenMarketOptions {
  readonly config: Config['market']
  readonly keys: AdapterConfig['llm']
  readonly dataFolder: string
  readonly now: () => number
  readonly onProblem: (cause: unknown, what: string) => void
}

/** The market of this server with everything around it that is not the market: files, models, money for them. */
export async function openMarket({ config, keys, dataFolder, now, onProblem }: OpenMarketOptions): Promise<{
  readonly host: MarketHost
  readonly files: MarketFiles
}> {
  const providers = {
    anthropic: providerOf(keys.anthropicApiKey, keys.anthropicBaseUrl),
    openai: providerOf(keys.openaiApiKey, keys.openaiBaseUrl),
  }
  const provider =
    config.llm.provider ?? (providers.anthropic.apiKey === undefined && providers.openai.apiKey !== undefined ? 'openai' : 'anthropic')
  const budget = createHourlyBudget(config.llm, now)
  // Runners of their own: where an agent's model fails and is left alone for a while, a strategy's is not.
  const prompts = createPromptRunner({ ...providers, onUsage: ({ inputTokens, outputTokens }) => budget.book(inputTokens + outputTokens) })
  const minds = createAgentMinds({
    prompts,
    files: await readPromptFiles(promptFolder),
    model: { provider, model: config.llm.model ?? smallModels[provider], timeoutMs: config.llm.timeoutSeconds * 1000 },
    budget,
    hasKey: providers[provider].apiKey !== undefined,
  })
  const files = await openMarketFiles(dataFolder)
  return { files, host: await openMarketHost({ config, files, minds, now, onProblem }) }
}

const providerOf = (apiKey: string | undefined, baseURL: string | undefined): ProviderOptions => ({
  ...(apiKey === undefined ? {} : { apiKey }),
  ...(baseURL === undefined ? {} : { baseURL }),
})
