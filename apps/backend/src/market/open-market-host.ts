import {
  createSimulation,
  defaultMarkets,
  defaultPopulation,
  type PopulationEntry,
  type Simulation,
  type SimulationConfig,
} from '@strategraph/market-sim'
import type { MarketCheckpoint, MarketReport } from '@strategraph/protocol'
import type { Config } from '../config/config.ts'
import { Refusal } from '../http/refusal.ts'
import { jsonInSlices } from './json-in-slices.ts'
import { type KeptState, readKept } from './kept-state.ts'
import type { LastState, MarketFiles } from './market-files.ts'
import type { MarketHost } from './market-host.ts'
import { createMarketListeners } from './market-listeners.ts'
import { createMarketPump } from './market-pump.ts'
import { createMarketReader } from './market-reader.ts'
import { micros, toMs } from './micros.ts'
import { newRecordId } from './record-store.ts'
import { htmlReport } from './report/html-report.ts'
import { markdownReport } from './report/markdown-report.ts'
import { type OpenMinds, type RunningSimulation, runSimulation } from './running-simulation.ts'

export interface MarketHostOptions {
  readonly config: Config['market']
  readonly files: MarketFiles
  readonly openMinds: OpenMinds
  /** ms UTC. */
  readonly now: () => number
  readonly onProblem: (cause: unknown, what: string) => void
}

const minuteMs = 60_000
/** How old the state may be that a crash leaves. */
const saveEveryMs = 3 * minuteMs
const storyLength = 2000

