import type { InstrumentId, OrderId, OrderInstruction, OrderState } from '@strategraph/market-model'
import { orderId } from '../market/amounts.ts'
import { removeAt } from '../market/remove-at.ts'
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
  openCount(): number
  all(): readonly KnownOrder[]
}

interface MutableOrder {
  readonly instruction: OrderInstruction
  state: OrderState
}

const pending: OrderState = { status: 'pending' }
/** Up to here going through a list beats hashing ids that are looked up two or three times in their life. */
const fewOrders = 8

export function createOrderBook(): OrderBook {
  const all: MutableOrder[] = []
  /** Few at any time, so a list is faster than a map. */
  const open: MutableOrder[] = []
  /** The first orders of `all`, by id; filled when somebody asks for one that is not open, which a plain backtest never does. */
  const byId = new Map<OrderId, MutableOrder>()
  const counts = new Map<string, number>()

  function find(id: OrderId): MutableOrder | undefined {
    if (open.length <= fewOrders) for (const order of open) if (order.instruction.id === id) return order
    for (let index = byId.size; index < all.length; index++) {
      const order = all[index]
      if (order !== undefined) byId.set(order.instruction.id, order)
    }
    return byId.get(id)
  }

  return {
    nextId(nodeId) {
      const count = (counts.get(nodeId) ?? 0) + 1
      counts.set(nodeId, count)
      return orderId(`${nodeId}#${count}`)
    },
    add(instruction) {
      const order = { instruction, state: pending }
      all.push(order)
      open.push(order)
    },
    report(id, report) {
      const order = find(id)
      if (order === undefined) return undefined
      const state = advance(order.state, report)
      if (state === order.state) return undefined
      if (isTerminal(state) && !isTerminal(order.state)) removeAt(open, open.indexOf(order))
      order.state = state
      return state
    },
    get: find,
    open: (instrument) => open.filter((order) => instrument === undefined || order.instruction.instrument === instrument),
    openCount: () => open.length,
    all: () => [...all],
  }
}
