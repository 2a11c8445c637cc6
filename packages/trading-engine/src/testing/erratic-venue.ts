import {
  type BrokerEvent,
  type Fill,
  type Lots,
  type Money,
  type OrderId,
  type OrderInstruction,
  type OrderState,
  toTicks,
} from '@strategraph/market-model'
import type { BrokerContext, RunVenue } from '../broker/run-venue.ts'
import { lots } from '../market/amounts.ts'

export type VenueAct = 'accept' | 'fill-a-part' | 'fill' | 'reject' | 'cancel' | 'expire' | 'doubt' | 'repeat'
export const venueActs: readonly VenueAct[] = ['accept', 'fill-a-part', 'fill', 'reject', 'cancel', 'expire', 'doubt', 'repeat']

/** A venue that does to orders what a test says, in any order, sensible or not; its clock goes where the test puts it. */
export interface ErraticVenue {
  readonly venue: RunVenue
  readonly sent: readonly OrderInstruction[]
  readonly clock: { ms: number }
  /** To the order that was sent `back` orders before the newest one, at this price; nothing where there is none. */
  readonly act: (act: VenueAct, back: number, price: number) => void
}

/** `atOnce`: each order is accepted, and each cancel done, before the call that asked for it returns. */
export function erraticVenue({ atOnce = false }: { readonly atOnce?: boolean } = {}): ErraticVenue {
  const sent: OrderInstruction[] = []
  const filled = new Map<OrderId, number>()
  const clock = { ms: 0 }
  let context: BrokerContext | undefined
  let tell: (event: BrokerEvent) => void = () => {}
  let last: BrokerEvent | undefined
  let trades = 0

  const report = (event: BrokerEvent) => {
    last = event
    tell(event)
  }
  const state = (orderId: OrderId, next: OrderState) => report({ type: 'order', orderId, state: next })
  const filledOf = (id: OrderId): Lots => lots(filled.get(id) ?? 0)

  function fill({ id, instrument, side }: OrderInstruction, quantity: number, price: number): void {
    const scale = context?.markets.find((market) => market.id === instrument)?.scale
    if (scale === undefined) return
    trades += 1
    filled.set(id, filledOf(id) + quantity)
    const what: Omit<Fill, 'fee'> = {
      tradeId: `t${trades}`,
      orderId: id,
      instrument,
      time: clock.ms,
      side,
      price: toTicks(price, scale, 'nearest'),
      quantity: lots(quantity),
      liquidity: trades % 2 === 0 ? 'maker' : 'taker',
    }
    report({ type: 'fill', fill: { ...what, fee: (BigInt(trades) * 1_234_567_890_123n) as Money } })
  }

  return {
    sent,
    clock,
    act(act, back, price) {
      const order = sent.at(-1 - back)
      if (order === undefined) return
      const { id } = order
      const venueOrderId = `v-${id}`
      switch (act) {
        case 'accept':
          return state(id, { status: 'accepted', venueOrderId })
        case 'fill-a-part':
          fill(order, 12_345_678, price)
          return state(id, { status: 'partially-filled', venueOrderId, filled: filledOf(id) })
        case 'fill':
          fill(order, 87_654_321, price)
          return state(id, { status: 'filled', venueOrderId, filled: filledOf(id) })
        case 'reject':
          return state(id, { status: 'rejected', code: 'EOrder:Insufficient funds', reason: 'test' })
        case 'cancel':
          return state(id, { status: 'canceled', reason: 'USER', filled: filledOf(id) })
        case 'expire':
          return state(id, { status: 'expired', filled: filledOf(id) })
        case 'doubt':
          return state(id, { status: 'unknown', cause: 'timeout' })
        case 'repeat':
          return last === undefined ? undefined : tell(last)
      }
    },
    venue: {
      clock: { now: () => clock.ms },
      createBroker(given) {
        context = given
        return {
          submit(instruction) {
            sent.push(instruction)
            if (atOnce) state(instruction.id, { status: 'accepted', venueOrderId: `v-${instruction.id}` })
          },
          cancel(id, reason) {
            if (atOnce) state(id, { status: 'canceled', reason, filled: filledOf(id) })
          },
          onEvent(listener) {
            tell = listener
          },
        }
      },
    },
  }
}
