import type { Venue } from '../venue/venue-types.ts'
import type { TradedMarket } from './traded-market.ts'

/** What everybody sees of the markets, in ticks and lots; 0 = nothing there. While a feed is frozen: what was seen last. */
export interface MarketSight {
  bid(market: number): number
  ask(market: number): number
  bidLots(market: number): number
  askLots(market: number): number
  /** Mean of bid and ask; where a side is empty the price that the venue reopens at, else the last trade's; 0 where there is nothing. */
  mid(market: number): number
  last(market: number): number
  isFrozen(market: number): boolean
  /** Micros; undefined where the feed is live. */
  frozenAt(market: number): number | undefined
  freeze(market: number): void
  thaw(market: number): void
  /** The venue announces where trading begins again; holds until the next trade. */
  announceReopening(market: number, price: number): void
  onTrade(market: number): void
  snapshot(): MarketSightSnapshot
}

export interface MarketSightSnapshot {
  readonly frozen: readonly (FrozenView | null)[]
  /** 0 = none. */
  readonly reopening: readonly number[]
}

interface FrozenView {
  readonly at: number
  readonly bid: number
  readonly ask: number
  readonly bidLots: number
  readonly askLots: number
  readonly last: number
}

export function createMarketSight(venue: Venue, markets: readonly TradedMarket[], saved?: MarketSightSnapshot): MarketSight {
  const frozen: (FrozenView | undefined)[] = markets.map(({ index }) => saved?.frozen[index] ?? undefined)
  const reopening = markets.map(({ index }) => saved?.reopening[index] ?? 0)
  const indexes = markets.map(({ index }) => index)
  const of = (market: number) => indexes[market] ?? unknownMarket(market)
  const bid = (market: number) => frozen[market]?.bid ?? venue.bestBid(of(market))
  const ask = (market: number) => frozen[market]?.ask ?? venue.bestAsk(of(market))
  const last = (market: number) => frozen[market]?.last ?? venue.lastPrice(of(market))
  const bidLots = (market: number) => frozen[market]?.bidLots ?? venue.bestBidQuantity(of(market))
  const askLots = (market: number) => frozen[market]?.askLots ?? venue.bestAskQuantity(of(market))
  return {
    bid,
    ask,
    bidLots,
    askLots,
    last,
    mid: (market) => {
      const bestBid = bid(market)
      const bestAsk = ask(market)
      if (bestBid > 0 && bestAsk > 0) return (bestBid + bestAsk) / 2
      const announced = reopening[market] ?? 0
      return announced > 0 ? announced : last(market)
    },
    isFrozen: (market) => frozen[market] !== undefined,
    frozenAt: (market) => frozen[market]?.at,
    freeze: (market) => {
      frozen[market] ??= {
        at: venue.now,
        bid: bid(market),
        ask: ask(market),
        bidLots: bidLots(market),
        askLots: askLots(market),
        last: last(market),
      }
    },
    thaw: (market) => {
      frozen[market] = undefined
    },
    announceReopening: (market, price) => {
      reopening[market] = price
    },
    onTrade: (market) => {
      reopening[market] = 0
    },
    snapshot: () => ({ frozen: frozen.map((view) => view ?? null), reopening: [...reopening] }),
  }
}

function unknownMarket(market: number): never {
  throw new RangeError(`no market ${market}`)
}
