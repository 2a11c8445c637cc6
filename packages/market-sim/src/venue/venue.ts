import { moneyFromText, tickLots } from '@strategraph/market-model'
import type { Lots, Money, Side, Ticks } from '@strategraph/market-model'
import { nextUniform, seedRandom } from '../random.ts'
import { amendOrder } from './amend.ts'
import { checkOrder } from './check-order.ts'
import { checkFunds } from './check-taking.ts'
import { accept, runTriggered } from './execute.ts'
import { isPrice, lotsFor } from './market-rules.ts'
import { addAccount, deposit, openState } from './open-venue.ts'
import { reject } from './rejections.ts'
import { restoreState, takeSnapshot } from './snapshot.ts'
import { lookAll } from './triggers.ts'
import { cancelOrder, collectedFees } from './settle.ts'
import { termsOf } from './venue-state.ts'
import type { Account, Market, OrderRecord, VenueState } from './venue-state.ts'
import type {
  AccountId,
  AccountObserver,
  AccountOptions,
  AmendRequest,
  Balance,
  BookLevel,
  CancelReason,
  CommandResult,
  MarketIndex,
  MarketMode,
  MarketObserver,
  Micros,
  Rejection,
  SubmitResult,
  Venue,
  VenueInstrument,
  VenueOptions,
  VenueOrder,
  VenueOrderId,
  VenueOrderRequest,
  VenueSnapshot,
} from './venue-types.ts'
import { depthView, orderView, queueView } from './views.ts'

export function createVenue(options: VenueOptions): Venue {
  return new StatefulVenue(openState(options))
}

/** A venue that goes on exactly as the one that the snapshot was taken of; observers have to come back by themselves. */
export function restoreVenue(snapshot: VenueSnapshot): Venue {
  return new StatefulVenue(restoreState(snapshot))
}

/**
 * The public face of a state. Every command tells its observers when everything is done. A class, as agents ask it at every step: a record of that many
 * closures would be a dictionary to the engine.
 */
class StatefulVenue implements Venue {
  readonly instruments: readonly VenueInstrument[]
  private readonly state: VenueState

  constructor(state: VenueState) {
    this.state = state
    this.instruments = state.markets.map(({ instrument }) => instrument)
  }

  get now(): Micros {
    return this.state.now as Micros
  }

  get nextExpiry(): number {
    return this.state.expiries.next
  }

  get accountCount(): number {
    return this.state.accounts.length
  }

  advance(to: Micros): void {
    const { state } = this
    // NaN would stop every clock of the venue for good.
    if (!Number.isFinite(to)) throw new RangeError(`not a time: ${to}`)
    for (let order = state.expiries.first(to); order !== undefined; order = state.expiries.first(to)) {
      state.now = Math.max(state.now, order.expiresAt ?? 0)
      cancelOrder(state, order, 'expired', 'EXPIRED')
      state.outbox.deliver()
    }
    state.now = Math.max(state.now, to)
  }

  setMode(index: MarketIndex, mode: MarketMode): void {
    const { state } = this
    const market = marketOf(state, index)
    if (market.mode === mode) return
    market.mode = mode
    state.outbox.mode(market, mode)
    lookAll(state, market)
    runTriggered(state, market)
    state.outbox.deliver()
  }

  setRejection(ppm: number, seed: number): void {
    const { rejection } = this.state
    rejection.ppm = ppm
    Object.assign(rejection.random, seedRandom(seed, 'rejection'))
  }

  observe(observer: MarketObserver): () => void {
    return this.state.outbox.observe(observer)
  }

  observeAccount(account: AccountId, observer: AccountObserver): void {
    accountOf(this.state, account).audience.add(observer)
  }

  snapshot(): VenueSnapshot {
    return takeSnapshot(this.state)
  }

  submit(request: VenueOrderRequest): SubmitResult {
    const { state } = this
    if (isBusy(state)) return reject('VENUE_BUSY')
    const checked = checkOrder(state, request)
    if (!checked.ok) return checked
    const order = accept(state, request, checked)
    state.outbox.deliver()
    return { ok: true, orderId: order.id }
  }

  validate(request: VenueOrderRequest): CommandResult {
    const checked = checkOrder(this.state, request)
    return checked.ok ? { ok: true } : checked
  }

  amend(request: AmendRequest): CommandResult {
    const { state } = this
    const order = state.orders.get(request.orderId)
    if (order?.account.id !== request.account) return notOwn(state, request.account, order)
    const result = amendOrder(state, order, request)
    state.outbox.deliver()
    return result
  }

  cancel(account: AccountId, orderId: VenueOrderId, reason: CancelReason = 'USER'): CommandResult {
    const { state } = this
    const order = state.orders.get(orderId)
    if (order?.account.id !== account) return notOwn(state, account, order)
    if (order.market.mode === 'maintenance') return reject('MARKET_MODE', { actual: 'maintenance' })
    cancelOrder(state, order, 'canceled', reason)
    state.outbox.deliver()
    return { ok: true }
  }

  cancelAll(account: AccountId, market?: MarketIndex, reason: CancelReason = 'USER'): number {
    const { state } = this
    let canceled = 0
    for (let order = accountOf(state, account).first; order !== undefined; order = order.next) {
      if ((market !== undefined && order.market.index !== market) || order.market.mode === 'maintenance') continue
      cancelOrder(state, order, 'canceled', reason)
      canceled += 1
    }
    state.outbox.deliver()
    return canceled
  }

