import type { Lots, Money, Side, Ticks } from '@strategraph/market-model'
import { tickLots } from '@strategraph/market-model'
import { bookEvent, cancelCause, eventAmounts, eventWords, noLevel } from '../order-book/event-log.ts'
import { buySide } from '../order-book/order-book.ts'
import type { Outbox } from './outbox.ts'
import { priceMoved } from './triggers.ts'
import { largestCount } from './funds.ts'
import { nothing, release, termsOf } from './venue-state.ts'
import type { Market, OrderRecord, VenueState } from './venue-state.ts'
import type { EndReason, Micros, VenueTrade } from './venue-types.ts'

/** Applies to accounts and orders what the book reports, and empties its log. */
export function settle(state: VenueState, market: Market): void {
  const { events } = market.book
  for (let event = 0; event < events.length; event += 1) {
    const word = event * eventWords
    const kind = events.words[word]
    const order = market.records[events.words[word + 1] ?? 0]
    const other = events.words[word + 2] ?? 0
    if (kind === bookEvent.trade) {
      const maker = market.records[other]
      if (order !== undefined && maker !== undefined) {
        settleTrade(state, market, order, maker, events.words[word + 4] ?? 0, events.amounts[event * eventAmounts] ?? 0)
      }
    } else if (kind === bookEvent.canceled && order !== undefined && other !== cancelCause.request) {
      // One that was asked for is ended by whoever asked.
      end(state, order, 'canceled', other === cancelCause.selfTrade ? 'SELF_TRADE' : 'IOC_REST')
    }
    if (state.outbox.hearsLevels) tellLevel(state.outbox, market, event)
  }
  events.clear()
}

/** A level that changes several times in a row is told once, when it has its last quantity. */
function tellLevel(outbox: Outbox, market: Market, event: number): void {
  const { words, amounts, length } = market.book.events
  const quantity = amounts[event * eventAmounts + 2] ?? noLevel
  const [word, next] = [event * eventWords, (event + 1) * eventWords]
  if (quantity === noLevel) return
  const changesAgain =
    event + 1 < length &&
    words[next + 3] === words[word + 3] &&
    words[next + 4] === words[word + 4] &&
    amounts[(event + 1) * eventAmounts + 2] !== noLevel
  if (!changesAgain) outbox.level(market, words[word + 3] === buySide ? 'buy' : 'sell', words[word + 4] ?? 0, quantity)
}

function settleTrade(state: VenueState, market: Market, taker: OrderRecord, maker: OrderRecord, price: number, quantity: number): void {
  const { outbox } = state
  const priceBefore = market.lastPrice
  market.lastPrice = price
  market.tradeCount += 1
  const isHeard = outbox.hearsTrades || taker.account.audience.hearsFills || maker.account.audience.hearsFills
  const trade = isHeard ? tradeView(state, taker, maker, price, quantity) : undefined
  outbox.passingTrade(state, taker, maker, price, quantity)
  if (trade !== undefined) outbox.trade(trade)
  fill(state, taker, quantity, price, true)
  outbox.fill(taker, trade, 'taker')
  payFor(state, taker, quantity, price, true)
  fill(state, maker, quantity, price, false)
  outbox.fill(maker, trade, 'maker')
  payFor(state, maker, quantity, price, false)
  if (price !== priceBefore) priceMoved(state, market)
}

function tradeView(state: VenueState, taker: OrderRecord, maker: OrderRecord, price: number, quantity: number): VenueTrade {
  const units = tickLots(price as Ticks, quantity as Lots)
  return {
    id: taker.market.tradeCount,
    market: taker.market.index,
    time: state.now as Micros,
    price: price as Ticks,
    quantity: quantity as Lots,
    takerSide: taker.side,
    takerOrder: taker.id,
    makerOrder: maker.id,
    takerAccount: taker.account.id,
    makerAccount: maker.account.id,
    takerFee: termsOf(taker.account, taker.market).taker.of(units),
    makerFee: termsOf(maker.account, maker.market).maker.of(units),
    takerIsMarketOrder: taker.price === 0,
  }
}

