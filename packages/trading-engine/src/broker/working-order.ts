import { type OrderInstruction, priceOf, type Time } from '@strategraph/market-model'
import type { Market } from '../market/market.ts'

/** An order that rests at the simulated venue. */
export interface WorkingOrder {
  readonly instruction: OrderInstruction
  readonly market: Market
  readonly venueOrderId: string
  /** Moment of the decision: only bars that open at or after it may fill the order. */
  readonly since: Time
  /** When it is looked at inside a bar: closes, stop-losses, then take-profits and entries (rule 5). */
  readonly phase: 0 | 1 | 2
  /** Bars that it was looked at in. */
  bars: number
}

export function phaseOf({ role, kind }: OrderInstruction): WorkingOrder['phase'] {
  switch (role) {
    case 'close':
    case 'end-of-data':
      return kind.type === 'market' ? 0 : 2
    case 'stop-loss':
      return 1
    case 'take-profit':
    case 'entry':
      return 2
  }
}

/** When a market's orders must be looked at: in its next bar whatever it brings, or in the first bar that trades at or beyond a price. */
export interface Attention {
  readonly nextBar: boolean
  /** A low at or below it. */
  readonly below: number
  /** A high at or above it. */
  readonly above: number
}

export const noAttention: Attention = { nextBar: false, below: Number.NEGATIVE_INFINITY, above: Number.POSITIVE_INFINITY }

/** Lets a backtest run over the bars in which nothing can happen; exact, never late. */
export function attentionFor(orders: readonly WorkingOrder[]): Attention {
  if (orders.length === 0) return noAttention
  let { below, above } = noAttention
  for (const { instruction, market, bars } of orders) {
    const { kind, side, timeInForce } = instruction
    if (kind.type === 'market' || bars === 0 || timeInForce === 'gtd') return { nextBar: true, below, above }
    const price = priceOf(kind.type === 'limit' ? kind.price : kind.trigger, market.scale)
    const fallsTo = (kind.type === 'limit') === (side === 'buy')
    if (fallsTo) below = Math.max(below, price)
    else above = Math.min(above, price)
  }
  return { nextBar: false, below, above }
}
