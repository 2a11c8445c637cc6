import { moneyFromText, moneyToText } from '@strategraph/market-model'
import type { Side } from '@strategraph/market-model'
import { buySide, sellSide } from '../order-book/order-book.ts'
import type { RandomState } from '../random.ts'
import { holdPerLot, ownerOf } from './check-taking.ts'
import { addAccount, openState } from './open-venue.ts'
import { collectedFees, enter, sideNumber } from './settle.ts'
import { lookAll } from './triggers.ts'
import { costOf, feeOf, nothing, release } from './venue-state.ts'
import type { Market, OrderRecord, VenueState } from './venue-state.ts'
import type {
  EndReason,
  FeeTier,
  MarketMode,
  Micros,
  SelfTradePrevention,
  VenueInstrument,
  VenueOrderId,
  VenueOrderKind,
  VenueSnapshot,
  VenueTimeInForce,
} from './venue-types.ts'

interface OrderData {
  readonly id: number
  readonly account: number
  readonly market: number
  readonly side: Side
  readonly kind: VenueOrderKind
  readonly timeInForce: VenueTimeInForce
  readonly expiresAt: number | null
  readonly reduceOnly: boolean
  readonly selfTradePrevention: SelfTradePrevention
  readonly tag: string | null
  readonly acceptedAt: number
  readonly changedAt: number
  readonly quantity: number
  readonly filled: number
  readonly cost: string
  readonly fee: string
  readonly price: number
  readonly trigger: number
  readonly extreme: number
  readonly display: number
  readonly heldPerLot: string
  /** What others see of it; 0 = not in the book. */
  readonly visible: number
}

interface SnapshotData {
  readonly version: 1
  readonly instruments: readonly VenueInstrument[]
  readonly now: number
  readonly lastOrderId: number
  readonly lastLedgerId: number
  readonly rejection: { readonly ppm: number; readonly random: Readonly<RandomState> }
  readonly assets: readonly string[]
  readonly fees: readonly string[]
  readonly accounts: readonly {
    readonly name: string
    readonly maxOpenOrders: number
    readonly feeTier: FeeTier | null
    readonly total: readonly string[]
  }[]
  readonly markets: readonly {
    readonly mode: MarketMode
    readonly lastPrice: number
    readonly tradeCount: number
    /** Ids of both sides, by price and time. */
    readonly queue: readonly number[]
  }[]
  readonly orders: readonly OrderData[]
}

export function takeSnapshot(state: VenueState): VenueSnapshot {
  const data: SnapshotData = {
    version: 1,
    instruments: state.markets.map(({ instrument }) => instrument),
    now: state.now,
    lastOrderId: state.lastOrderId,
    lastLedgerId: state.lastLedgerId,
    rejection: { ppm: state.rejection.ppm, random: { ...state.rejection.random } },
    assets: [...state.assets],
    fees: Array.from(state.assets, (_, asset) => moneyToText(collectedFees(state, asset))),
    accounts: state.accounts.map(({ name, maxOpenOrders, feeTier, funds }) => ({
      name,
      maxOpenOrders,
      feeTier: feeTier ?? null,
      total: Array.from(state.assets, (_, asset) => moneyToText(funds.total(asset))),
    })),
    markets: state.markets.map((market) => ({
      mode: market.mode,
      lastPrice: market.lastPrice,
      tradeCount: market.tradeCount,
      queue: [...queueIds(market, buySide), ...queueIds(market, sellSide)],
    })),
    orders: state.orders.inOrder().map(orderData),
  }
  return { ...data }
}

