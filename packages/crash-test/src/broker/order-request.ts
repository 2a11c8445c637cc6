import { type Lots, type Money, notional, type Ticks } from '@strategraph/market-model'
import type { AccountId, Micros, Venue, VenueOrderKind, VenueOrderRequest } from '@strategraph/market-sim'
import { type BrokerContext, feeOn, lotsForCash, type Market, rateOf } from '@strategraph/trading-engine'
import { reduces, type WorkingOrder } from './working-order.ts'

export interface OrderPlace {
  readonly venue: Venue
  readonly account: AccountId
  readonly context: BrokerContext
}

export type NextRequest =
  | { readonly type: 'send'; readonly request: VenueOrderRequest }
  /** We would not send it, as a broker with rules of its own would not. */
  | { readonly type: 'refuse'; readonly code: string; readonly reason: string }
  /** Nothing is left that it could do. */
  | { readonly type: 'drop'; readonly reason: 'POSITION_CLOSED' | 'NOTHING_TO_CLOSE' }

/** What an order wants of the market now, beyond what its orders at the venue have filled. */
export function lotsWanted({ instruction }: WorkingOrder, { account }: BrokerContext): number {
  const { quantity, side, instrument, parent, reduceOnly } = instruction
  const net = account.net(instrument)
  const reducible = side === 'buy' ? Math.max(0, -net) : Math.max(0, net)
  switch (quantity.kind) {
    case 'position':
      return parent === undefined ? reducible : Math.min(reducible, account.lotsOpenedBy(instrument, parent))
    case 'lots':
      return reduceOnly ? Math.min(quantity.lots, reducible) : quantity.lots
    case 'cash-at-fill':
      return Number.NaN
  }
}

export function nextRequest(order: WorkingOrder, place: OrderPlace): NextRequest {
  const { instruction, market: index } = order
  const market = place.context.markets[index]
  if (market === undefined) return { type: 'refuse', code: 'UNKNOWN_INSTRUMENT', reason: `No market ${instruction.instrument}` }
  const { side, parent, quantity, reduceOnly } = instruction
  const base = {
    account: place.account,
    market: index,
    side,
    kind: kindAt(order),
    tag: instruction.id,
    // What protects must not end because it meets an entry of ours that rests.
    ...(reduces(instruction) ? { selfTradePrevention: 'cancel-oldest' as const } : {}),
    ...lifetimeOf(order),
  }
  if (quantity.kind !== 'cash-at-fill') {
    const lots = lotsWanted(order, place.context)
    if (lots === 0) return { type: 'drop', reason: parent === undefined ? 'NOTHING_TO_CLOSE' : 'POSITION_CLOSED' }
    if (reduces(instruction) || reduceOnly) return { type: 'send', request: { ...base, quantity: lots as Lots } }
    return sized(order, lots, base, place, market, place.context.account.cash())
  }
  const cash = place.context.account.cash()
  const price = referencePrice(order, place.venue)
  if (price === 0) return { type: 'refuse', code: 'NO_LIQUIDITY', reason: 'Nobody is on the other side of the book' }
  const lots = lotsForCash(
    { fraction: quantity.fraction, lotStep: quantity.lotStep, cash, price, fee: place.context.rules.takerFee },
    market,
  )
  if (!Number.isSafeInteger(lots)) return { type: 'refuse', code: 'INVALID_QUANTITY', reason: 'More lots than can be counted' }
  if (lots === 0) return { type: 'refuse', code: 'INSUFFICIENT_FUNDS', reason: 'The cash buys less than the smallest quantity' }
  return sized(order, lots, base, place, market, shareOf(cash, quantity.fraction))
}

/** The checks of an account without leverage: a buy never spends more cash than is free, a short never sells more than its cash covers. */
function sized(
  order: WorkingOrder,
  lots: number,
  base: Omit<VenueOrderRequest, 'quantity'>,
  { context, venue }: OrderPlace,
  market: Market,
  budget: Money,
): NextRequest {
  const { account, rules } = context
  const { side, kind } = order.instruction
  const net = account.net(market.id)
  const closing = Math.min(lots, side === 'buy' ? Math.max(0, -net) : Math.max(0, net))
  const request = { ...base, quantity: lots as Lots }
  if (lots === closing) return { type: 'send', request }
  if (side === 'sell' && !rules.allowShort) return { type: 'refuse', code: 'SHORT_NOT_ALLOWED', reason: 'The account may not sell short' }
  const price = referencePrice(order, venue)
  const opening = notional(price, (lots - closing) as Lots, market.perTickLot)
  const free = closing === 0 ? budget : account.cashAfterClosing(market.id, closing, price)
  const needed = opening + feeOn(opening, rules.takerFee)
  if (needed > free) return { type: 'refuse', code: 'INSUFFICIENT_FUNDS', reason: 'Not enough free cash' }
  // Deeper in the book it is dearer: the venue cuts the order where the cash ends.
  const isCapped = side === 'buy' && kind.type === 'market' && closing === 0
  return { type: 'send', request: isCapped ? { ...request, quoteBudget: budget } : request }
}

/** Limit, or the best price on the other side; 0 where there is none. */
function referencePrice({ instruction: { kind, side }, market }: WorkingOrder, venue: Venue): Ticks {
  if (kind.type === 'limit') return kind.price
  return side === 'buy' ? venue.bestAsk(market) : venue.bestBid(market)
}

function kindAt({ instruction: { kind }, isTriggered }: WorkingOrder): VenueOrderKind {
  return isTriggered ? { type: 'market' } : kind
}

function lifetimeOf({ instruction: { kind, timeInForce, expiresAt } }: WorkingOrder): Pick<VenueOrderRequest, 'timeInForce' | 'expiresAt'> {
  if (kind.type !== 'limit') return {}
  return timeInForce === 'gtd' && expiresAt !== undefined ? { timeInForce, expiresAt: (expiresAt * 1000) as Micros } : { timeInForce }
}

/** A fraction of the cash, rounded down. */
function shareOf(cash: Money, fraction: number): Money {
  const { numerator, denominator } = rateOf(fraction)
  return ((cash * numerator) / denominator) as Money
}
