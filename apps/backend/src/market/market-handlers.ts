import { type marketRoutes, type MarketStatus, mostAgents, type populationSchema } from '@strategraph/protocol'
import { findScenario, isPersonaId, personaIds, personas, type PopulationEntry, scenarios, SimulationError } from '@strategraph/market-sim'
import type { z } from 'zod'
import type { Handlers } from '../http/handlers.ts'
import { notFound, Refusal, unusable } from '../http/refusal.ts'
import { maxCheckpoints, type MarketFiles, readReportBody } from './market-files.ts'
import type { MarketHost } from './market-host.ts'

export interface MarketHandlerOptions {
  readonly version: string
  readonly startedAt: number
  readonly now: () => number
  /** Undefined: switched off. */
  readonly market: { readonly host: MarketHost; readonly files: MarketFiles } | undefined
}

type MarketHandlers = Pick<
  Handlers,
  Exclude<keyof typeof marketRoutes, 'listSandboxAccounts' | 'createSandboxAccount' | 'deleteSandboxAccount'>
>

/** One handler per route of the market; each only translates between a request and the host. */
export function createMarketHandlers({ version, startedAt, now, market }: MarketHandlerOptions): MarketHandlers {
  const on = () => {
    if (market === undefined) throw new Refusal(409, 'MARKET_OFF', 'The simulated market is switched off (market.enabled in config.json).')
    return market
  }
  const host = () => on().host
  const status = (act: (host: MarketHost) => void): MarketStatus => {
    act(host())
    return host().status()
  }
  const state = () => host().reader.state(host().status())
  const ofMarket = <Found>(symbol: string, found: Found | undefined): Found => {
    if (found === undefined) throw notFound('market', symbol)
    return found
  }

  return {
    statusAtRoot: () => ({
      status: 'ok',
      version,
      uptimeSeconds: (now() - startedAt) / 1000,
      market: market === undefined ? 'off' : market.host.status().state,
      ticks: market === undefined ? 0 : market.host.simulation.ticks,
    }),
    stateAtRoot: state,
    marketState: state,
    marketStatus: () => host().status(),
    marketBook: ({ query }) => ofMarket(query.symbol, host().reader.book(query.symbol, query.depth)),
    marketTrades: ({ query }) => [...ofMarket(query.symbol, host().reader.trades(query.symbol, query.limit))],
    marketCandles({ query: { symbol, interval, limit } }) {
      if (!host().reader.symbols.includes(symbol)) throw notFound('market', symbol)
      const candles = host().reader.candles(symbol, interval, limit)
      if (candles === undefined) throw notFound('interval', interval)
      return [...candles]
    },
    marketAgents: () => [...host().reader.agents()],
    marketAgent({ params }) {
      const agent = host().reader.agent(params.id)
      if (agent === undefined) throw notFound('agent', String(params.id))
      return agent
    },
    marketDecisions: ({ query }) => [...host().reader.decisions(query.limit)],
    marketEvents: ({ query }) => [...host().events(query.after, query.limit)],
    pauseMarket: () => status((each) => each.pause()),
    resumeMarket: () => status((each) => each.resume()),
    setMarketSpeed: ({ body }) => status((each) => each.setSpeed(body.speed)),
    async stepMarket({ body }) {
      await host().step(body.seconds)
      return host().status()
    },
    async resetMarket({ body }) {
      const population = body.population === undefined ? undefined : populationOf(body.population)
      try {
        await host().reset({ seed: body.seed, population })
      } catch (cause) {
        if (cause instanceof SimulationError) throw unusable('MARKET_IMPOSSIBLE', `No market can be made of this: ${cause.message}.`)
        throw cause
      }
      return host().status()
    },
    listPersonas: () =>
      Object.values(personas).map(({ id, title, summary, rule, parameters }) => ({
        id,
        title,
        summary,
        rule,
        parameters: Object.entries(parameters).map(([name, spec]) => ({ name, ...spec })),
      })),
    listScenarios: () => scenarios.map(({ id, title, summary, seconds }) => ({ id, title, summary, seconds })),
    startScenario({ params }) {
      const scenario = findScenario(params.id)
      if (scenario === undefined) throw notFound('scenario', params.id)
      return status((each) => each.startScenario(scenario))
    },
    listCheckpoints: () => [...on().files.checkpoints.list()],
    createCheckpoint({ body }) {
      if (on().files.checkpoints.list().length >= maxCheckpoints)
        throw new Refusal(409, 'TOO_MANY_CHECKPOINTS', `At most ${maxCheckpoints} checkpoints are kept; remove one first.`)
      return host().saveCheckpoint(body.name)
    },
    async restoreCheckpoint({ params }) {
      let isThere: boolean
      try {
        isThere = await host().restoreCheckpoint(params.id)
      } catch {
        throw unusable('CHECKPOINT_UNREADABLE', 'The checkpoint is damaged, or was written by another version of the program.')
      }
      if (!isThere) throw notFound('checkpoint', params.id)
      return host().status()
    },
    async deleteCheckpoint({ params }) {
      if (!(await on().files.checkpoints.remove(params.id))) throw notFound('checkpoint', params.id)
      return {}
    },
    listReports: () => [...on().files.reports.list()],
    createReport: () => host().writeReport(),
    async readReport({ params }) {
      const found = await on().files.reports.read(params.id)
      if (found === undefined) throw notFound('report', params.id)
      return { report: found.meta, ...readReportBody(found.body) }
    },
  }
}

function populationOf(wanted: z.output<typeof populationSchema>): readonly PopulationEntry[] {
  const agents = wanted.reduce((sum, { count }) => sum + count, 0)
  if (agents > mostAgents) throw unusable('TOO_MANY_AGENTS', `At most ${mostAgents} agents, not ${agents}.`)
  return wanted.map(({ persona, count, parameters }) => {
    if (!isPersonaId(persona))
      throw unusable('PERSONA_UNKNOWN', `There is no persona ${JSON.stringify(persona)}; there are ${personaIds.join(', ')}.`)
    return { persona, count, ...(parameters === undefined ? {} : { parameters }) }
  })
}
