import { type Money, moneyToNumber, type Ticks } from '@strategraph/market-model'
import type { Exchange } from '../exchange.ts'
import { averagePriceText, costDecimals } from '../pairs/pair.ts'
import { isTriggered, type OrderTicket } from '../trading/order-ticket.ts'
import { type AccountEvent, costOf, feeOf, type FillRecord, filledOf, type OrderRecord } from '../trading/records.ts'
import { moneyText } from '../wire/number-text.ts'
import { timeText } from '../wire/time-text.ts'
import { WireNumber, type WireObject } from '../wire/wire-json.ts'
import { priceNumber, quantityNumber } from './price-number.ts'

/** One event as the `executions` channel tells it; `new`, `filled`, `canceled` and `expired` come without the symbol, as Kraken's do. */
export function executionReport(exchange: Exchange, event: AccountEvent): WireObject | undefined {
  switch (event.type) {
    case 'pending_new':
      return {
        ...fullReport(exchange, event.order),
        exec_type: 'pending_new',
        order_status: 'pending_new',
        timestamp: timeText(event.time),
      }
    case 'new':
      return { timestamp: timeText(event.time), order_status: 'new', exec_type: 'new', ...identity(event.order) }
    case 'trade':
      return {
        ...tradeReport(exchange, event.fill),
        order_status: 'partially_filled',
        cum_qty: quantityNumber(event.order.ticket.pair, event.fill.filled),
        cum_cost: amount(event.fill.totalCost),
        avg_price: new WireNumber(averagePriceText(event.order.ticket.pair, event.fill.totalCost, event.fill.filled)),
        order_qty: quantityNumber(event.order.ticket.pair, event.order.ticket.quantity),
      }
    case 'filled':
      return endReport(exchange, event.order, event.time, 'filled')
    case 'canceled':
    case 'expired':
      return { ...endReport(exchange, event.order, event.time, event.type), cancel_reason: event.order.reason, reason: event.order.reason }
    case 'amended':
      return amendReport(event.order, event.time)
    case 'status':
      return {
        timestamp: timeText(event.time),
        exec_type: 'status',
        order_status: statusOf(event.order),
        triggers: triggers(event.order),
        ...identity(event.order),
      }
    case 'ledger':
    case 'close_refused':
      return undefined
  }
}

/** An open order in the snapshot. */
export function orderSnapshot(exchange: Exchange, order: OrderRecord): WireObject {
  const { pair } = order.ticket
  return {
    ...fullReport(exchange, order),
    exec_type: order.status === 'pending' ? 'pending_new' : 'new',
    order_status: order.status === 'pending' ? 'pending_new' : statusOf(order),
    cum_qty: quantityNumber(pair, filledOf(order)),
    avg_price: new WireNumber(averagePriceText(pair, costOf(order), filledOf(order))),
    ...(order.isAmended ? { amended: true } : {}),
    timestamp: timeText(order.openedAt),
  }
}

/** A fill in the snapshot. */
export function tradeSnapshot(exchange: Exchange, fill: FillRecord): WireObject {
  return { ...tradeReport(exchange, fill), order_status: 'filled' }
}

function fullReport(exchange: Exchange, order: OrderRecord): WireObject {
  const { ticket } = order
  const { pair } = ticket
  return {
    ...identity(order),
    symbol: pair.symbol,
    side: ticket.side,
    order_type: ticket.type,
    order_qty: quantityNumber(pair, ticket.quantity),
    ...(ticket.quoteBudget === undefined ? {} : { cash_order_qty: amount(ticket.quoteBudget) }),
    ...(ticket.display === undefined ? {} : { display_qty: quantityNumber(pair, ticket.display) }),
    cum_cost: amount(costOf(order)),
    time_in_force: ticket.timeInForce,
    limit_price_type: ticket.type === 'trailing-stop-limit' ? 'quote' : 'static',
    limit_price: priceNumber(pair, ticket.limit ?? noPrice),
    stop_price: priceNumber(pair, order.view?.trigger ?? ticket.trigger ?? noPrice),
    ...(isTriggered(ticket.type) ? { triggers: triggers(order), trigger: ticket.reference } : {}),
    ...(ticket.close === undefined ? {} : { contingent: contingent(ticket) }),
    ...(ticket.postOnly ? { post_only: true } : {}),
    ...(order.refid === undefined ? {} : { ord_ref_id: order.refid }),
    ...(ticket.startsAt === 0 ? {} : { effective_time: timeText(ticket.startsAt * 1000) }),
    ...(ticket.expiresAt === 0 ? {} : { expire_time: timeText(ticket.expiresAt * 1000) }),
    fee_usd_equiv: dollars(exchange, order, feeOf(order)),
    fee_ccy_pref: 'fciq',
  }
}

