import { join, resolve } from 'node:path'
import {
  createLaunchToken,
  createPromptRunner,
  type DataFolder,
  type FolderLock,
  lockDataFolder,
  openCandleCatalogue,
  openDataFolder,
  openDocumentStore,
  openJournal,
  openSessions,
  openSettings,
  readAdapterConfig,
  readConfigText,
  tokenVerifier,
} from '@strategraph/adapters'
import { builtinNodes } from '@strategraph/nodes'
import { type Checked, parseDocument, type Problem } from '@strategraph/strategy-core'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { type Config, readConfig } from './config/config.ts'
import { createCrashPool } from './crash-tests/crash-pool.ts'
import { createCrashService } from './crash-tests/crash-service.ts'
import { openCrashStore } from './crash-tests/crash-store.ts'
import { createDataService } from './data/data-service.ts'
import { createHandlers } from './http/create-handlers.ts'
import { createServer } from './http/create-server.ts'
import { createLogger } from './logger.ts'
import { openMarket } from './market/open-market.ts'
import { runningMarketOf } from './market/running-market-of.ts'
import type { ActiveRun } from './runs/active-run.ts'
import { createBacktestPool } from './runs/backtest/backtest-pool.ts'
import { createColumnsCache } from './runs/columns-cache.ts'
import { openExchanges } from './runs/feeds/exchanges.ts'
import { createFeedLoader } from './runs/feeds/feed-loader.ts'
import { createRunBars } from './runs/run-bars.ts'
import { createRunBook } from './runs/run-book.ts'
import { createRunReader } from './runs/run-reader.ts'
import { createRunStore } from './runs/run-store.ts'
import { createSupervisor } from './runs/supervisor.ts'
import { createReplayDesk } from './runs/values/replay-desk.ts'
import { createValuesService } from './runs/values/values-service.ts'
import { createCredentials } from './security/credentials.ts'
import { sandboxUrlOf } from './sandbox/sandbox-url.ts'
import { createLoginBackoff } from './security/login-backoff.ts'
import { loopbackHosts } from './security/origin.ts'
import { createStreamHub } from './stream/stream-hub.ts'
import { madeFromNothing, madeFromSchema, type MadeFrom, openExampleLibrary } from './workflows/example-library.ts'
import { firstStart } from './workflows/first-start.ts'
import { createWorkflowService } from './workflows/workflow-service.ts'

const repository = resolve(import.meta.dirname, '../../..')

export interface AppOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly dataPath: string
  readonly version: string
  readonly cores: number
  /** Instead of the configured one. */
  readonly logLevel?: Config['logLevel']
  readonly now?: () => number
  readonly frontendFolder?: string
  readonly examplesFolder?: string
}

export interface App {
  readonly server: FastifyInstance
  readonly config: Config
  readonly logger: Logger
  readonly launchToken: string
  /** Runs of an earlier process go on, the first start happens. After listening: the page is there meanwhile. */
  begin(): Promise<void>
  /** Stops feeds, stores what is open, closes connections, gives the folder back. Twice is once. */
  close(): Promise<void>
}

export type Composed = { readonly ok: true; readonly app: App } | { readonly ok: false; readonly code: string; readonly message: string }

/** Bars of runs that are looked at, in memory. */
const columnsBytes = 256 * 1024 * 1024

/** The one place that builds adapters and hands them to the rooms. Refuses with a code where the data folder cannot be used. */
export async function compose(options: AppOptions): Promise<Composed> {
  const { environment, dataPath, cores } = options
  const opened = await openDataFolder(dataPath)
  if (!opened.ok) return refused(opened.problems)
  const folder = opened.value
  const config = readConfig(environment, await readConfigText(folder), cores)
  if (!config.ok) return config
  const lock = await lockDataFolder(folder.path)
  if (!lock.ok) return refused(lock.problems)
  try {
    const app = await build(options, folder, config.config, lock.value)
    if (!app.ok) lock.value.release()
    return app
  } catch (cause) {
    lock.value.release()
    throw cause
  }
}

