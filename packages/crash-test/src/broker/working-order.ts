import type { OrderId, OrderInstruction, Time } from '@strategraph/market-model'
import type { MarketIndex, MarketMode, VenueOrderId } from '@strategraph/market-sim'

/** An instruction that is not over yet. It may be several orders at the venue, one after another. */
export interface WorkingOrder {
  readonly instruction: OrderInstruction
  readonly market: MarketIndex
  /** The order at the venue; undefined before it is sent, and between two of them. */
  venueId: VenueOrderId | undefined
  /** Size of the order at the venue, filled part included. */
  venueQuantity: number
  venueFilled: number
  /** Lots of all its orders. */
  filled: number
  /** Not sent (again) before. */
  sendAt: Time
  tries: number
  /** It is to be taken back, for this reason. */
  cancelReason: string | undefined
  /** A stop that was hit: what is left of it goes to the market. */
  isTriggered: boolean
}

export function workingOrder(instruction: OrderInstruction, market: MarketIndex): WorkingOrder {
  return {
    instruction,
    market,
    venueId: undefined,
    venueQuantity: 0,
    venueFilled: 0,
    filled: 0,
    sendAt: 0,
    tries: 0,
    cancelReason: undefined,
    isTriggered: false,
  }
}

/** Makes a position smaller, whatever happens: it is sent again until it stands. An entry that was refused is a chance gone by. */
export function reduces({ role }: OrderInstruction): boolean {
  return role !== 'entry'
}

/** What a venue says openly of its mode; asking for more would only be refused. */
export function takesNow(mode: MarketMode, { instruction: { kind }, isTriggered }: WorkingOrder): boolean {
  if (mode === 'online') return true
  if (kind.type !== 'limit' || isTriggered) return false
  return mode === 'limit_only' || (mode === 'post_only' && kind.postOnly)
}

/** Ms to wait after so many refusals in a row: 1, 2, 4, then 5 seconds. */
export function backOffMs(tries: number): number {
  return Math.min(5000, 1000 * (1 << Math.min(tries - 1, 3)))
}

export const byOrderId =
  (id: OrderId) =>
  ({ instruction }: WorkingOrder): boolean =>
    instruction.id === id
