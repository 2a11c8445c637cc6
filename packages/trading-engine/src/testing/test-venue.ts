import {
  type Broker,
  type BrokerEvent,
  moneyFromText,
  type OrderId,
  type OrderInstruction,
  type OrderState,
  type Ticks,
} from '@strategraph/market-model'
import type { BrokerContext } from '../broker/run-venue.ts'
import { createSimulatedBroker, type VenueRules } from '../broker/simulated-broker.ts'
import { createLedger } from '../ledger/ledger.ts'
import { lots, orderId, ticks } from '../market/amounts.ts'
import { marketOf } from '../market/market.ts'
import { isTerminal } from '../order/order-state.ts'
import { rateOf } from '../market/rate.ts'
import { testInstrument } from './hand-driven-run.ts'

export interface TestVenueOptions<B extends Broker> {
  readonly rules?: Partial<VenueRules>
  readonly cash?: string
  readonly createBroker: (context: BrokerContext) => B
}

/** A simulated venue with a ledger behind it; prices are whole units, lots are whole units. */
export function testVenue(options: Partial<Omit<TestVenueOptions<Broker>, 'createBroker'>> = {}) {
  const desk = testDesk({ ...options, createBroker: createSimulatedBroker })
  return {
    ...desk,
    /** The next bar; times are row numbers, so a bar opens when the last one closed. */
    bar(open: number, high = open, low = open) {
      const since = desk.present.time
      desk.present.time += 1
      desk.broker.onBar(desk.market.id, { time: since, since, open, high, low })
    },
  }
}

/** A broker with a ledger behind it that sends brackets as a run does; prices are whole units, lots are whole units. */
export function testDesk<B extends Broker>({ rules, cash = '100000', createBroker }: TestVenueOptions<B>) {
  const market = marketOf(testInstrument({ tickSize: '1', lotSize: '1' }))
  const ledger = createLedger(moneyFromText(cash), [market])
  const events: BrokerEvent[] = []
  const roles = new Map<OrderId, OrderInstruction>()
  const over = new Set<OrderId>()
  const present = { time: 0 }
  let count = 0
  const broker = createBroker({
    markets: [market],
    rules: { allowShort: true, takerFee: rateOf(0), makerFee: rateOf(0), slippageBps: 0, ...rules },
    clock: { now: () => present.time },
    account: {
      cash: ledger.cash,
      net: (instrument) => ledger.book(instrument).net,
      lotsOpenedBy: ledger.lotsOpenedBy,
      cashAfterClosing: ledger.cashAfterClosing,
      spotCash: () => ledger.accounts.spotCash,
    },
  })
  const submit = (order: Partial<OrderInstruction> & Pick<OrderInstruction, 'side'>): OrderId => {
    count += 1
    const instruction: OrderInstruction = {
      id: orderId(`n#${count}`),
      nodeId: 'n',
      instrument: market.id,
      quantity: { kind: 'lots', lots: lots(1) },
      kind: { type: 'market' },
      timeInForce: 'gtc',
      reduceOnly: false,
      role: 'entry',
      reason: 'test',
      ...order,
    }
    roles.set(instruction.id, instruction)
    broker.submit(instruction)
    return instruction.id
  }
  broker.onEvent((event) => {
    events.push(event)
    if (event.type === 'order') {
      const { orderId: id, state } = event
      if (isTerminal(state)) over.add(id)
      return
    }
    const instruction = roles.get(event.fill.orderId)
    const { opened } = ledger.post({
      fill: event.fill,
      row: present.time,
      ...(instruction?.parent === undefined ? {} : { closes: instruction.parent }),
    })
    if (opened === 0 || instruction?.role !== 'entry') return
    const { id, side, stopLoss, takeProfit } = instruction
    if ([...roles.values()].some((order) => order.parent === id && !over.has(order.id))) return
    const leg = {
      side: side === 'buy' ? 'sell' : 'buy',
      quantity: { kind: 'position' },
      reduceOnly: true,
      group: `bracket:${id}`,
      parent: id,
    } as const
    if (stopLoss !== undefined) submit({ ...leg, role: 'stop-loss', kind: { type: 'stop', trigger: stopLoss } })
    if (takeProfit !== undefined) submit({ ...leg, role: 'take-profit', kind: { type: 'limit', price: takeProfit, postOnly: false } })
  })
  return {
    broker,
    ledger,
    market,
    events,
    submit,
    present,
    /** The entry that an order protects. */
    parentOf: (id: OrderId) => roles.get(id)?.parent,
    net: () => ledger.book(market.id).net,
    fills: () => events.flatMap((event) => (event.type === 'fill' ? [event.fill] : [])),
    /** Last state of an order. */
    state(id: OrderId): OrderState | undefined {
      return events.flatMap((event) => (event.type === 'order' && event.orderId === id ? [event.state] : [])).at(-1)
    },
  }
}

export const limit = (price: number, postOnly = false): OrderInstruction['kind'] => ({ type: 'limit', price: ticks(price), postOnly })
export const stop = (price: number): OrderInstruction['kind'] => ({ type: 'stop', trigger: ticks(price) })
export const at = (price: number): Ticks => ticks(price)
export const units = (count: number): OrderInstruction['quantity'] => ({ kind: 'lots', lots: lots(count) })
