import type { MarketEvent, MarketIndex, Simulation } from '@strategraph/market-sim'
import { createEventLog, type EventLog } from './event-log.ts'
import { createFeedFreezer, type FrozenFeed } from './feed-freezer.ts'
import type { MarketListener } from './market-listeners.ts'
import type { Pumped } from './market-pump.ts'
import type { AgentMarket, AgentMinds } from './minds/agent-minds.ts'
import { createRecorder, type Recorder, type Recording } from './report/recorder.ts'
import { type MarketWords, marketWords } from './to-protocol.ts'

/** One simulation, from its first moment to its replacement, with all that listens to it. */
export interface RunningSimulation extends Pumped {
  readonly simulation: Simulation
  readonly words: MarketWords
  readonly events: EventLog
  readonly recorder: Recorder
  /** What the public saw last, while a scenario freezes the feed of this market. */
  readonly frozen: (market: MarketIndex) => FrozenFeed | undefined
  /** Questions that models are thinking about. */
  readonly openAsks: number
  /** Puts what the host does to the market into the row of events. */
  note(title: string, text: string): void
  /** After each piece of work of the pump. */
  afterSlice(): void
  /** Nothing is heard of it any more; open questions to models are given up. */
  stop(): void
}

/** Models for the agents of one simulation. */
export type OpenMinds = (market: AgentMarket) => AgentMinds

export interface RunningSimulationOptions {
  readonly simulation: Simulation
  /** Of a simulation that goes on. */
  readonly recording?: Recording | undefined
  readonly openMinds: OpenMinds
  /** Real ms until the market will be there. */
  readonly msUntil: AgentMarket['msUntil']
  readonly tell: Required<MarketListener>
}

const keptEvents = 10_000

export function runSimulation({ simulation, recording, openMinds, msUntil, tell }: RunningSimulationOptions): RunningSimulation {
  const words = marketWords(simulation)
  const events = createEventLog(simulation.events(0, keptEvents))
  const recorder = createRecorder(simulation, recording)
  const freezer = createFeedFreezer(simulation, words)
  const minds = openMinds({ answer: (answer) => void simulation.answer(answer), msUntil })

  const add = (event: Omit<MarketEvent, 'seq'>) => tell.onEvent(events.add(event))

  const stopObserving = simulation.observe({
    onTrade(trade) {
      recorder.trade(trade)
      tell.onTrade(trade)
    },
    onBar: (market) => tell.onMinute(market),
    onEvent(event) {
      if (event.kind === 'feed') freezer.expect()
      add(event)
    },
  })

  return {
    simulation,
    words,
    events,
    recorder,
    frozen: (market) => freezer.frozen(market),
    get openAsks() {
      return minds.open
    },
    get now() {
      return simulation.now
    },
    moveOn(until) {
      const { reached } = simulation.advance(until, 1)
      // After each event: what is answered at once is answered at the moment of the question, whatever the pace.
      const asks = simulation.takeAsks()
      if (asks.length > 0) minds.think(asks)
      return reached
    },
    note: (title, text) => add({ time: simulation.now, kind: 'control', symbol: undefined, title, text }),
    afterSlice() {
      minds.giveUp(simulation.now)
      freezer.look()
      recorder.look()
    },
    stop() {
      minds.stop()
      stopObserving()
    },
  }
}
