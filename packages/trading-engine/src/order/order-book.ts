import type { InstrumentId, OrderId, OrderInstruction, OrderState } from '@strategraph/market-model'
import { orderId } from '../market/amounts.ts'
import { advance, isTerminal } from './order-state.ts'

export interface KnownOrder {
  readonly instruction: OrderInstruction
  readonly state: OrderState
}

/** All orders of a run and their states. Ids are `<nodeId>#<n>`, n from 1 for each node. */
export interface OrderBook {
  nextId(nodeId: string): OrderId
  add(instruction: OrderInstruction): void
  /** The state after the report, or undefined where the report changed nothing. */
  report(id: OrderId, report: OrderState): OrderState | undefined
  get(id: OrderId): KnownOrder | undefined
  /** Not terminal, in the order of their making. */
  open(instrument?: InstrumentId): readonly KnownOrder[]
  readonly openCount: number
  all(): readonly KnownOrder[]
}

export function createOrderBook(): OrderBook {
  const orders = new Map<OrderId, { instruction: OrderInstruction; state: OrderState }>()
  /** Few at any time, so a list is faster than a map. */
  const open: { instruction: OrderInstruction; state: OrderState }[] = []
  const counts = new Map<string, number>()
  return {
    nextId(nodeId) {
      const count = (counts.get(nodeId) ?? 0) + 1
      counts.set(nodeId, count)
      return orderId(`${nodeId}#${count}`)
    },
    add(instruction) {
      const order = { instruction, state: { status: 'pending' } as const }
      orders.set(instruction.id, order)
      open.push(order)
    },
    report(id, report) {
      const order = orders.get(id)
      if (order === undefined) return undefined
      const state = advance(order.state, report)
      if (state === order.state) return undefined
      if (isTerminal(state) && !isTerminal(order.state)) open.splice(open.indexOf(order), 1)
      order.state = state
      return state
    },
    get: (id) => orders.get(id),
    open: (instrument) => open.filter((order) => instrument === undefined || order.instruction.instrument === instrument),
    get openCount() {
      return open.length
    },
    all: () => [...orders.values()],
  }
}
