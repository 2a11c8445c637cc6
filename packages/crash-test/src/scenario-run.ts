import type { Time } from '@strategraph/market-model'
import { findScenario, type MarketIndex, type Scenario } from '@strategraph/market-sim'
import type { FeedBar, TradingSession } from '@strategraph/trading-engine'
import { openCrashMarket } from './crash-market.ts'
import type { CrashPlan } from './crash-plans.ts'
import type { CrashSetup } from './crash-setup.ts'
import { openStrategy } from './crash-strategy.ts'
import { withoutFreezes } from './feed-freeze.ts'
import { createEffectMeter } from './effect-meter.ts'
import { createFeedLine } from './feed-line.ts'
import type { ScenarioResult } from './result.ts'
import { createSampler } from './sampler.ts'
import { createStage } from './stage.ts'
import { stretched, stretchFor } from './stretch.ts'
import type { Tape, TapeEvent } from './tape.ts'

export interface ScenarioRun {
  readonly tape: Tape
  readonly scenario: Scenario
  readonly facts: Omit<ScenarioResult, 'scenario' | 'title' | 'summary' | 'verdict' | 'why' | 'rules'>
  /** Middle of each book when the test began. */
  readonly opening: readonly number[]
  readonly askedModels: boolean
}

/** How often our side looks at its orders and the venue's reports: the way there and back. */
const pollMs = 100
/** The agents have so long to make a market before the strategy comes. */
const settleMs = 600_000
const samplesPerBar = 20
const samplesPerScenario = 60
const pollsPerReport = 2000
const keptFills = 200
const firstMarket = 0 as MarketIndex

/** Undefined where `onProgress` (0..1) said false. */
export function runScenario(
  setup: CrashSetup,
  { scenario: id, begins, lasts, grows = false }: CrashPlan,
  onProgress: (done: number) => boolean,
): ScenarioRun | undefined {
  const { history, barMs } = setup
  const natural = findScenario(id)
  if (natural === undefined) throw new RangeError(`there is no scenario ${JSON.stringify(id)}`)
  const stretch = lasts === 'bars' ? stretchFor(natural, barMs) : 1
  const { scenario, freezes } = withoutFreezes(stretched(natural, stretch, { grows }))
  const decided = history.end
  const market = openCrashMarket(setup.simulation, decided - settleMs - Math.max(0, -begins.seconds * 1000))
  const strategy = openStrategy(setup, market)
  const { session, clock, broker, tape, makers } = strategy
  const effect = createEffectMeter(market.venue, firstMarket)
  const start = () => {
    effect.begin(market.mid(firstMarket))
    market.start(scenario)
  }
  const stage = createStage({ scenario, begins, decided, barMs, start })

  // Before the venue: what is asked here is answered at once, as in a backtest.
  for (const moment of history.moments.slice(0, -1)) {
    clock.ms = moment[0]?.bar.time ?? 0
    session.onBars(moment)
    strategy.answer(Number.POSITIVE_INFINITY)
  }
  if (stage.beginsAt < decided) {
    market.advance(stage.beginsAt)
    stage.look(stage.beginsAt, undefined)
  }
  market.advance(decided)
  clock.ms = decided
  const opening = setup.simulation.instruments.map((_, index) => market.mid(index as MarketIndex))
  const line = createFeedLine(makers, () => !freezes.some(({ from, to }) => stage.isWithin(clock.ms, from, to)))
  const sampler = createSampler()
  const show = (moment: readonly FeedBar[]) => {
    tape.onMoment(moment[0]?.bar.time ?? clock.ms)
    session.onBars(moment)
  }
  const sample = (): Time => {
    if (stage.isOn(clock.ms)) effect.look()
    else effect.end()
    sampler.add(clock.ms, market.mid(firstMarket), tape.mark())
    const step = stage.isOn(clock.ms) ? (scenario.seconds * 1000) / samplesPerScenario : Number.POSITIVE_INFINITY
    return clock.ms + Math.floor(Math.min(barMs / samplesPerBar, step))
  }

  show(history.moments.at(-1) ?? [])
  let sampleAt = sample()
  for (let polls = 0; clock.ms < stage.endsAt; polls++) {
    if (polls % pollsPerReport === 0 && !onProgress((clock.ms - decided) / (stage.endsAt - decided))) return undefined
    const pollAt = broker.isWorking || line.isHolding ? clock.ms + pollMs : Number.POSITIVE_INFINITY
    clock.ms = Math.min(pollAt, line.nextClose, strategy.nextAnswer(), stage.beginsAt, sampleAt, stage.endsAt)
    market.advance(clock.ms)
    broker.send()
    tape.lookAtCover()
    stage.look(clock.ms, strategy.firstEntryFill())
    strategy.answer(clock.ms)
    if (line.nextClose <= clock.ms) line.close()
    for (const moment of line.take()) show(moment)
    if (clock.ms >= sampleAt) sampleAt = sample()
  }
  sample()

  const counted = (type: TapeEvent['type']) => tape.events.filter((event) => event.type === type).length
  return {
    scenario,
    opening,
    askedModels: strategy.askedModels(),
    facts: {
      began: stage.began ?? null,
      ended: stage.began === undefined ? null : Math.round(stage.began + scenario.seconds * 1000),
      stretch,
      effect: effect.result(),
      from: decided,
      to: clock.ms,
      orders: { sent: counted('sent'), refused: counted('refused'), fills: counted('fill'), trades: session.trades.length },
      denials: denialsSince(session, decided),
      ...sampler.result(),
      fills: strategy.fills.slice(0, keptFills),
    },
    tape: tape.finish(barMs),
  }
}

function denialsSince({ denials }: TradingSession, from: Time): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { time, denial } of denials) if (time >= from) counts[denial.code] = (counts[denial.code] ?? 0) + 1
  return counts
}
