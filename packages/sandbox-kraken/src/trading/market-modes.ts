import type { MarketMode } from '@strategraph/market-sim'
import type { Exchange } from '../exchange.ts'
import { type KrakenError, krakenErrors } from '../kraken-error.ts'
import type { Pair } from '../pairs/pair.ts'
import type { OrderTicket } from './order-ticket.ts'

/** The market's own mode, or the one that a fault puts over it. */
export function modeOf(exchange: Exchange, pair: Pair): MarketMode {
  return exchange.forcedModes.get(pair.market) ?? exchange.market.venue.mode(pair.market)
}

export function isTaken(mode: MarketMode, { type, postOnly }: Pick<OrderTicket, 'type' | 'postOnly'>): boolean {
  switch (mode) {
    case 'online':
      return true
    case 'post_only':
      return postOnly
    case 'limit_only':
      return type !== 'market'
    case 'cancel_only':
    case 'maintenance':
      return false
  }
}

export function modeError(mode: MarketMode): KrakenError {
  switch (mode) {
    case 'post_only':
      return krakenErrors.postOnlyMode
    case 'limit_only':
      return krakenErrors.limitOnlyMode
    case 'cancel_only':
      return krakenErrors.cancelOnlyMode
    case 'maintenance':
    case 'online':
      return krakenErrors.unavailable
  }
}