  openAccount(options: AccountOptions): AccountId {
    const { state } = this
    const amounts = Object.entries(options.balances).map(([asset, text]) => [asset, moneyFromText(text)] as const)
    if (amounts.some(([, amount]) => amount < 0n)) throw new RangeError(`${options.name} cannot begin with debts`)
    const account = addAccount(state, options)
    for (const [asset, amount] of amounts) deposit(state, account, asset, amount)
    state.outbox.deliver()
    return account.id
  }

  deposit(account: AccountId, asset: string, amount: string): void {
    deposit(this.state, accountOf(this.state, account), asset, moneyFromText(amount))
    this.state.outbox.deliver()
  }

  marketOf(symbol: string): MarketIndex | undefined {
    return this.state.markets.find(({ instrument }) => instrument.symbol === symbol)?.index
  }

  mode(market: MarketIndex): MarketMode {
    return marketOf(this.state, market).mode
  }

  bestBid(market: MarketIndex): Ticks {
    return marketOf(this.state, market).book.bestBid as Ticks
  }

  bestAsk(market: MarketIndex): Ticks {
    return marketOf(this.state, market).book.bestAsk as Ticks
  }

  bestBidQuantity(market: MarketIndex): Lots {
    const { book } = marketOf(this.state, market)
    return book.visibleAt(book.bestBid) as Lots
  }

  bestAskQuantity(market: MarketIndex): Lots {
    const { book } = marketOf(this.state, market)
    return book.visibleAt(book.bestAsk) as Lots
  }

  lastPrice(market: MarketIndex): Ticks {
    return marketOf(this.state, market).lastPrice as Ticks
  }

  freeBase(account: AccountId, market: MarketIndex): Lots {
    const { base, rules } = marketOf(this.state, market)
    return lotsFor(accountOf(this.state, account).funds.free(base), rules.perLot)
  }

  affordable(account: AccountId, index: MarketIndex, price: Ticks): Lots {
    if (!isPrice(price)) return 0 as Lots
    const [owner, market] = [accountOf(this.state, account), marketOf(this.state, index)]
    return lotsFor(owner.funds.free(market.quote), termsOf(owner, market).taker.costPerLot(price))
  }

  affords(account: AccountId, index: MarketIndex, side: Side, price: Ticks, quantity: Lots): boolean {
    if (!isPrice(price) || !Number.isSafeInteger(quantity)) return false
    return checkFunds(accountOf(this.state, account), marketOf(this.state, index), side, quantity, price, false) === undefined
  }

  openOrderCount(account: AccountId): number {
    return accountOf(this.state, account).openCount
  }

  depth(market: MarketIndex, side: Side, levels: number): readonly BookLevel[] {
    return depthView(marketOf(this.state, market), side, levels)
  }

  queue(market: MarketIndex, side: Side, limit: number): ReturnType<Venue['queue']> {
    return queueView(marketOf(this.state, market), side, limit)
  }

  order(id: VenueOrderId): VenueOrder | undefined {
    const order = this.state.orders.get(id)
    return order === undefined ? undefined : orderView(order)
  }

  openOrders(account: AccountId): readonly VenueOrder[] {
    const orders: VenueOrder[] = []
    for (let order = accountOf(this.state, account).first; order !== undefined; order = order.next) orders.push(orderView(order))
    return orders
  }

  balances(account: AccountId): readonly Balance[] {
    const owner = accountOf(this.state, account)
    return this.state.assets.map((name, asset) => balanceOf(owner, asset, name))
  }

  balance(account: AccountId, asset: string): Balance {
    return balanceOf(accountOf(this.state, account), this.state.assets.indexOf(asset), asset)
  }

  accountName(account: AccountId): string {
    return accountOf(this.state, account).name
  }

  tradeFee({ account, market, liquidity, price, quantity }: Parameters<Venue['tradeFee']>[0]): Money {
    return termsOf(accountOf(this.state, account), marketOf(this.state, market))[liquidity].of(tickLots(price, quantity))
  }

  fees(asset: string): Money {
    return collectedFees(this.state, this.state.assets.indexOf(asset))
  }
}

function balanceOf(account: Account, asset: number, name: string): Balance {
  return { asset: name, total: account.funds.total(asset), held: account.funds.held(asset) }
}

function isBusy({ rejection }: VenueState): boolean {
  return rejection.ppm > 0 && nextUniform(rejection.random) * 1_000_000 < rejection.ppm
}

function notOwn(state: VenueState, account: AccountId, order: OrderRecord | undefined): Rejection {
  if (state.accounts[account] === undefined) return reject('UNKNOWN_ACCOUNT')
  return reject(order === undefined ? 'UNKNOWN_ORDER' : 'NOT_YOUR_ORDER')
}

function accountOf(state: VenueState, id: AccountId): Account {
  const account = state.accounts[id]
  if (account === undefined) throw new RangeError(`there is no account ${id}`)
  return account
}

function marketOf(state: VenueState, index: MarketIndex): Market {
  const market = state.markets[index]
  if (market === undefined) throw new RangeError(`there is no market ${index}`)
  return market
}