async function build(options: AppOptions, folder: DataFolder, config: Config, lock: FolderLock): Promise<Composed> {
  const now = options.now ?? Date.now
  const registry = builtinNodes
  const logger = createLogger(options.logLevel ?? config.logLevel)
  const onError = (cause: unknown) => logger.error({ err: cause }, 'a run reported an error')
  const journal = await openJournal(folder.journal)
  if (!journal.ok) return refused(journal.problems)
  for (const { code, message } of journal.warnings) logger.warn({ code }, message)
  const adapterConfig = await readAdapterConfig(folder, options.environment)
  if (!adapterConfig.ok) return refused(adapterConfig.problems)

  const documents = await openDocumentStore({ folder: folder.workflows, parse: (json) => parseDocument(json, registry), now })
  const memory = openSettings<MadeFrom>({ path: join(folder.path, 'examples.json'), defaults: madeFromNothing, parse: parseMadeFrom })
  const examples = await openExampleLibrary({
    folder: options.examplesFolder ?? join(repository, 'examples'),
    registry,
    memory,
    onProblem: (message) => logger.warn(message),
  })
  const catalogue = await openCandleCatalogue(folder.candles, now)
  const data = createDataService(catalogue, folder.candles)
  const market = config.market.enabled
    ? await openMarket({ config, keys: adapterConfig.value.llm, dataFolder: folder.path, now, logger })
    : undefined
  const own = { simulator: runningMarketOf(market?.host), sandboxUrl: () => sandboxUrlOf(server) }
  const exchanges = openExchanges(adapterConfig.value, own, now)
  const directory = { dataset: (id: string) => data.market(id), instrument: exchanges.instrument }
  const { llm } = adapterConfig.value
  const prompts = createPromptRunner({
    anthropic: providerOf(llm.anthropicApiKey, llm.anthropicBaseUrl),
    openai: providerOf(llm.openaiApiKey, llm.openaiBaseUrl),
    onUsage: (usage) => logger.info({ usage }, 'a model answered'),
  })

  const active = new Map<string, ActiveRun>()
  const activeRun = (runId: string) => active.get(runId)
  const store = createRunStore(journal.value)
  const book = createRunBook(store, now)
  const columns = createColumnsCache(columnsBytes)
  const loader = createFeedLoader({
    catalogue,
    registry,
    exchangeHistory: exchanges.history,
    keptBars: (runId, feed) => store.bars(runId, feed),
    timeOf: exchanges.timeOf,
  })
  const workflows = createWorkflowService({
    store: documents,
    registry,
    examples,
    now,
    activeRunOf: (workflowId) => supervisor.activeRunOf(workflowId),
    crashTestOf: (workflowId, document) => crashTests.summaryOf(workflowId, document),
  })
  const crashTests = createCrashService({
    store: await openCrashStore(join(folder.path, 'crash-tests')),
    pool: createCrashPool(),
    registry,
    readWorkflow: (id) => workflows.read(id),
    now,
    onError,
  })
  const supervisor = createSupervisor({
    registry,
    workflows,
    directory,
    now,
    book,
    pool: createBacktestPool(config.backtestWorkers),
    columns,
    active,
    onError,
    room: {
      book,
      store,
      loader,
      askModel: (prompt, signal) => prompts.run(prompt, signal),
      openExchange: exchanges.open,
      openQuotes: exchanges.quotes,
      realNow: now,
      onError,
    },
  })
  const bars = createRunBars({ store, cache: columns, loader, activeRun })
  const reader = createRunReader({ book, store, bars, activeRun })
  const replays = createReplayDesk(store)
  const values = createValuesService({ bars, desk: replays, registry })
  const hub = createStreamHub(supervisor)

  const launchToken = await createLaunchToken(folder.launchToken)
  const sessions = await openSessions({
    path: join(folder.path, 'sessions.json'),
    now,
    onProblem: (cause) => logger.error({ err: cause }, 'sessions could not be stored'),
  })
  const credentials = createCredentials({
    sessions,
    launchToken,
    tokens: tokenVerifier(folder.tokens),
    backoff: createLoginBackoff(now),
    now,
  })
  const server = await createServer({
    version: options.version,
    logger,
    allowedHosts: [...loopbackHosts, ...config.allowedHosts],
    credentials,
    handlers: createHandlers({
      version: options.version,
      dataFolder: folder.path,
      tokenFolder: folder.tokens,
      startedAt: now(),
      now,
      registry,
      credentials,
      workflows,
      examples,
      supervisor,
      reader,
      values,
      data,
      crashTests,
      market,
      sandbox: market?.sandbox,
    }),
    hub,
    marketHub: market?.hub,
    sandbox: market?.sandbox.exchange,
    frontendFolder: options.frontendFolder ?? join(repository, 'apps/frontend/dist'),
    onRequest: () => market?.host.giveWay(),
  })

  let closing: Promise<void> | undefined
  const close = async () => {
    // Runs first: what they have decided is on disk before anything else goes away.
    await supervisor.close()
    await crashTests.close()
    hub.close()
    await market?.close()
    await server.close()
    await replays.close()
    await sessions.flush()
    journal.value.close()
    lock.release()
  }
  const app: App = {
    server,
    config,
    logger,
    launchToken: launchToken.token,
    async begin() {
      await market?.begin()
      await supervisor.recover()
      if (config.examples)
        await firstStart({
          workflows,
          examples,
          start: (request) => supervisor.start(request),
          onProblem: (message) => logger.warn(message),
        })
    },
    close: () => (closing ??= close()),
  }
  return { ok: true, app }
}

function parseMadeFrom(json: unknown): Checked<MadeFrom> {
  const parsed = madeFromSchema.safeParse(json)
  return parsed.success ? { ok: true, value: parsed.data, warnings: [] } : { ok: true, value: madeFromNothing, warnings: [] }
}

const providerOf = (apiKey: string | undefined, baseURL: string | undefined) => ({
  ...(apiKey === undefined ? {} : { apiKey }),
  ...(baseURL === undefined ? {} : { baseURL }),
})

function refused(problems: readonly Problem[]): Composed {
  const [first] = problems
  return { ok: false, code: first?.code ?? 'UNKNOWN', message: first?.message ?? 'unknown' }
}
