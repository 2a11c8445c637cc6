import type { Bar, Interval, Quote, Time } from './bar.ts'
import type { Instrument, InstrumentId } from './instrument.ts'
import type { Fill, OrderId, OrderInstruction, OrderState } from './order.ts'

/** Where time comes from; never the machine's clock directly. */
export interface Clock {
  now(): Time
}

/** Where a value comes from; shown beside it and kept in the journal. */
export type Provenance = 'simulated' | 'imported' | 'exchange' | 'recorded'

export interface FeedRequest {
  readonly instrument: InstrumentId
  readonly interval: Interval
}

/** Live bars, in order, closed ones only; quotes where the source has them. */
export interface MarketFeed {
  readonly instrument: Instrument
  readonly provenance: Provenance
  /** ms that the clock of this machine is ahead of the source's (below 0: behind), where the source tells its own and they differ. */
  readonly clockAhead?: number | undefined
  start(listener: { onBar(bar: Bar): void; onQuote(quote: Quote): void; onProblem(code: string, message: string): void }): Promise<void>
  stop(): Promise<void>
}

export type BrokerEvent =
  | { readonly type: 'order'; readonly orderId: OrderId; readonly state: OrderState }
  | { readonly type: 'fill'; readonly fill: Fill }

/** Takes instructions, answers with events only; the caller keeps no second truth. */
export interface Broker {
  submit(instruction: OrderInstruction): void
  cancel(orderId: OrderId, reason: string): void
  onEvent(listener: (event: BrokerEvent) => void): void
}