/** The last state where there is one that fits the configuration, else a new market; it stands until it is told to begin. */
export async function openMarketHost({ config, files, openMinds, now, onProblem }: MarketHostOptions): Promise<MarketHost> {
  const listeners = createMarketListeners()
  const { tell } = listeners
  let reportedTicks = 0
  let hasFailed = false
  let closing: Promise<void> | undefined

  const freshConfig = (seed: number, population: readonly PopulationEntry[]): SimulationConfig => ({
    seed,
    // A whole minute, so that the first candle is one.
    startTime: micros((Math.floor(now() / minuteMs) - config.historyMinutes) * minuteMs * 1000),
    instruments: defaultMarkets,
    population,
  })
  const run = (simulation: Simulation, kept?: KeptState) =>
    runSimulation({ simulation, recording: kept?.recording, openMinds, msUntil: (time) => pump.msUntil(time), tell })
  const begin = () => run(createSimulation(freshConfig(config.seed, defaultPopulation(config.agents))))

  const last = await readLast({ config, files, onProblem })
  let current = last === undefined ? begin() : run(last.simulation, last.kept)
  let reader = createMarketReader(current)

  const pump = createMarketPump({
    realNow: now,
    speed: last?.meta.configured.speed === config.speed ? last.meta.speed : config.speed,
    isPaused: last?.meta.isPaused ?? false,
    onSlice() {
      current.afterSlice()
      tell.onSlice()
    },
    onStall: (realMs) =>
      current.note(
        'Time was skipped',
        `Nothing could run here for ${Math.round(realMs / 1000)} s of real time; the market went on where it was.`,
      ),
    onFailure(cause) {
      hasFailed = true
      onProblem(cause, 'the simulated market stopped')
      changed('The market stopped', 'The simulation failed; reset it, or restore a checkpoint.')
    },
  })

  const replace = (next: RunningSimulation, options: { readonly catchesUp: boolean }) => {
    current.stop()
    current = next
    reader = createMarketReader(next)
    reportedTicks = 0
    hasFailed = false
    pump.drive(next, options)
    tell.onReset(next.simulation)
  }

  const keptState = (): KeptState => ({
    version: 1,
    snapshot: current.simulation.snapshot(),
    recording: current.recorder.recording(),
  })
  /** Description and text of the state at this moment; only the writing down takes a while. */
  const checkpointNow = async (name: string): Promise<{ readonly checkpoint: MarketCheckpoint; readonly body: string }> => {
    const { simulation } = current
    const checkpoint = {
      id: newRecordId(now()),
      name,
      createdAt: now(),
      marketTime: toMs(simulation.now),
      ticks: simulation.ticks,
      seed: simulation.config.seed,
    }
    const body = await jsonInSlices(keptState())
    return { checkpoint: { ...checkpoint, bytes: Buffer.byteLength(body) }, body }
  }
  const saveLast = async () => {
    // What failed would fail again: the state before it is the better one.
    if (hasFailed) return
    const { seed, agents, speed } = config
    const kept = { speed: pump.speed, isPaused: pump.isPaused, configured: { seed, agents, speed } }
    const { checkpoint, body } = await checkpointNow('last')
    await files.last.write({ ...checkpoint, ...kept }, body)
  }
  const saving = setInterval(() => {
    saveLast().catch((cause: unknown) => onProblem(cause, 'the state of the market could not be stored'))
  }, saveEveryMs)
  saving.unref()

  const writeReport = async (): Promise<MarketReport> => {
    const { simulation, recorder, events } = current
    const summary: MarketReport = {
      id: newRecordId(now()),
      createdAt: now(),
      seed: simulation.config.seed,
      marketFrom: toMs(simulation.config.startTime),
      marketTo: toMs(simulation.now),
      ticks: simulation.ticks,
    }
    const facts = {
      summary,
      config: simulation.config,
      recording: recorder.recording(),
      agents: reader.agents(),
      events: events.after(0, storyLength),
    }
    reportedTicks = simulation.ticks
    await files.reports.write(summary, JSON.stringify({ markdown: markdownReport(facts), html: htmlReport(facts) }))
    return summary
  }
  /** Of a simulation that ends: none where nothing has happened since the last one. */
  const reportIfNew = async () => {
    if (current.simulation.ticks > reportedTicks) await writeReport()
  }
  const ensureMoving = () => {
    if (hasFailed) throw new Refusal(409, 'MARKET_FAILED', 'The simulation failed; reset it, or restore a checkpoint.')
  }
  const changed = (title: string, text = '') => {
    current.note(title, text)
    tell.onStatus()
  }

  const close = async () => {
    clearInterval(saving)
    pump.stop()
    await saveLast().catch((cause: unknown) => onProblem(cause, 'the state of the market could not be stored'))
    await reportIfNew().catch((cause: unknown) => onProblem(cause, 'the report of the market could not be stored'))
    current.stop()
  }

  return {
    get simulation() {
      return current.simulation
    },
    get reader() {
      return reader
    },
    status: () => {
      const { simulation } = current
      return {
        state: pump.isPaused ? 'paused' : 'running',
        simulated: true,
        seed: simulation.config.seed,
        speed: pump.speed,
        measuredSpeed: pump.measuredSpeed,
        time: toMs(simulation.now),
        startedAt: toMs(simulation.config.startTime),
        ticks: simulation.ticks,
        agents: simulation.config.population.reduce((sum, { count }) => sum + count, 0),
        openAsks: current.openAsks,
        scenarios: simulation
          .scenarios()
          .map(({ id, title, startedAt, endsAt }) => ({ id, title, startedAt: toMs(startedAt), endsAt: toMs(endsAt) })),
      }
    },
    begin: () => pump.drive(current, { catchesUp: !pump.isPaused }),
    giveWay: () => pump.giveWay(),
    observe: (listener) => listeners.add(listener),
    events: (after, limit) => current.events.after(after, limit),
    pause() {
      pump.pause()
      changed('Paused')
    },
    resume() {
      ensureMoving()
      pump.resume()
      changed('Resumed')
    },
    setSpeed(speed) {
      pump.setSpeed(speed)
      changed('Speed', speed === null ? 'As fast as the machine.' : `${speed} times real time.`)
    },
    async step(seconds) {
      ensureMoving()
      await pump.step(seconds * 1_000_000)
      ensureMoving()
      tell.onStatus()
    },
    startScenario(scenario) {
      ensureMoving()
      current.simulation.startScenario(scenario)
      tell.onStatus()
    },
    async reset({ seed, population }) {
      const { config: before } = current.simulation
      const next = createSimulation(freshConfig(seed ?? before.seed, population ?? before.population))
      await reportIfNew()
      replace(run(next), { catchesUp: true })
    },
    async saveCheckpoint(name) {
      ensureMoving()
      const { checkpoint, body } = await checkpointNow(name)
      await files.checkpoints.write(checkpoint, body)
      changed('Checkpoint', name)
      return checkpoint
    },
    async restoreCheckpoint(id) {
      const found = await files.checkpoints.read(id)
      if (found === undefined) return false
      const { simulation, kept } = readKept(found.body)
      pump.pause()
      replace(run(simulation, kept), { catchesUp: false })
      changed('Restored', found.meta.name)
      return true
    },
    writeReport,
    close: () => (closing ??= close()),
  }
}

interface LastMarket {
  readonly meta: LastState
  readonly simulation: Simulation
  readonly kept: KeptState
}

/** Undefined: there is none, or it is of another configuration, or it cannot be read, which is told and costs only the past. */
async function readLast({
  config,
  files,
  onProblem,
}: Pick<MarketHostOptions, 'config' | 'files' | 'onProblem'>): Promise<LastMarket | undefined> {
  const [newest] = files.last.list()
  if (newest?.configured.seed !== config.seed || newest.configured.agents !== config.agents) return undefined
  try {
    const found = await files.last.read(newest.id)
    return found === undefined ? undefined : { meta: newest, ...readKept(found.body) }
  } catch (cause) {
    onProblem(cause, 'the last state of the market cannot be read: it begins anew')
    return undefined
  }
}
