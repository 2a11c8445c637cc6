import type {
  Broker,
  BrokerEvent,
  Clock,
  Fill,
  InstrumentId,
  Lots,
  Money,
  OrderId,
  OrderState,
  Ticks,
  Time,
} from '@strategraph/market-model'
import { lots as toLots } from '../market/amounts.ts'
import { lookup } from '../market/lookup.ts'
import type { Market } from '../market/market.ts'
import { feeSchedule, type Rate } from '../market/rate.ts'
import { removeAt } from '../market/remove-at.ts'
import { inMoney, times, type Whole } from '../market/whole.ts'
import { lotsForCash } from './cash-quantity.ts'
import { type BarPrices, fillPriceInBar, slipped } from './fill-price.ts'
import { type Attention, attentionFor, noAttention, phaseOf, type WorkingOrder } from './working-order.ts'

export interface VenueRules {
  readonly allowShort: boolean
  readonly takerFee: Rate
  readonly makerFee: Rate
  readonly slippageBps: number
}

/** What the venue knows of our account; the ledger answers. */
export interface VenueAccount {
  readonly cash: () => Money
  /** Signed lots. */
  readonly net: (instrument: InstrumentId) => number
  readonly lotsOpenedBy: (instrument: InstrumentId, entry: OrderId) => number
  readonly cashAfterClosing: (instrument: InstrumentId, lots: number, price: Ticks) => Money
}

export interface VenueBar extends BarPrices {
  /** Open time of the bar: the time of its fills. */
  readonly time: Time
  /** From when on an order must have been decided before, to be filled in this bar: its open, or the last bar's close where that is later. */
  readonly since: Time
}

/** A venue that fills against closed bars, by the rules in `bar-engine.decision.md`. Fills are whole: bars know no depth. */
export interface SimulatedBroker extends Broker {
  /** Fills what a bar fills. Listeners are called at once, so that the cash of one fill is there for the next. */
  onBar(instrument: InstrumentId, bar: VenueBar): void
  attention(instrument: InstrumentId): Attention
}

export interface SimulatedBrokerOptions {
  readonly markets: readonly Market[]
  readonly rules: VenueRules
  readonly account: VenueAccount
  /** `now` = close time of the bar at which is decided. */
  readonly clock: Clock
}

/** Where the orders of one market rest. */
interface Place {
  readonly market: Market
  readonly orders: WorkingOrder[]
  readonly fee: Readonly<Record<Fill['liquidity'], (tickLots: Whole) => Money>>
  attention: Attention
}

const noOrders: WorkingOrder[] = []

type Refusal = Extract<OrderState, { status: 'rejected' }>

