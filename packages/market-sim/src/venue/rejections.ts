import type { RejectCode, Rejection } from './venue-types.ts'

const messages: Readonly<Record<RejectCode, string>> = {
  UNKNOWN_MARKET: 'There is no such market.',
  UNKNOWN_ACCOUNT: 'There is no such account.',
  UNKNOWN_ORDER: 'There is no such open order.',
  NOT_YOUR_ORDER: 'The order belongs to another account.',
  MARKET_MODE: 'The market does not take this in its present mode.',
  INVALID_PRICE: 'Prices, triggers and offsets are whole ticks in the range of the market.',
  INVALID_QUANTITY: 'Quantities are positive whole lots.',
  INVALID_EXPIRY: 'A good-till-date order, and no other, has an expiry; it lies in the future.',
  QUANTITY_BELOW_MINIMUM: 'The quantity is below the minimum.',
  NOTIONAL_BELOW_MINIMUM: 'Price x quantity is below the minimum.',
  QUANTITY_ABOVE_MAXIMUM: 'The quantity is above the maximum.',
  INSUFFICIENT_FUNDS: 'The account has not enough free funds.',
  POST_ONLY_WOULD_TAKE: 'The order would take at once and is post-only.',
  FOK_NOT_FILLABLE: 'The order cannot be filled whole at once.',
  REDUCE_ONLY_NOTHING_TO_REDUCE: 'There is nothing that the order could reduce.',
  NO_LIQUIDITY: 'Nobody is on the other side of the book.',
  TOO_MANY_ORDERS: 'The account has too many open orders in this market.',
  VENUE_BUSY: 'The venue is busy.',
}

/** `limit` and `actual`: the two numbers that were compared, as text. */
export function reject(code: RejectCode, numbers: { readonly limit?: string; readonly actual?: string } = {}): Rejection {
  return { ok: false, code, message: messages[code], ...numbers }
}
