import type { Side } from '@strategraph/market-model'
import { drawBetween } from '../agents/draws.ts'
import type { World } from '../agents/world.ts'
import { type RandomState, seedRandom } from '../random.ts'
import type { Micros } from '../venue/venue-types.ts'
import type { CrewMember } from './crew.ts'
import { createOutsider, type OutsiderSnapshot } from './outsider.ts'
import { marketsMeant, perform, type StageHands, type Undo } from './scenario-actions.ts'
import type { Scenario, ScenarioAction } from './simulation-types.ts'

export interface ScenarioRun {
  readonly scenario: Scenario
  readonly startedAt: Micros
  /** Price in each market at its beginning, ticks. */
  readonly from: readonly number[]
  readonly endsAt: Micros
  /** Steps done. */
  done: number
}

/** An outsider on the way from one price (ticks) to another. */
interface Flow {
  readonly market: number
  readonly side: Side
  readonly from: number
  readonly to: number
  readonly startedAt: number
  readonly until: number
  readonly stepMicros: number
  nextAt: number
}

export interface StageSnapshot {
  readonly runs: readonly ScenarioRun[]
  readonly flows: readonly Flow[]
  readonly undos: readonly Undo[]
  readonly random: RandomState
  readonly outsider: OutsiderSnapshot
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

const shortestStepMicros = 1_000_000
const mostSteps = 120
/** Of its time a flow moves; for the rest it holds the price. */
const movingShare = 0.8

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
  const outsider = createOutsider(venue, saved?.outsider)

  const hands: StageHands = {
    world,
    crew,
    outsider,
    random,
    wake: options.wake,
    push: ({ market, side, to, seconds }) => {
      const startedAt = venue.now
      const from = outsider.mid(market)
      const duration = Math.round(seconds * 1_000_000)
      const stepMicros = Math.max(shortestStepMicros, Math.ceil(duration / mostSteps))
      const until = startedAt + duration
      const nextAt = Math.min(until, startedAt + stepMicros)
      flows.push({ market: market.index, side, from, to, startedAt, until, stepMicros, nextAt })
    },
    undoAt: (undo) => {
      undos = [...undos.filter((other) => !isSame(other, undo)), undo]
    },
  }
  const stepAt = (run: ScenarioRun) => {
    const step = run.scenario.steps[run.done]
    return step === undefined ? Number.POSITIVE_INFINITY : Math.round(run.startedAt + step.atSeconds * 1_000_000)
  }
  const pushOn = (flow: Flow) => {
    const market = world.markets[flow.market]
    if (market === undefined) return
    const { side, from, to, startedAt, until, nextAt } = flow
    const isOver = nextAt >= until
    flow.nextAt = isOver ? Number.POSITIVE_INFINITY : Math.min(until, nextAt + flow.stepMicros)
    if (isOver) return outsider.leave(market)
    // The price is there already, or further: nothing to force.
    if (side === 'sell' ? from <= to : from >= to) return
    const progress = Math.min(1, (nextAt - startedAt) / (movingShare * (until - startedAt)))
    const wobble = progress < 1 ? drawBetween(random, 0.8, 1) : 1
    outsider.push({ market, side, price: Math.max(1, Math.round(from + (to - from) * progress * wobble)), rests: true })
  }
  const doStep = (run: ScenarioRun) => {
    const step = run.scenario.steps[run.done]
    run.done += 1
    if (step === undefined) return
    const markets = marketsMeant(step.action, step.symbol, world.markets)
    const symbols = markets.map(({ symbol }) => symbol)
    listener.onAction(run.scenario, step.action, symbols)
    for (const market of markets) perform(step.action, market, hands, run.from[market.index] ?? market.startTicks)
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
      const from = world.markets.map((market) => outsider.mid(market))
      const endsAt = Math.round(venue.now + scenario.seconds * 1_000_000) as Micros
      runs.push({ scenario, startedAt: venue.now, from, endsAt, done: 0 })
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
      for (const flow of flows) while (flow.nextAt <= now) pushOn(flow)
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
      outsider: outsider.snapshot(),
    }),
  }
}

/** A second freeze of the same market prolongs the first. */
function isSame(one: Undo, other: Undo): boolean {
  return one.type === other.type && (one.type === 'rejection' || other.type === 'rejection' || one.market === other.market)
}