/** Throws RangeError for what is no snapshot of a venue. */
export function restoreState(snapshot: VenueSnapshot): VenueState {
  if (!isSnapshot(snapshot)) throw new RangeError('not a snapshot of a venue, or one of another version')
  const state = openState({ instruments: snapshot.instruments, now: snapshot.now as Micros })
  state.lastOrderId = snapshot.lastOrderId
  state.lastLedgerId = snapshot.lastLedgerId
  state.rejection.ppm = snapshot.rejection.ppm
  Object.assign(state.rejection.random, snapshot.rejection.random)
  state.assets.splice(0, state.assets.length, ...snapshot.assets)
  state.fees.push(...snapshot.fees.map(moneyFromText))
  for (const { name, maxOpenOrders, feeTier, total } of snapshot.accounts) {
    const account = addAccount(state, { name, maxOpenOrders, ...(feeTier !== null && { feeTier }) })
    total.forEach((amount, asset) => account.funds.credit(asset, moneyFromText(amount)))
  }
  snapshot.markets.forEach(({ mode, lastPrice, tradeCount }, index) => {
    const market = state.markets[index]
    if (market !== undefined) Object.assign(market, { mode, lastPrice, tradeCount })
  })
  const visible = new Map(snapshot.orders.map((order) => [order.id, order.visible]))
  for (const data of snapshot.orders) restoreOrder(state, data)
  for (const { queue } of snapshot.markets) {
    for (const id of queue) {
      const order = state.orders.get(id)
      if (order !== undefined) placeAgain(order, visible.get(id) ?? 0)
    }
  }
  for (const market of state.markets) {
    market.book.events.clear()
    lookAll(state, market)
  }
  return state
}

function isSnapshot(snapshot: VenueSnapshot | SnapshotData): snapshot is SnapshotData {
  const lists = ['instruments', 'assets', 'fees', 'accounts', 'markets', 'orders'] as const
  return snapshot['version'] === 1 && lists.every((name) => Array.isArray(snapshot[name]))
}

function restoreOrder(state: VenueState, data: OrderData): void {
  const { visible, account: accountId, market: marketIndex, cost, fee, heldPerLot: _, ...rest } = data
  const account = state.accounts[accountId]
  const market = state.markets[marketIndex]
  if (account === undefined || market === undefined) throw new RangeError(`order ${data.id} has no account or no market`)
  const order: OrderRecord = {
    ...rest,
    id: data.id as VenueOrderId,
    account,
    market,
    expiresAt: data.expiresAt === null ? undefined : (data.expiresAt as Micros),
    tag: data.tag ?? undefined,
    isPostOnly: data.kind.type === 'limit' && data.kind.postOnly === true,
    tickLots: 0,
    takerTickLots: 0,
    costBefore: moneyFromText(cost),
    feeBefore: moneyFromText(fee),
    // What it holds follows from its price and the account's terms.
    isHolding: visible !== 0,
    status: visible === 0 ? 'untriggered' : 'open',
    endReason: undefined as EndReason | undefined,
    handle: 0,
    previous: undefined,
    next: undefined,
  }
  enter(state, order)
  release(order, order.filled - order.quantity)
  if (order.status === 'untriggered') market.triggers.waiting.add(order)
}

function placeAgain(order: OrderRecord, visible: number): void {
  const { market, quantity, filled } = order
  order.handle = market.book.place(
    sideNumber(order.side),
    order.price,
    visible,
    quantity - filled - visible,
    ownerOf(order.account),
    order.display,
  )
  market.records[order.handle] = order
}

function orderData(order: OrderRecord): OrderData {
  return {
    id: order.id,
    account: order.account.id,
    market: order.market.index,
    side: order.side,
    kind: order.kind,
    timeInForce: order.timeInForce,
    expiresAt: order.expiresAt ?? null,
    reduceOnly: order.reduceOnly,
    selfTradePrevention: order.selfTradePrevention,
    tag: order.tag ?? null,
    acceptedAt: order.acceptedAt,
    changedAt: order.changedAt,
    quantity: order.quantity,
    filled: order.filled,
    cost: moneyToText(costOf(order)),
    fee: moneyToText(feeOf(order)),
    price: order.price,
    trigger: order.trigger,
    extreme: order.extreme,
    display: order.display,
    heldPerLot: moneyToText(order.isHolding ? holdPerLot(order.account, order.market, order.side, order.price, order.isPostOnly) : nothing),
    visible: order.handle === 0 ? 0 : order.market.book.visibleOf(order.handle),
  }
}

function* queueIds({ book, records }: Market, side: number): Generator<number> {
  for (let price = book.bestOf(side); price !== 0; price = book.priceBehind(side, price)) {
    for (let handle = book.firstOf(price); handle !== 0; handle = book.behind(handle)) {
      const order = records[handle]
      if (order !== undefined) yield order.id
    }
  }
}