function tradeReport(exchange: Exchange, fill: FillRecord): WireObject {
  const { order, price, quantity, cost, fee, liquidity, tradeId } = fill
  const { pair, side, type } = order.ticket
  return {
    ...identity(order),
    exec_id: fill.id,
    exec_type: 'trade',
    trade_id: tradeId,
    symbol: pair.symbol,
    side,
    last_qty: quantityNumber(pair, quantity),
    last_price: priceNumber(pair, price),
    liquidity_ind: liquidity === 'maker' ? 'm' : 't',
    cost: amount(cost),
    order_type: type,
    timestamp: timeText(fill.time),
    fee_usd_equiv: dollars(exchange, order, fee),
    fees: [{ asset: pair.quote.symbol, qty: amount(fee) }],
  }
}

function endReport(exchange: Exchange, order: OrderRecord, time: number, type: 'filled' | 'canceled' | 'expired'): WireObject {
  const { pair } = order.ticket
  return {
    timestamp: timeText(time),
    order_status: type,
    exec_type: type,
    cum_qty: quantityNumber(pair, filledOf(order)),
    cum_cost: amount(costOf(order)),
    fee_usd_equiv: dollars(exchange, order, feeOf(order)),
    avg_price: new WireNumber(averagePriceText(pair, costOf(order), filledOf(order))),
    ...identity(order),
  }
}

function amendReport(order: OrderRecord, time: number): WireObject {
  const { ticket } = order
  return {
    timestamp: timeText(time),
    exec_type: 'amended',
    order_status: statusOf(order),
    cum_qty: quantityNumber(ticket.pair, filledOf(order)),
    reason: 'User requested',
    amended: true,
    order_qty: quantityNumber(ticket.pair, ticket.quantity),
    ...(ticket.limit === undefined ? {} : { limit_price: priceNumber(ticket.pair, ticket.limit), limit_price_type: 'static' }),
    ...(isTriggered(ticket.type) ? { triggers: triggers(order) } : {}),
    ...identity(order),
  }
}

const statusOf = (order: OrderRecord) => (filledOf(order) > 0 ? 'partially_filled' : 'new')

/** Kraken tells the one identifier or the other. */
function identity({ id, ticket }: OrderRecord): WireObject {
  return {
    order_id: id,
    ...(ticket.clientOrderId === undefined ? { order_userref: ticket.userref ?? 0 } : { cl_ord_id: ticket.clientOrderId }),
  }
}

function triggers({ ticket, view }: OrderRecord): WireObject {
  const { value, type } = offsetOf(ticket.price)
  return {
    reference: ticket.reference,
    price: new WireNumber(value),
    price_type: type,
    ...(view?.trigger === undefined ? {} : { actual_price: priceNumber(ticket.pair, view.trigger) }),
    status: view === undefined || view.status === 'untriggered' ? 'untriggered' : 'triggered',
  }
}

function contingent({ close }: OrderTicket): WireObject | undefined {
  if (close === undefined) return undefined
  const [first, second] = [close.price, close.price2].map((text) => (text === undefined ? undefined : offsetOf(text)))
  const limit = close.type === 'limit' ? first : second
  const trigger = close.type === 'limit' ? undefined : first
  return {
    order_type: close.type,
    ...(trigger === undefined ? {} : { trigger_price: new WireNumber(trigger.value), trigger_price_type: trigger.type }),
    ...(limit === undefined ? {} : { limit_price: new WireNumber(limit.value), limit_price_type: limit.type }),
  }
}

/** "+1.5%" is 1.5 of type pct, "-150" is -150 of type quote, "60000.0" static. */
function offsetOf(text: string): { readonly value: string; readonly type: 'static' | 'pct' | 'quote' } {
  const isRelative = /^[+\-#]/.test(text)
  const value = text.replace(/^[+#]/, '').replace('%', '')
  return { value, type: text.endsWith('%') ? 'pct' : isRelative ? 'quote' : 'static' }
}

const noPrice = 0 as Ticks

const amount = (money: Money) => new WireNumber(moneyText(money, costDecimals))

/** Fees are in the quote currency; at the last price where that is not the dollar, 0 where there is none. */
function dollars({ market, pairs }: Exchange, { ticket }: OrderRecord, fee: Money): WireNumber {
  const { symbol } = ticket.pair.quote
  if (symbol === 'USD') return new WireNumber(moneyText(fee, costDecimals))
  const pair = pairs.bySymbol(`${symbol}/USD`)
  const rate = pair === undefined ? 0 : market.venue.lastPrice(pair.market) * Number(pair.instrument.tickSize)
  return new WireNumber((moneyToNumber(fee) * rate).toFixed(costDecimals))
}
