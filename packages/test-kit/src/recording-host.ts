import {
  type ApprovedOrder,
  type Instrument,
  instrumentId,
  type InstrumentId,
  type Lots,
  type PortfolioView,
  type PositionView,
  type Proposal,
  type Review,
} from '@strategraph/market-model'
import type { BatchHost, Effect, OutputKey, ShownValue, Tick } from '@strategraph/strategy-core'

/** What a plan told its host, in order. */
export type HostRecord =
  | { readonly kind: 'produced'; readonly nodeId: string; readonly port: string; readonly value: unknown }
  | { readonly kind: 'performed'; readonly nodeId: string; readonly effect: Effect }
  | { readonly kind: 'reviewed'; readonly nodeId: string; readonly proposal: Proposal }
  | { readonly kind: 'denied'; readonly nodeId: string; readonly code: string }
  | { readonly kind: 'decided'; readonly tick: number; readonly values: Readonly<Record<OutputKey, ShownValue>> }

export interface RecordingHost extends BatchHost {
  readonly records: readonly HostRecord[]
  /** How often the portfolio was read. */
  readonly portfolioReads: number
  /** The tick that the portfolio is of; set by `beforeDecisions`. */
  readonly tick: Tick | undefined
}

export interface RecordingHostOptions {
  /** Flat with 10,000 when absent. */
  readonly portfolio?: (tick: Tick | undefined) => PortfolioView
  /** Approves everything when absent. */
  readonly review?: (proposal: Proposal) => Review
  /** Values to note at every decided tick. */
  readonly explain?: readonly OutputKey[]
}

export const testInstrument: Instrument = {
  id: instrumentId('test', 'BTC/USD'),
  venue: 'test',
  symbol: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  tickSize: '0.01',
  lotSize: '0.0001',
}

/** A host that writes down what it is told and answers the same every time. Serves sessions and batches. */
export function recordingHost(options: RecordingHostOptions = {}): RecordingHost {
  const records: HostRecord[] = []
  let portfolioReads = 0
  let tick: Tick | undefined
  return {
    records,
    get portfolioReads() {
      return portfolioReads
    },
    get tick() {
      return tick
    },
    get portfolio() {
      portfolioReads += 1
      return options.portfolio?.(tick) ?? flatPortfolio(tick?.time ?? Number.NaN)
    },
    instrumentOf: () => testInstrument,
    review(nodeId, proposal) {
      records.push({ kind: 'reviewed', nodeId, proposal })
      return options.review?.(proposal) ?? { ok: true, order: approve(proposal) }
    },
    deny: (nodeId, { code }) => void records.push({ kind: 'denied', nodeId, code }),
    perform: (nodeId, effect) => void records.push({ kind: 'performed', nodeId, effect }),
    produced: (nodeId, port, _kind, value) => void records.push({ kind: 'produced', nodeId, port, value }),
    beforeDecisions: (present) => void (tick = present),
    afterDecisions(present, decided, values) {
      if (decided && options.explain !== undefined) records.push({ kind: 'decided', tick: present.index, values: values(options.explain) })
    },
    wantsNextTick: false,
  }
}

/** What a gate would let through; for tests of what comes after a gate. */
export function approve(proposal: Proposal): ApprovedOrder {
  if (proposal.kind === 'close') return proposal as ApprovedOrder
  const { kind, instrument, side, closeFirst, reason } = proposal
  return { kind, instrument, side, closeFirst, reason, quantity: { kind: 'lots', lots: 100 as Lots } } as ApprovedOrder
}

export function flatPortfolio(time: number, cash = 10_000): PortfolioView {
  return portfolioView({ time, cash, quantity: 0, price: 100 })
}

/** A portfolio with one position in every instrument that is asked for. */
export function portfolioView(state: {
  readonly time: number
  readonly cash: number
  readonly quantity: number
  readonly price: number
}): PortfolioView {
  const { time, cash, quantity, price } = state
  const equity = cash + quantity * price
  const position = (instrument: InstrumentId): PositionView => ({
    instrument,
    lots: Math.round(quantity * 10_000) as Lots,
    quantity,
    averageEntryPrice: quantity === 0 ? Number.NaN : price,
    unrealizedPnl: 0,
    notional: quantity * price,
    barsHeld: quantity === 0 ? Number.NaN : 1,
  })
  return {
    time,
    currency: 'USD',
    equity,
    cash,
    exposure: Math.abs(quantity * price),
    peakEquity: equity,
    drawdown: 0,
    realizedPnl: 0,
    unrealizedPnl: 0,
    dayStartEquity: equity,
    entriesToday: 0,
    barsSinceClose: Number.NaN,
    allowShort: true,
    openOrders: 0,
    position,
    lastPrice: () => price,
  }
}