function fill(state: VenueState, order: OrderRecord, quantity: number, price: number, isTaker: boolean): void {
  release(order, quantity)
  order.filled += quantity
  addCost(order, quantity, price, isTaker)
  order.changedAt = state.now
  if (order.filled === order.quantity) finish(state, order, 'filled')
}

/** Counts where that is exact, as funds do. */
function addCost(order: OrderRecord, quantity: number, price: number, isTaker: boolean): void {
  const terms = termsOf(order.account, order.market)
  const units = price * quantity
  if (terms.areWhole && order.tickLots + units <= largestCount) {
    order.tickLots += units
    if (isTaker) order.takerTickLots += units
    return
  }
  const exact = tickLots(price as Ticks, quantity as Lots)
  order.costBefore = (order.costBefore + exact * order.market.rules.perTickLot) as Money
  order.feeBefore = (order.feeBefore + (isTaker ? terms.taker : terms.maker).of(exact)) as Money
}

/** Moves the money of one side of a trade, whose hold was released before. */
function payFor(state: VenueState, order: OrderRecord, quantity: number, price: number, isTaker: boolean): void {
  const { account, market, side } = order
  account.funds.trade(market, side, quantity, price, isTaker)
  if (!account.audience.hearsLedger) {
    // Ids are given whether anybody listens or not.
    state.lastLedgerId += 2
    return
  }
  const units = tickLots(price as Ticks, quantity as Lots)
  const { maker, taker } = termsOf(account, market)
  const amount = (BigInt(quantity) * market.rules.perLot) as Money
  const notional = (units * market.rules.perTickLot) as Money
  const [base, quote] = side === 'buy' ? [amount, (0n - notional) as Money] : [(0n - amount) as Money, notional]
  state.outbox.ledger(state, account, market.base, 'trade', base, nothing, market.tradeCount)
  state.outbox.ledger(state, account, market.quote, 'trade', quote, (isTaker ? taker : maker).of(units), market.tradeCount)
}

/** All fees of an asset so far. */
export function collectedFees(state: VenueState, asset: number): Money {
  for (const { funds } of state.accounts) funds.total(asset)
  return state.fees[asset] ?? nothing
}

/** Ends an order that was not filled whole; what it still held is free again. */
export function end(state: VenueState, order: OrderRecord, status: 'canceled' | 'expired', reason: EndReason): void {
  release(order, order.quantity - order.filled)
  order.endReason = reason
  order.changedAt = state.now
  finish(state, order, status)
  state.outbox.end(order, reason)
}

/** Forgets an order. */
function finish(state: VenueState, order: OrderRecord, status: 'filled' | 'canceled' | 'expired'): void {
  const { account, market } = order
  if (order.status === 'untriggered') market.triggers.waiting.delete(order)
  order.status = status
  state.orders.delete(order.id)
  if (order.handle !== 0) market.records[order.handle] = undefined
  if (order.expiresAt !== undefined) state.expiries.forget()
  account.openCount -= 1
  account.openOrders[market.index] = (account.openOrders[market.index] ?? 0) - 1
  if (order.previous === undefined) account.first = order.next
  else order.previous.next = order.next
  if (order.next === undefined) account.last = order.previous
  else order.next.previous = order.previous
}

/** Enters an accepted order into the account's list and the venue's index. */
export function enter(state: VenueState, order: OrderRecord): void {
  const { account, market } = order
  state.orders.add(order)
  if (order.expiresAt !== undefined) state.expiries.add(order)
  account.openCount += 1
  account.openOrders[market.index] = (account.openOrders[market.index] ?? 0) + 1
  order.previous = account.last
  if (account.last === undefined) account.first = order
  else account.last.next = order
  account.last = order
}

/** Cancels an open or untriggered order. */
export function cancelOrder(state: VenueState, order: OrderRecord, status: 'canceled' | 'expired', reason: EndReason): void {
  if (order.handle !== 0) order.market.book.cancel(order.handle)
  settle(state, order.market)
  end(state, order, status, reason)
}

export function sideNumber(side: Side): 0 | 1 {
  return side === 'buy' ? 0 : 1
}
