import type { InstrumentId, OrderInstruction, Side, Time } from '@strategraph/market-model'

/** Limits that held in the run, as fractions of equity; an absent one does not limit. */
export interface HeldLimits {
  readonly maxPositionFraction?: number
  readonly maxExposureFraction?: number
  readonly maxDrawdownFraction?: number
  readonly dailyLossFraction?: number
  readonly maxEntriesPerDay?: number
  /** Bars after a position was closed. */
  readonly cooldownBars?: number
  readonly allowShort: boolean
}

/** The account as the venue counts it, open positions at the last price. */
export interface VenueTruth {
  readonly equity: number
  /** Signed quantities, base currency. */
  readonly positions: readonly { readonly instrument: InstrumentId; readonly quantity: number; readonly price: number }[]
}

export interface SentOrder {
  readonly id: string
  readonly instrument: InstrumentId
  readonly role: OrderInstruction['role']
  readonly side: Side
  /** It may open or add to a position. */
  readonly opens: boolean
}

/** Something that happened in a crash test, at a market time. Prices in quote, quantities in base currency. */
export type TapeEvent = {
  readonly time: Time
} /** The strategy saw the bars that closed at `barTime`; later than that where the feed was frozen. */ & (
  | { readonly type: 'moment'; readonly barTime: Time; readonly truth: VenueTruth }
  /** In between, at the middle of the book. */
  | { readonly type: 'mark'; readonly equity: number }
  /** `dataTime`: close of the newest bar that the strategy had seen of the instrument. */
  | { readonly type: 'sent'; readonly order: SentOrder; readonly dataTime: Time }
  | { readonly type: 'refused'; readonly order: SentOrder; readonly code: string }
  | { readonly type: 'fill'; readonly order: SentOrder; readonly price: number; readonly quantity: number; readonly truth: VenueTruth }
  /**
   * `wanted`: what is held of entries that declared a stop-loss. `resting`: quantity of stop orders at the venue, and of those that were
   * hit and are being traded. */
  | { readonly type: 'cover'; readonly instrument: InstrumentId; readonly wanted: number; readonly resting: number }
  /** Whether the venue takes orders of every kind. */
  | { readonly type: 'venue'; readonly instrument: InstrumentId; readonly isAccepting: boolean }
  | { readonly type: 'end' }
)

/** Cash as exact decimal text, positions as signed quantities by instrument; flat ones are left out. */
export interface Books {
  readonly cash: string
  readonly positions: Readonly<Record<string, number>>
}

/** All that the judge knows of a crash test, in the order in which it happened. Plain data. */
export interface Tape {
  readonly limits: HeldLimits
  /** Equity before the first bar. */
  readonly initialEquity: number
  /** Bar length of the fastest feed. */
  readonly intervalMs: number
  readonly events: readonly TapeEvent[]
  readonly ledger: Books
  readonly venue: Books
}
