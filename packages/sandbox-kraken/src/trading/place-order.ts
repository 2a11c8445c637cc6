import type { Money } from '@strategraph/market-model'
import type { Micros, Rejection, VenueOrderRequest } from '@strategraph/market-sim'
import type { Account } from '../accounts/account.ts'
import type { Exchange } from '../exchange.ts'
import { invalidArgument, KrakenError, krakenErrors } from '../kraken-error.ts'
import type { Pair } from '../pairs/pair.ts'
import { emit, endOrder } from './account-log.ts'
import { isTaken, modeError, modeOf } from './market-modes.ts'
import type { OrderTicket } from './order-ticket.ts'
import type { OrderRecord } from './records.ts'

/** Gives an order to the engine. Validate-only orders are checked by it and give a record that nobody else ever sees. */
export function placeOrder(exchange: Exchange, account: Account, ticket: OrderTicket, refid?: string): OrderRecord | KrakenError {
  if (exchange.clock.now() > ticket.deadline) return krakenErrors.deadlineElapsed
  if (!isTaken(modeOf(exchange, ticket.pair), ticket)) return modeError(modeOf(exchange, ticket.pair))
  const { clientOrderId } = ticket
  if (clientOrderId !== undefined && findByClientId(account, clientOrderId) !== undefined) return duplicateClientId
  const order = newOrder(exchange, ticket, refid)
  if (ticket.validateOnly) {
    const checked = exchange.market.door.validate(engineRequest(exchange, account, order))
    return checked.ok || isKill(checked) ? order : rejectionError(exchange, ticket, checked)
  }
  account.open.set(order.id, order)
  if (ticket.startsAt === 0) return submit(exchange, account, order)
  schedule(exchange, account, order)
  return order
}

const duplicateClientId = invalidArgument('cl_ord_id already in use')

export function findByClientId(account: Account, clientOrderId: string): OrderRecord | undefined {
  for (const order of account.open.values()) if (order.ticket.clientOrderId === clientOrderId) return order
  return undefined
}

function newOrder(exchange: Exchange, ticket: OrderTicket, refid: string | undefined): OrderRecord {
  return {
    id: exchange.ids.next('O'),
    ticket,
    openedAt: exchange.clock.stamp(),
    refid,
    view: undefined,
    status: 'pending',
    changedAt: exchange.clock.real(),
    closedAt: undefined,
    reason: undefined,
    isAmended: false,
    trades: [],
    cancelReason: undefined,
  }
}

function submit(exchange: Exchange, account: Account, order: OrderRecord): OrderRecord | KrakenError {
  const result = exchange.market.door.submit(engineRequest(exchange, account, order))
  if (result.ok) return order
  if (!isKill(result)) {
    account.open.delete(order.id)
    return rejectionError(exchange, order.ticket, result)
  }
  // Kraken takes such an order and cancels it at once; the engine refuses it.
  emit(exchange, account, { type: 'pending_new', order })
  endOrder(exchange, account, order, 'canceled', result.code === 'FOK_NOT_FILLABLE' ? 'Fill or kill' : 'No liquidity')
  return order
}

const isKill = ({ code }: Rejection) => code === 'FOK_NOT_FILLABLE' || code === 'NO_LIQUIDITY'

function schedule(exchange: Exchange, account: Account, order: OrderRecord): void {
  emit(exchange, account, { type: 'pending_new', order })
  const timer = setTimeout(
    () => {
      if (account.open.get(order.id) !== order || order.status !== 'pending') return
      const result = submit(exchange, account, order)
      if (result instanceof KrakenError) endOrder(exchange, account, order, 'canceled', result.text)
    },
    Math.min(order.ticket.startsAt - exchange.clock.now(), 2 ** 31 - 1),
  )
  timer.unref()
}

function engineRequest(exchange: Exchange, account: Account, { id, ticket }: OrderRecord): VenueOrderRequest {
  const expiresIn = ticket.expiresAt - exchange.clock.now()
  return {
    account: account.venueAccount,
    market: ticket.pair.market,
    side: ticket.side,
    kind: ticket.kind,
    quantity: ticket.quantity,
    selfTradePrevention: ticket.selfTradePrevention,
    tag: id,
    ...(ticket.quoteBudget === undefined ? {} : { quoteBudget: withTakerFee(ticket.quoteBudget, ticket.pair) }),
    ...(ticket.type === 'market' ? {} : { timeInForce: engineTimes[ticket.timeInForce] }),
    // The market's clock may run at another speed or date: what is kept is the distance.
    ...(ticket.timeInForce === 'GTD' ? { expiresAt: (exchange.market.now() + Math.ceil(expiresIn * 1000)) as Micros } : {}),
  }
}

/** The engine's budget pays the fee too; Kraken's volume in quote currency is what is bought, and the fee comes on top. */
function withTakerFee(cost: Money, { instrument }: Pair): Money {
  return ((cost * BigInt(1_000_000 + instrument.takerFeePpm) + 999_999n) / 1_000_000n) as Money
}

const engineTimes = { GTC: 'gtc', IOC: 'ioc', GTD: 'gtd', FOK: 'fok' } as const

/** The engine's refusal in Kraken's words. */
export function rejectionError(exchange: Exchange, ticket: Pick<OrderTicket, 'pair'>, rejection: Rejection): KrakenError {
  switch (rejection.code) {
    case 'UNKNOWN_MARKET':
      return krakenErrors.unknownPair
    case 'UNKNOWN_ORDER':
    case 'NOT_YOUR_ORDER':
      return krakenErrors.unknownOrder
    case 'MARKET_MODE':
      return modeError(exchange.market.venue.mode(ticket.pair.market))
    case 'INVALID_PRICE':
      return krakenErrors.invalidPrice
    case 'INVALID_QUANTITY':
    case 'QUANTITY_ABOVE_MAXIMUM':
      return invalidArgument('volume')
    case 'INVALID_EXPIRY':
      return invalidArgument('expiretm')
    case 'QUANTITY_BELOW_MINIMUM':
      return krakenErrors.volumeMinimum
    case 'NOTIONAL_BELOW_MINIMUM':
      return krakenErrors.costMinimum
    case 'INSUFFICIENT_FUNDS':
      return krakenErrors.insufficientFunds
    case 'POST_ONLY_WOULD_TAKE':
      return krakenErrors.postOnly
    case 'REDUCE_ONLY_NOTHING_TO_REDUCE':
      return krakenErrors.noPosition
    case 'TOO_MANY_ORDERS':
      return krakenErrors.tooManyOrders
    case 'VENUE_BUSY':
      return krakenErrors.busy
    case 'NO_LIQUIDITY':
    case 'FOK_NOT_FILLABLE':
      return krakenErrors.invalidOrder
    case 'UNKNOWN_ACCOUNT':
      return krakenErrors.internal
  }
}
