import { instrumentId, moneyFromText } from '@strategraph/market-model'
import type { Lots, Money, Side, Ticks } from '@strategraph/market-model'
import { createVenue } from '../venue/venue.ts'
import type {
  AccountId,
  MarketIndex,
  Micros,
  SubmitResult,
  Venue,
  VenueInstrument,
  VenueOrderId,
  VenueOrderKind,
  VenueOrderRequest,
} from '../venue/venue-types.ts'

/** Ticks of 0.1 USD, lots of 0.001 BTC: one tick x lot is 0.0001 USD. Fees of 0.16 % and 0.26 %. */
export const btcUsd: VenueInstrument = {
  id: instrumentId('sandbox', 'BTC/USD'),
  venue: 'sandbox',
  symbol: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  tickSize: '0.1',
  lotSize: '0.001',
  makerFeePpm: 1600,
  takerFeePpm: 2600,
}

export const market = 0 as MarketIndex
export const startTime = 1_700_000_000_000_000 as Micros

export const ticks = (price: number) => price as Ticks
export const lots = (quantity: number) => quantity as Lots
export const micros = (time: number) => time as Micros
export const money = (text: string): Money => moneyFromText(text)

export function openVenue(instrument: Partial<VenueInstrument> = {}): Venue {
  return createVenue({ instruments: [{ ...btcUsd, ...instrument }], now: startTime })
}

/** An account with plenty of both, unless told otherwise. */
export function openAccount(venue: Venue, balances: Readonly<Record<string, string>> = { USD: '1000000', BTC: '100' }): AccountId {
  return venue.openAccount({ name: `account ${venue.accountCount}`, balances })
}

export function limit(
  account: AccountId,
  side: Side,
  price: number,
  quantity: number,
  more: Partial<VenueOrderRequest> & { readonly postOnly?: boolean; readonly display?: number } = {},
): VenueOrderRequest {
  const { postOnly, display, ...rest } = more
  const kind: VenueOrderKind = {
    type: 'limit',
    price: ticks(price),
    ...(postOnly === undefined ? {} : { postOnly }),
    ...(display === undefined ? {} : { display: lots(display) }),
  }
  return { account, market, side, kind, quantity: lots(quantity), ...rest }
}

export function order(
  account: AccountId,
  side: Side,
  kind: VenueOrderKind,
  quantity: number,
  more: Partial<VenueOrderRequest> = {},
): VenueOrderRequest {
  return { account, market, side, kind, quantity: lots(quantity), ...more }
}

export function marketOrder(account: AccountId, side: Side, quantity: number, more: Partial<VenueOrderRequest> = {}): VenueOrderRequest {
  return order(account, side, { type: 'market' }, quantity, more)
}

/** The id of an order that has to be accepted. */
export function accepted(result: SubmitResult): VenueOrderId {
  if (!result.ok) throw new Error(`rejected: ${result.code}`)
  return result.orderId
}

/** The code of an order that has to be rejected, or `ok`. */
export function codeOf(result: { readonly ok: true } | { readonly ok: false; readonly code: string }): string {
  return result.ok ? 'ok' : result.code
}

/** Both sides as [price, visible quantity], best first. */
export function book(venue: Venue, levels = 10): { bids: [number, number][]; asks: [number, number][] } {
  const side = (name: Side) => venue.depth(market, name, levels).map(({ price, quantity }): [number, number] => [price, quantity])
  return { bids: side('buy'), asks: side('sell') }
}