export function createSimulatedBroker({ markets, rules, account, clock }: SimulatedBrokerOptions): SimulatedBroker {
  const places = markets.map(
    (market): Place => ({
      market,
      orders: [],
      fee: { taker: feeSchedule(market.perTickLot, rules.takerFee), maker: feeSchedule(market.perTickLot, rules.makerFee) },
      attention: noAttention,
    }),
  )
  const placeOf = lookup(places, ({ market }) => market.id)
  let listener: (event: BrokerEvent) => void = () => {}
  let orderCount = 0
  let tradeCount = 0
  /** Brackets submitted while a market entry fills: they live in this bar already. */
  let bornInBar: WorkingOrder[] | undefined
  let fresh: WorkingOrder[] = []

  const ordersOf = (instrument: InstrumentId) => placeOf(instrument)?.orders ?? noOrders
  const feesOf = (instrument: InstrumentId) => {
    const place = placeOf(instrument)
    if (place === undefined) throw new RangeError(`no market ${instrument} at this venue`)
    return place.fee
  }
  const emit = (orderId: OrderId, state: OrderState) => listener({ type: 'order', orderId, state })
  const refuse = (code: string, reason: string): Refusal => ({ status: 'rejected', code, reason })

  function remove(order: WorkingOrder): boolean {
    const orders = ordersOf(order.market.id)
    const index = orders.indexOf(order)
    if (index < 0) return false
    removeAt(orders, index)
    return true
  }

  function end(order: WorkingOrder, state: OrderState): void {
    if (remove(order)) emit(order.instruction.id, state)
  }

  const cancelOrder = (order: WorkingOrder, reason: string) => end(order, { status: 'canceled', reason, filled: toLots(0) })

  function tryFill(order: WorkingOrder, bar: VenueBar): void {
    const { kind, side, timeInForce } = order.instruction
    const isMarketable =
      kind.type === 'limit' &&
      order.bars === 1 &&
      fillPriceInBar(kind, side, { open: bar.open, high: bar.open, low: bar.open }, order.market.scale) !== undefined
    if (isMarketable && kind.postOnly) return end(order, refuse('POST_ONLY_WOULD_TAKE', 'The limit would have filled at once as a taker'))
    const price = fillPriceInBar(kind, side, bar, order.market.scale)
    const isImmediate = kind.type === 'market' || isMarketable
    if ((timeInForce === 'ioc' || timeInForce === 'fok') && !isImmediate) return cancelOrder(order, 'NOT_FILLED_AT_ONCE')
    if (price === undefined) return
    const isTaker = kind.type !== 'limit' || isMarketable
    const paid = kind.type === 'limit' ? price : slipped(price, side, rules.slippageBps)
    fill(order, { price: paid, liquidity: isTaker ? 'taker' : 'maker', time: bar.time })
  }

  function fill(order: WorkingOrder, { price, liquidity, time }: Pick<Fill, 'price' | 'liquidity' | 'time'>): void {
    const { instruction, market } = order
    const rate = liquidity === 'taker' ? rules.takerFee : rules.makerFee
    const quantity = quantityAtFill(order, price, rate)
    if (typeof quantity !== 'number') return end(order, quantity)
    const value = times(price, quantity)
    const fee = feesOf(market.id)[liquidity](value)
    const refusal = refusalAtFill(order, { price, quantity, value, fee })
    if (refusal !== undefined) return end(order, refusal)

    remove(order)
    tradeCount += 1
    const isMarketEntry = instruction.role === 'entry' && instruction.kind.type === 'market'
    const born: WorkingOrder[] = []
    if (isMarketEntry) bornInBar = born
    listener({
      type: 'fill',
      fill: {
        tradeId: `sim-${tradeCount}`,
        orderId: instruction.id,
        instrument: market.id,
        time,
        side: instruction.side,
        price,
        quantity,
        fee,
        liquidity,
      },
    })
    bornInBar = undefined
    if (born.length > 0) fresh.push(...born)
    emit(instruction.id, { status: 'filled', venueOrderId: order.venueOrderId, filled: quantity })
    cancelRest(order)
  }

  /** The other legs of the group, and protection whose lot is gone. */
  function cancelRest({ instruction: { group }, market }: WorkingOrder): void {
    if (ordersOf(market.id).length === 0) return
    const isLeg = ({ instruction }: WorkingOrder) => group !== undefined && instruction.group === group
    const isIdle = ({ instruction: { parent } }: WorkingOrder) => parent !== undefined && account.lotsOpenedBy(market.id, parent) === 0
    for (const leg of ordersOf(market.id).filter(isLeg)) cancelOrder(leg, 'OCO')
    for (const order of ordersOf(market.id).filter(isIdle)) cancelOrder(order, 'POSITION_CLOSED')
  }

  function quantityAtFill({ instruction, market }: WorkingOrder, price: Ticks, fee: Rate): Lots | OrderState {
    const { quantity, side, reduceOnly, parent } = instruction
    const net = account.net(market.id)
    const reducible = side === 'buy' ? Math.max(0, -net) : Math.max(0, net)
    const gone: OrderState = { status: 'canceled', reason: 'NOTHING_TO_CLOSE', filled: toLots(0) }
    switch (quantity.kind) {
      case 'position': {
        const wanted = parent === undefined ? reducible : Math.min(reducible, account.lotsOpenedBy(market.id, parent))
        return wanted > 0 ? toLots(wanted) : gone
      }
      case 'lots': {
        const wanted = reduceOnly ? Math.min(quantity.lots, reducible) : quantity.lots
        return wanted > 0 ? toLots(wanted) : gone
      }
      case 'cash-at-fill': {
        const wanted = lotsForCash({ ...quantity, cash: account.cash(), price, fee }, market)
        if (!Number.isSafeInteger(wanted)) return refuse('INVALID_QUANTITY', 'More lots than can be counted')
        return wanted > 0 ? toLots(wanted) : refuse('INSUFFICIENT_FUNDS', 'The cash buys less than the smallest quantity')
      }
    }
  }

  function refusalAtFill(
    { instruction, market }: WorkingOrder,
    { price, quantity, value, fee }: { price: Ticks; quantity: Lots; value: Whole; fee: Money },
  ): Refusal | undefined {
    if (instruction.role !== 'entry') return undefined
    const net = account.net(market.id)
    const closing = Math.min(quantity, instruction.side === 'buy' ? Math.max(0, -net) : Math.max(0, net))
    const opening = toLots(quantity - closing)
    if (opening === 0) return undefined
    if (instruction.side === 'sell' && !rules.allowShort) return refuse('SHORT_NOT_ALLOWED', 'The account may not sell short')
    const { perTickLot, minNotional } = market
    if (quantity < market.minLots || (minNotional > 0n && inMoney(value, perTickLot) < minNotional))
      return refuse('BELOW_MINIMUM', 'Below the smallest order of the venue')
    const cash = closing === 0 ? account.cash() : account.cashAfterClosing(market.id, closing, price)
    const needed = inMoney(closing === 0 ? value : times(price, opening), perTickLot) + fee
    return needed > cash ? refuse('INSUFFICIENT_FUNDS', 'Not enough free cash when the order was filled') : undefined
  }

  function fillInPhases(candidates: readonly WorkingOrder[], bar: VenueBar, phases: readonly WorkingOrder['phase'][]): void {
    for (const phase of phases) {
      for (const order of candidates) if (order.phase === phase && ordersOf(order.market.id).includes(order)) tryFill(order, bar)
    }
  }

  const refreshAttention = (place: Place) => {
    place.attention = attentionFor(place.orders)
  }

  return {
    onEvent: (next) => {
      listener = next
    },
    submit(instruction) {
      const place = placeOf(instruction.instrument)
      if (place === undefined) return emit(instruction.id, refuse('UNKNOWN_INSTRUMENT', `No market ${instruction.instrument}`))
      orderCount += 1
      const order: WorkingOrder = {
        instruction,
        market: place.market,
        venueOrderId: `sim-${orderCount}`,
        since: clock.now(),
        phase: phaseOf(instruction),
        bars: 0,
      }
      place.orders.push(order)
      if (instruction.parent !== undefined) bornInBar?.push(order)
      refreshAttention(place)
      emit(instruction.id, { status: 'accepted', venueOrderId: order.venueOrderId })
    },
    cancel(id, reason) {
      for (const place of places) {
        const order = place.orders.find((candidate) => candidate.instruction.id === id)
        if (order === undefined) continue
        cancelOrder(order, reason)
        refreshAttention(place)
      }
    },
    onBar(instrument, bar) {
      const place = placeOf(instrument)
      if (place === undefined || place.orders.length === 0) return
      // A list of its own: what fills or ends leaves the other one meanwhile.
      const present = place.orders.filter((order) => order.since <= bar.since)
      for (const order of present) {
        order.bars += 1
        if (isOutOfTime(order, bar)) end(order, { status: 'expired', filled: toLots(0) })
      }
      fillInPhases(present, bar, allPhases)
      if (fresh.length > 0) {
        // Brackets of lots that market orders opened in this bar: stop-losses first here too.
        const born = fresh
        fresh = []
        for (const order of born) order.bars += 1
        fillInPhases(born, bar, bracketPhases)
      }
      for (const order of present) {
        const { expiresAfterBars } = order.instruction
        if (expiresAfterBars !== undefined && order.bars >= expiresAfterBars) end(order, { status: 'expired', filled: toLots(0) })
      }
      refreshAttention(place)
    },
    attention: (instrument) => placeOf(instrument)?.attention ?? noAttention,
  }
}

const allPhases: readonly WorkingOrder['phase'][] = [0, 1, 2]
const bracketPhases: readonly WorkingOrder['phase'][] = [1, 2]

/** A lifetime in bars is counted; only an order without one ends by the clock. */
function isOutOfTime({ instruction: { expiresAt, expiresAfterBars } }: WorkingOrder, bar: VenueBar): boolean {
  return expiresAfterBars === undefined && expiresAt !== undefined && bar.since >= expiresAt
}
