import type { Lots, Money, Side, Ticks } from '@strategraph/market-model'
import { tickLots } from '@strategraph/market-model'
import { bookEvent, cancelCause, eventSize } from '../order-book/event-log.ts'
import { buySide } from '../order-book/order-book.ts'
import { feeOf } from './market-rules.ts'
import { priceMoved } from './triggers.ts'
import { hold, nothing, totalOf } from './venue-state.ts'
import type { Market, OrderRecord, VenueState } from './venue-state.ts'
import type { EndReason, Micros, VenueTrade } from './venue-types.ts'

/** Applies to accounts and orders what the book reports, and empties its log. */
export function settle(state: VenueState, market: Market): void {
  const { events } = market.book
  for (let index = 0; index < events.length; index += eventSize) {
    const { data } = events
    const order = market.records[data[index + 1] ?? 0]
    const other = data[index + 2] ?? 0
    const price = data[index + 3] ?? 0
    const quantity = data[index + 4] ?? 0
    switch (data[index]) {
      case bookEvent.trade: {
        const maker = market.records[other]
        if (order !== undefined && maker !== undefined) settleTrade(state, market, order, maker, price, quantity)
        break
      }
      case bookEvent.canceled:
        // One that was asked for is ended by whoever asked.
        if (order !== undefined && other !== cancelCause.request) {
          end(state, order, 'canceled', other === cancelCause.selfTrade ? 'SELF_TRADE' : 'IOC_REST')
        }
        break
      case bookEvent.level:
        state.outbox.level(market, data[index + 1] === buySide ? 'buy' : 'sell', price as Ticks, quantity as Lots)
        break
      default:
    }
  }
  events.clear()
}

function settleTrade(state: VenueState, market: Market, taker: OrderRecord, maker: OrderRecord, price: number, quantity: number): void {
  const { rules } = market
  const notional = (tickLots(price as Ticks, quantity as Lots) * rules.perTickLot) as Money
  const priceBefore = market.lastPrice
  market.lastPrice = price
  market.tradeCount += 1
  const trade: VenueTrade = {
    id: market.tradeCount,
    market: market.index,
    time: state.now as Micros,
    price: price as Ticks,
    quantity: quantity as Lots,
    takerSide: taker.side,
    takerOrder: taker.id,
    makerOrder: maker.id,
    takerAccount: taker.account.id,
    makerAccount: maker.account.id,
    takerFee: feeOf(notional, rules.takerPpm),
    makerFee: feeOf(notional, rules.makerPpm),
    takerIsMarketOrder: taker.price === 0,
  }
  state.outbox.trade(trade)
  fill(state, taker, trade, notional, 'taker')
  fill(state, maker, trade, notional, 'maker')
  if (price !== priceBefore) priceMoved(state, market)
}

function fill(state: VenueState, order: OrderRecord, trade: VenueTrade, notional: Money, liquidity: 'maker' | 'taker'): void {
  const { account, market, side } = order
  const fee = liquidity === 'taker' ? trade.takerFee : trade.makerFee
  const amount = (BigInt(trade.quantity) * market.rules.perLot) as Money
  hold(order, 0 - trade.quantity)
  order.filled += trade.quantity
  order.cost = (order.cost + notional) as Money
  order.fee = (order.fee + fee) as Money
  order.changedAt = state.now
  if (order.filled === order.quantity) finish(state, order, 'filled')
  state.outbox.fill(order, trade, liquidity)
  const sign = side === 'buy' ? 1n : -1n
  const base = (sign * amount) as Money
  const quote = (-sign * notional) as Money
  account.total[market.base] = (totalOf(account, market.base) + base) as Money
  state.outbox.ledger(state, account, market.base, { cause: 'trade', amount: base, fee: nothing, tradeId: trade.id })
  account.total[market.quote] = (totalOf(account, market.quote) + quote - fee) as Money
  state.outbox.ledger(state, account, market.quote, { cause: 'trade', amount: quote, fee, tradeId: trade.id })
  state.fees[market.quote] = ((state.fees[market.quote] ?? nothing) + fee) as Money
}

/** Ends an order that was not filled whole; what it still held is free again. */
export function end(state: VenueState, order: OrderRecord, status: 'canceled' | 'expired', reason: EndReason): void {
  hold(order, order.filled - order.quantity)
  order.endReason = reason
  order.changedAt = state.now
  finish(state, order, status)
  state.outbox.order(order, 'ended')
}

/** Forgets an order. */
function finish(state: VenueState, order: OrderRecord, status: 'filled' | 'canceled' | 'expired'): void {
  const { account, market } = order
  order.status = status
  state.orders.delete(order.id)
  market.triggers.waiting.delete(order)
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
  state.orders.set(order.id, order)
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
