import type { Brand } from './brand.ts'
import type { InstrumentId, Lots, Ticks } from './instrument.ts'

export type Side = 'buy' | 'sell'

/** A wish to trade, with its reason. Prices are in quote currency. Carries no quantity and no authority. */
export interface Decision {
  readonly action: 'buy' | 'sell' | 'close' | 'hold'
  readonly instrument: InstrumentId
  readonly reason: string
  /** 0..1 */
  readonly confidence?: number
  /** 0..1 of the size that the sizing node would choose. */
  readonly sizeFraction?: number
  readonly stopLoss?: number
  readonly takeProfit?: number
}

/** How much: a quantity in base currency, or a fraction of the cash that is there when the order fills (fee included). */
export type QuantityWish =
  | { readonly kind: 'units'; readonly units: number; readonly wholeUnits?: boolean }
  | { readonly kind: 'cash-at-fill'; readonly fraction: number; readonly wholeUnits?: boolean }

/** A sized decision that no risk gate has seen yet. */
export type Proposal =
  | {
      readonly kind: 'entry'
      readonly instrument: InstrumentId
      readonly side: Side
      readonly quantity: QuantityWish
      /** Close an opposite position first, at the same moment. */
      readonly closeFirst: boolean
      readonly stopLoss?: number
      readonly takeProfit?: number
      readonly reason: string
    }
  | { readonly kind: 'close'; readonly instrument: InstrumentId; readonly reason: string }

/** A number of lots, or a fraction of cash that the broker turns into lots when it fills. */
export type ApprovedQuantity =
  | { readonly kind: 'lots'; readonly lots: Lots }
  | { readonly kind: 'cash-at-fill'; readonly fraction: number; readonly lotStep: Lots }

/** What a risk gate let through. Only `reviewProposal` of the trading engine makes one. */
export type ApprovedOrder = Brand<
  | {
      readonly kind: 'entry'
      readonly instrument: InstrumentId
      readonly side: Side
      readonly quantity: ApprovedQuantity
      readonly closeFirst: boolean
      readonly stopLoss?: Ticks
      readonly takeProfit?: Ticks
      readonly reason: string
    }
  | { readonly kind: 'close'; readonly instrument: InstrumentId; readonly reason: string },
  'ApprovedOrder'
>

/** Limits of a risk gate or of the account. An absent one does not limit. Fractions are of equity. */
export interface RiskLimits {
  /** |position| x price, as a fraction of equity. */
  readonly maxPositionFraction?: number
  /** Sum of |position| x price over all instruments, as a fraction of equity. */
  readonly maxExposureFraction?: number
  /** Fall from the peak of equity at which entries stop. */
  readonly maxDrawdownFraction?: number
  readonly maxEntriesPerDay?: number
  /** Rows of the gate's clock after a close before the next entry. */
  readonly cooldownBars?: number
  /** Loss since 00:00 UTC, as a fraction of the day's first equity, at which entries stop until the next day. */
  readonly dailyLossFraction?: number
}

export type DenialCode =
  | 'MAX_POSITION'
  | 'MAX_EXPOSURE'
  | 'MAX_DRAWDOWN'
  | 'MAX_ENTRIES_PER_DAY'
  | 'COOLDOWN'
  | 'DAILY_LOSS'
  | 'KILL_SWITCH'
  | 'ENTRIES_PAUSED'
  | 'SHORT_NOT_ALLOWED'
  | 'ALREADY_IN_POSITION'
  | 'NOTHING_TO_CLOSE'
  /** Another proposal of the same moment left the gate first. */
  | 'CONFLICTING_PROPOSAL'
  | 'BELOW_MINIMUM'
  | 'INVALID_QUANTITY'
  | 'INVALID_PRICE'
  | 'INSUFFICIENT_FUNDS'
  | 'MISSING_STOP'
  | 'END_OF_DATA'
  | 'LEDGER_MISMATCH'
  /** At a real venue: the next bar should have come already. */
  | 'STALE_DATA'

/** A refusal with its numbers; `limit` and `actual` in the unit that the code implies. */
export interface Denial {
  readonly code: DenialCode
  readonly message: string
  readonly limit?: number
  readonly actual?: number
  /** Seconds that the clock of this machine is ahead of the feed's, where a bar only looks too old because of that (STALE_DATA). */
  readonly clockAhead?: number
}

export type Review = { readonly ok: true; readonly order: ApprovedOrder } | { readonly ok: false; readonly denial: Denial }
