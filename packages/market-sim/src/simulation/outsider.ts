import type { Lots, Side } from '@strategraph/market-model'
import type { TradedMarket } from '../agents/traded-market.ts'
import type { AccountId, Venue } from '../venue/venue-types.ts'

/** Somebody from outside with as much money as the scenario needs: trades at the market and is never seen again. */
export interface Outsider {
  /** Lots that rest within this fraction of the mid, on the side that an order of `side` would take. */
  depth(market: TradedMarket, side: Side, within: number): number
  /** A market order of so many lots; what the book does not have is not traded. */
  trade(market: TradedMarket, side: Side, lots: number): void
  readonly account: AccountId | undefined
}

const mostLevels = 100_000

export function createOutsider(venue: Venue, saved?: AccountId): Outsider {
  let account = saved
  const fund = (id: AccountId, market: TradedMarket, side: Side, lots: number) => {
    const { scale } = market
    if (side === 'sell') return venue.deposit(id, market.base, (lots * scale.lotSize).toFixed(scale.quantityDecimals))
    // Twice the price of the furthest level that it can reach: what is left stays in the account.
    const levels = venue.depth(market.index, 'sell', mostLevels)
    const worst = levels.at(-1)?.price ?? venue.lastPrice(market.index)
    venue.deposit(id, market.quote, (2 * lots * scale.lotSize * worst * scale.tickSize).toFixed(8))
  }
  return {
    get account() {
      return account
    },
    depth: (market, side, within) => {
      const best = { bid: venue.bestBid(market.index), ask: venue.bestAsk(market.index) }
      const mid = best.bid > 0 && best.ask > 0 ? (best.bid + best.ask) / 2 : best.bid + best.ask
      const levels = venue.depth(market.index, side === 'buy' ? 'sell' : 'buy', mostLevels)
      const near = levels.filter(({ price }) => Math.abs(price - mid) <= within * mid)
      return near.reduce((sum, { quantity }) => sum + quantity, 0)
    },
    trade: (market, side, lots) => {
      const quantity = Math.floor(lots)
      if (quantity < market.smallestLots) return
      account ??= venue.openAccount({ name: 'Outsider', balances: {} })
      fund(account, market, side, quantity)
      venue.submit({ account, market: market.index, side, kind: { type: 'market' }, quantity: quantity as Lots })
    },
  }
}
