import type { Brand } from './brand.ts'
import type { Time } from './bar.ts'
import type { ApprovedQuantity, Side } from './decision.ts'
import type { InstrumentId, Lots, Ticks } from './instrument.ts'
import type { Money } from './money.ts'

/** Ours, unique in the run: `<nodeId>#<n>`. */
export type OrderId = Brand<string, 'OrderId'>

export type TimeInForce = 'gtc' | 'ioc' | 'fok' | 'gtd'

export type OrderKind =
  | { readonly type: 'market' }
  | { readonly type: 'limit'; readonly price: Ticks; readonly postOnly: boolean }
  | { readonly type: 'stop'; readonly trigger: Ticks }

/** What a broker is told to do. */
export interface OrderInstruction {
  readonly id: OrderId
  /** The node that asked for it. */
  readonly nodeId: string
  readonly instrument: InstrumentId
  readonly side: Side
  readonly quantity: ApprovedQuantity | { readonly kind: 'position' }
  readonly kind: OrderKind
  readonly timeInForce: TimeInForce
  /** For `gtd`. */
  readonly expiresAt?: Time
  /** For `gtd`: bars in which it may fill. The simulated broker counts them; `expiresAt` is what a venue is told. */
  readonly expiresAfterBars?: number
  readonly reduceOnly: boolean
  readonly role: 'entry' | 'close' | 'stop-loss' | 'take-profit' | 'end-of-data'
  /** Orders of one group: the one that fills cancels the others (OCO). */
  readonly group?: string
  /** The entry whose lot this order protects: its quantity is what is left of that lot. */
  readonly parent?: OrderId
  /** Protection that becomes live when this entry fills (OTO). */
  readonly stopLoss?: Ticks
  readonly takeProfit?: Ticks
  readonly reason: string
}

/** Moves forward only. `unknown` = sent, outcome not known: leaves only through reconciliation. */
export type OrderState =
  | { readonly status: 'pending' }
  | { readonly status: 'unknown'; readonly cause: string }
  | { readonly status: 'accepted'; readonly venueOrderId: string }
  | { readonly status: 'partially-filled'; readonly venueOrderId: string; readonly filled: Lots }
  | { readonly status: 'filled'; readonly venueOrderId: string; readonly filled: Lots }
  | { readonly status: 'canceled'; readonly reason: string; readonly filled: Lots }
  | { readonly status: 'expired'; readonly filled: Lots }
  | { readonly status: 'rejected'; readonly code: string; readonly reason: string }

/** One execution of one of our orders. */
export interface Fill {
  readonly tradeId: string
  readonly orderId: OrderId
  readonly instrument: InstrumentId
  readonly time: Time
  readonly side: Side
  readonly price: Ticks
  readonly quantity: Lots
  /** In quote currency, >= 0. */
  readonly fee: Money
  readonly liquidity: 'maker' | 'taker'
}
