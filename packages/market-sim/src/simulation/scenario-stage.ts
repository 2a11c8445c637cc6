import { drawBetween } from '../agents/draws.ts'
import type { World } from '../agents/world.ts'
import { type RandomState, seedRandom } from '../random.ts'
import type { AccountId, Micros } from '../venue/venue-types.ts'
import type { CrewMember } from './crew.ts'
import { createOutsider } from './outsider.ts'
import { marketsMeant, perform, type StageHands, type Undo } from './scenario-actions.ts'
import type { Scenario, ScenarioAction } from './simulation-types.ts'

export interface ScenarioRun {
  readonly scenario: Scenario
  readonly startedAt: Micros
  readonly endsAt: Micros
  /** Steps done. */
  done: number
}

/** An outsider's order that is split over time. */
interface Flow {
  readonly market: number
  readonly side: 'buy' | 'sell'
  lots: number
  nextAt: number
  readonly until: number
}

export interface StageSnapshot {
  readonly runs: readonly ScenarioRun[]
  readonly flows: readonly Flow[]
  readonly undos: readonly Undo[]
  readonly random: RandomState
  readonly outsider: AccountId | null
}

/** Where scenarios are played. Told what happens so that somebody can report it. */
export interface StageListener {
  onStart(scenario: Scenario): void
  onAction(scenario: Scenario, action: ScenarioAction, symbols: readonly string[]): void
  onEnd(scenario: Scenario): void
  onUndo(undo: Undo): void
}

export interface ScenarioStage {
  start(scenario: Scenario): void
  /** Moment of the next thing to do; Infinity = nothing. */
  dueAt(): number
  /** Does what is due by now. */
  act(): void
  runs(): readonly ScenarioRun[]
  snapshot(): StageSnapshot
}

const flowStepMicros = 1_000_000

export function createScenarioStage(options: {
  readonly world: World
  readonly crew: readonly CrewMember[]
  readonly seed: number
  readonly wake: (agent: number) => void
  readonly listener: StageListener
  readonly saved?: StageSnapshot | undefined
}): ScenarioStage {
  const { world, crew, listener, saved } = options
  const { venue } = world
  const random = { ...(saved?.random ?? seedRandom(options.seed, 'scenarios')) }
  let runs: ScenarioRun[] = saved?.runs.map((run) => ({ ...run })) ?? []
  let flows: Flow[] = saved?.flows.map((flow) => ({ ...flow })) ?? []
  let undos: readonly Undo[] = saved?.undos ?? []
  const outsider = createOutsider(venue, saved?.outsider ?? undefined)

  const hands: StageHands = {
    world,
    crew,
    outsider,
    random,
    wake: options.wake,
    spread: ({ market, side, lots, seconds }) => {
      flows.push({ market, side, lots, nextAt: venue.now, until: venue.now + seconds * 1_000_000 })
    },
    undoAt: (undo) => {
      undos = [...undos.filter((other) => !isSame(other, undo)), undo]
    },
  }
  const stepAt = (run: ScenarioRun) => {
    const step = run.scenario.steps[run.done]
    return step === undefined ? Number.POSITIVE_INFINITY : Math.round(run.startedAt + step.atSeconds * 1_000_000)
  }
  const sendPart = (flow: Flow) => {
    const market = world.markets[flow.market]
    const partsLeft = Math.max(1, Math.ceil((flow.until - flow.nextAt) / flowStepMicros))
    const part = partsLeft === 1 ? flow.lots : Math.min(flow.lots, (flow.lots / partsLeft) * drawBetween(random, 0.5, 1.5))
    flow.lots -= part
    flow.nextAt = partsLeft === 1 ? Number.POSITIVE_INFINITY : flow.nextAt + flowStepMicros
    if (market !== undefined) outsider.trade(market, flow.side, part)
  }
  const doStep = (run: ScenarioRun) => {
    const step = run.scenario.steps[run.done]
    run.done += 1
    if (step === undefined) return
    const markets = marketsMeant(step.action, step.symbol, world.markets)
    const symbols = markets.map(({ symbol }) => symbol)
    listener.onAction(run.scenario, step.action, symbols)
    for (const market of markets) perform(step.action, market, hands)
  }
  const undo = (one: Undo) => {
    if (one.type === 'rejection') venue.setRejection(0, 0)
    else if (one.type === 'feed') world.sight.thaw(one.market)
    else if (one.type === 'mode') {
      const market = world.markets[one.market]
      if (market !== undefined) venue.setMode(market.index, 'online')
    }
    listener.onUndo(one)
  }

  return {
    start: (scenario) => {
      runs.push({ scenario, startedAt: venue.now, endsAt: Math.round(venue.now + scenario.seconds * 1_000_000) as Micros, done: 0 })
      listener.onStart(scenario)
    },
    dueAt: () => {
      let due = Number.POSITIVE_INFINITY
      for (const run of runs) due = Math.min(due, stepAt(run), run.endsAt)
      for (const flow of flows) due = Math.min(due, flow.nextAt)
      for (const { at } of undos) due = Math.min(due, at)
      return due
    },
    act: () => {
      const { now } = venue
      // What ends comes first: a scenario may begin something again at the moment at which it ends.
      const over = undos.filter(({ at }) => at <= now)
      undos = undos.filter(({ at }) => at > now)
      over.forEach(undo)
      for (const run of runs) while (stepAt(run) <= now) doStep(run)
      for (const flow of flows) while (flow.nextAt <= now) sendPart(flow)
      flows = flows.filter(({ nextAt }) => nextAt !== Number.POSITIVE_INFINITY)
      const ended = runs.filter(({ endsAt }) => endsAt <= now)
      runs = runs.filter(({ endsAt }) => endsAt > now)
      for (const { scenario } of ended) listener.onEnd(scenario)
    },
    runs: () => runs,
    snapshot: () => ({
      runs: runs.map((run) => ({ ...run })),
      flows: flows.map((flow) => ({ ...flow })),
      undos,
      random: { ...random },
      outsider: outsider.account ?? null,
    }),
  }
}

/** A second freeze of the same market prolongs the first. */
function isSame(one: Undo, other: Undo): boolean {
  return one.type === other.type && (one.type === 'rejection' || other.type === 'rejection' || one.market === other.market)
}
