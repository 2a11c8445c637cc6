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
import type { AccountId, Balance, MarketIndex, Micros, Rejection, Venue, VenueOptions, VenueOrder, VenueSnapshot } from './venue-types.ts'
import { depthView, orderView, queueView } from './views.ts'

export function createVenue(options: VenueOptions): Venue {
  return venueOf(openState(options))
}

/** A venue that goes on exactly as the one that the snapshot was taken of; observers have to come back by themselves. */
export function restoreVenue(snapshot: VenueSnapshot): Venue {
  return venueOf(restoreState(snapshot))
}

/** The public face of a state. Every command tells its observers when everything is done. */
function venueOf(state: VenueState): Venue {
  const { outbox } = state
  return {
    instruments: state.markets.map(({ instrument }) => instrument),
    get now() {
      return state.now as Micros
    },
    get nextExpiry() {
      return state.expiries.next
    },
    get accountCount() {
      return state.accounts.length
    },
    ...commands(state),
    ...views(state),
    advance(to) {
      // NaN would stop every clock of the venue for good.
      if (!Number.isFinite(to)) throw new RangeError(`not a time: ${to}`)
      for (let order = state.expiries.first(to); order !== undefined; order = state.expiries.first(to)) {
        state.now = Math.max(state.now, order.expiresAt ?? 0)
        cancelOrder(state, order, 'expired', 'EXPIRED')
        outbox.deliver()
      }
      state.now = Math.max(state.now, to)
    },
    setMode(index, mode) {
      const market = marketOf(state, index)
      if (market.mode === mode) return
      market.mode = mode
      outbox.mode(market, mode)
      lookAll(state, market)
      runTriggered(state, market)
      outbox.deliver()
    },
    setRejection(ppm, seed) {
      state.rejection.ppm = ppm
      Object.assign(state.rejection.random, seedRandom(seed, 'rejection'))
    },
    observe: (observer) => outbox.observe(observer),
    observeAccount(account, observer) {
      accountOf(state, account).audience.add(observer)
    },
    snapshot: () => takeSnapshot(state),
  }
}

type Commands = Pick<Venue, 'submit' | 'validate' | 'amend' | 'cancel' | 'cancelAll' | 'openAccount' | 'deposit'>

function commands(state: VenueState): Commands {
  const { outbox } = state
  return {
    submit(request) {
      if (isBusy(state)) return reject('VENUE_BUSY')
      const checked = checkOrder(state, request)
      if (!checked.ok) return checked
      const order = accept(state, request, checked)
      outbox.deliver()
      return { ok: true, orderId: order.id }
    },
    validate(request) {
      const checked = checkOrder(state, request)
      return checked.ok ? { ok: true } : checked
    },
    amend(request) {
      const order = state.orders.get(request.orderId)
      if (order?.account.id !== request.account) return notOwn(state, request.account, order)
      const result = amendOrder(state, order, request)
      outbox.deliver()
      return result
    },
    cancel(account, orderId, reason = 'USER') {
      const order = state.orders.get(orderId)
      if (order?.account.id !== account) return notOwn(state, account, order)
      if (order.market.mode === 'maintenance') return reject('MARKET_MODE', { actual: 'maintenance' })
      cancelOrder(state, order, 'canceled', reason)
      outbox.deliver()
      return { ok: true }
    },
    cancelAll(account, market, reason = 'USER') {
      let canceled = 0
      for (let order = accountOf(state, account).first; order !== undefined; order = order.next) {
        if ((market !== undefined && order.market.index !== market) || order.market.mode === 'maintenance') continue
        cancelOrder(state, order, 'canceled', reason)
        canceled += 1
      }
      outbox.deliver()
      return canceled
    },
    openAccount(options) {
      const amounts = Object.entries(options.balances).map(([asset, text]) => [asset, moneyFromText(text)] as const)
      if (amounts.some(([, amount]) => amount < 0n)) throw new RangeError(`${options.name} cannot begin with debts`)
      const account = addAccount(state, options)
      for (const [asset, amount] of amounts) deposit(state, account, asset, amount)
      outbox.deliver()
      return account.id
    },
    deposit(account, asset, amount) {
      deposit(state, accountOf(state, account), asset, moneyFromText(amount))
      outbox.deliver()
    },
  }
}

type Views = Omit<
  Venue,
  | keyof Commands
  | 'instruments'
  | 'now'
  | 'nextExpiry'
  | 'accountCount'
  | 'advance'
  | 'setMode'
  | 'setRejection'
  | 'observe'
  | 'observeAccount'
  | 'snapshot'
>

function views(state: VenueState): Views {
  return {
    marketOf: (symbol) => state.markets.find(({ instrument }) => instrument.symbol === symbol)?.index,
    mode: (market) => marketOf(state, market).mode,
    bestBid: (market) => marketOf(state, market).book.bestBid as Ticks,
    bestAsk: (market) => marketOf(state, market).book.bestAsk as Ticks,
    bestBidQuantity(market) {
      const { book } = marketOf(state, market)
      return book.visibleAt(book.bestBid) as Lots
    },
    bestAskQuantity(market) {
      const { book } = marketOf(state, market)
      return book.visibleAt(book.bestAsk) as Lots
    },
    lastPrice: (market) => marketOf(state, market).lastPrice as Ticks,
    freeBase(account, market) {
      const { base, rules } = marketOf(state, market)
      return lotsFor(accountOf(state, account).funds.free(base), rules.perLot)
    },
    affordable(account, index, price) {
      if (!isPrice(price)) return 0 as Lots
      const [owner, market] = [accountOf(state, account), marketOf(state, index)]
      return lotsFor(owner.funds.free(market.quote), termsOf(owner, market).taker.costPerLot(price))
    },
    affords(account, index, side, price, quantity) {
      const [owner, market] = [accountOf(state, account), marketOf(state, index)]
      if (!isPrice(price) || !Number.isSafeInteger(quantity)) return false
      return checkFunds(owner, market, side, quantity, price, false) === undefined
    },
    openOrderCount: (account) => accountOf(state, account).openCount,
    depth: (market, side: Side, levels) => depthView(marketOf(state, market), side, levels),
    queue: (market, side: Side, limit) => queueView(marketOf(state, market), side, limit),
    order(id) {
      const order = state.orders.get(id)
      return order === undefined ? undefined : orderView(order)
    },
    openOrders(account) {
      const orders: VenueOrder[] = []
      for (let order = accountOf(state, account).first; order !== undefined; order = order.next) orders.push(orderView(order))
      return orders
    },
    balances: (account) => {
      const owner = accountOf(state, account)
      return state.assets.map((_, asset) => balanceOf(state, owner, asset))
    },
    balance: (account, asset) => balanceOf(state, accountOf(state, account), state.assets.indexOf(asset), asset),
    tradeFee: ({ account, market, liquidity, price, quantity }) =>
      termsOf(accountOf(state, account), marketOf(state, market))[liquidity].of(tickLots(price, quantity)),
    accountName: (account) => accountOf(state, account).name,
    fees: (asset): Money => collectedFees(state, state.assets.indexOf(asset)),
  }
}

function balanceOf(state: VenueState, account: Account, asset: number, name = state.assets[asset] ?? ''): Balance {
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
