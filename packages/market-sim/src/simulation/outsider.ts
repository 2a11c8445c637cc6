import type { Lots, Side, Ticks } from '@strategraph/market-model'
import type { TradedMarket } from '../agents/traded-market.ts'
import type { AccountId, Venue, VenueTimeInForce } from '../venue/venue-types.ts'

/**
 * Somebody from outside with as much money as a scenario needs, who trades until the price is where the scenario wants it: strengths are
 * told in prices, so they hold in any market and against any agents.
 */
export interface Outsider {
  /** Middle of the book; the last price where a side is empty, the price of the start where nothing has traded; ticks. */
  mid(market: TradedMarket): number
  /** Takes everything up to `price` (ticks). `rests`: what is left of the order stays there and caps the price until the next push. */
  push(order: { readonly market: TradedMarket; readonly side: Side; readonly price: number; readonly rests: boolean }): void
  /** Takes its orders out of the book. */
  leave(market: TradedMarket): void
  snapshot(): OutsiderSnapshot
}

export interface OutsiderSnapshot {
  readonly trader: AccountId | null
  readonly hunter: AccountId | null
}

const mostLevels = 100_000
/** What rests at the end of a push, in minutes of usual volume. */
const restMinutes = 1

export function createOutsider(venue: Venue, saved?: OutsiderSnapshot): Outsider {
  let trader = saved?.trader ?? undefined
  /** Whoever lies in wait far from the market for somebody in a hurry: trades a little at the very price, where the book may hold nothing. */
  let hunter = saved?.hunter ?? undefined
  const open = (name: string) => venue.openAccount({ name, balances: {}, feeTier: { makerPpm: 0, takerPpm: 0 } })
  const smallest = ({ smallestLots, smallestNotional, unitLots }: TradedMarket, price: number) =>
    Math.ceil(Math.max(smallestLots, smallestNotional / price, unitLots))
  const send = (account: AccountId, order: { market: TradedMarket; side: Side; price: number; lots: number }, terms: Terms) => {
    const { market, side, price, lots } = order
    const { scale, base, quote, index } = market
    if (side === 'sell' && venue.freeBase(account, index) < lots) {
      venue.deposit(account, base, (lots * scale.lotSize).toFixed(scale.quantityDecimals))
    } else if (side === 'buy' && venue.affordable(account, index, price as Ticks) < lots) {
      // A little more than it costs: the product is rounded.
      venue.deposit(account, quote, (1.001 * lots * scale.lotSize * price * scale.tickSize + 1e-8).toFixed(8))
    }
    const { postOnly = false, timeInForce = 'gtc' } = terms
    const kind = { type: 'limit', price: price as Ticks, postOnly } as const
    venue.submit({ account, market: index, side, kind, quantity: lots as Lots, timeInForce })
  }
  const leave = ({ index }: TradedMarket) => {
    for (const account of [trader, hunter]) if (account !== undefined) venue.cancelAll(account, index)
  }
  return {
    mid: ({ index, startTicks }) => {
      const [bid, ask] = [venue.bestBid(index), venue.bestAsk(index)]
      if (bid > 0 && ask > 0) return (bid + ask) / 2
      const last = venue.lastPrice(index)
      return last > 0 ? last : startTicks
    },
    push: ({ market, side, price, rests }) => {
      trader ??= open('Outsider')
      hunter ??= open('Bargain hunter')
      leave(market)
      const against = side === 'sell' ? 'buy' : 'sell'
      const crumb = smallest(market, price)
      send(hunter, { market, side: against, price, lots: crumb }, { postOnly: true })
      const levels = venue.depth(market.index, against, mostLevels)
      const within = levels.filter((level) => (side === 'sell' ? level.price >= price : level.price <= price))
      const there = within.reduce((sum, { quantity }) => sum + quantity, 0)
      const lots = there + (rests ? Math.ceil(restMinutes * market.volumePerMinute) : 0)
      if (lots >= crumb) send(trader, { market, side, price, lots }, { timeInForce: rests ? 'gtc' : 'ioc' })
    },
    leave,
    snapshot: () => ({ trader: trader ?? null, hunter: hunter ?? null }),
  }
}

interface Terms {
  readonly postOnly?: boolean
  readonly timeInForce?: VenueTimeInForce
}
