import {
  barAt,
  type BarColumns,
  type Instrument,
  type InstrumentId,
  type Interval,
  instrumentId,
  type Proposal,
} from '@strategraph/market-model'
import { documentSchema, type Plan, type SubmitAs } from '@strategraph/strategy-core'
import type { RunVenue } from '../broker/run-venue.ts'
import { createRecorder } from '../journal/recorder.ts'
import type { JournalEvent } from '../journal/event.ts'
import { runSettings, type RunSettingsOverrides } from '../run/settings.ts'
import { createTradingRun, type TradingRun } from '../run/trading-run.ts'

export function testInstrument(changes: Partial<Omit<Instrument, 'id'>> = {}): Instrument {
  const base = { venue: 'test', symbol: 'BTC/USD', base: 'BTC', quote: 'USD', tickSize: '0.01', lotSize: '0.00000001', ...changes }
  return { ...base, id: instrumentId(base.venue, base.symbol) }
}

/** A plan without nodes: the strategy is a function of the test. */
export function emptyPlan(feeds: readonly { readonly feed: string; readonly interval: Interval }[]): Plan {
  return {
    document: documentSchema.parse({ formatVersion: 1, id: 'test', name: 'Test', nodes: [], edges: [] }),
    graphHash: 'test',
    feeds: [],
    domains: feeds.map(({ feed, interval }) => ({ feed, interval, stages: [], warmUp: 0 })),
    nodes: new Map(),
    reactive: [],
    wake: { kind: 'every-row' },
    explained: [],
    warmUp: new Map(),
  }
}

export interface HandDriven {
  readonly run: TradingRun
  readonly instrument: InstrumentId
  readonly row: number
  /** Reviews and submits; true where it went out. */
  readonly propose: (proposal: Proposal, as?: SubmitAs) => boolean
}

export interface HandDrivenOptions {
  readonly columns: BarColumns
  readonly interval: Interval
  readonly instrument?: Instrument
  readonly settings?: RunSettingsOverrides
  readonly events?: JournalEvent[]
  readonly venue?: RunVenue
  readonly decide: (at: HandDriven) => void
}

/** Runs a strategy written as a function over columns, tick by tick, through the whole engine but without a graph. */
export function driveByHand(options: HandDrivenOptions): TradingRun {
  const { columns, interval, instrument = testInstrument(), settings, events, venue, decide } = options
  const plan = emptyPlan([{ feed: 'feed', interval }])
  const run = createTradingRun({
    plan,
    bindings: new Map([['feed', { instrument, provenance: 'recorded', source: 'test' }]]),
    settings: runSettings(plan, settings),
    recorder: createRecorder('test', events === undefined ? undefined : { append: (event) => events.push(event) }),
    curve: { capacity: columns.time.length },
    rows: new Map([['feed', columns.time.length]]),
    onAsk: () => {},
    ...(venue === undefined ? {} : { venue }),
  })
  const propose = (proposal: Proposal, as: SubmitAs = { type: 'market' }): boolean => {
    const review = run.review('gate', proposal, {})
    if (review.ok) run.perform('order', { kind: 'submit', order: review.order, as })
    return review.ok
  }
  for (let row = 0; row < columns.time.length; row++) {
    const bar = barAt(columns, row)
    run.closeTick(row, bar.time, [{ domain: 0, ...bar }])
    decide({ run, instrument: instrument.id, row, propose })
  }
  return run
}
