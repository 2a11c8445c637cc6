import type { OrderState } from '@strategraph/market-model'
import { lots } from '../market/amounts.ts'

/** How much is known of an order; a state never goes back to a lower one. Terminal states share the highest. */
const rank: Readonly<Record<OrderState['status'], number>> = {
  pending: 0,
  unknown: 1,
  accepted: 2,
  'partially-filled': 3,
  filled: 4,
  canceled: 4,
  expired: 4,
  rejected: 4,
}

export function isTerminal(state: OrderState): boolean {
  return rank[state.status] === rank.filled
}

export function filledLots(state: OrderState): number {
  return 'filled' in state ? state.filled : 0
}

/**
 * The state after a report, whatever the order in which reports arrive: a late `accepted` changes nothing, the filled
 * quantity never falls, the first terminal state stays (a fill reported after it still counts in its quantity).
 * `unknown` is left by any report that knows more; it never replaces one.
 */
export function advance(state: OrderState, report: OrderState): OrderState {
  const filled = lots(Math.max(filledLots(state), filledLots(report)))
  const further = rank[report.status] > rank[state.status] ? report : state
  return 'filled' in further && further.filled !== filled ? { ...further, filled } : further
}
