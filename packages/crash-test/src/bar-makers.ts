import { type Bar, type InstrumentScale, instrumentScale, intervals, priceOf, quantityOf, type Time } from '@strategraph/market-model'
import type { MarketIndex, VenueTrade } from '@strategraph/market-sim'
import type { FeedBar } from '@strategraph/trading-engine'
import { type CrashFeed, type History, historyStart } from './history.ts'

/** Bars of every feed from the venue's trades. */
export interface BarMakers {
  onTrade(trade: VenueTrade): void
  /** Close of the next bar of any feed. */
  readonly nextClose: Time
  /** The bars that close at `nextClose`, which has come. */
  close(): readonly FeedBar[]
}

interface BarMaker {
  readonly feed: CrashFeed
  readonly market: MarketIndex
  readonly scale: InstrumentScale
  readonly length: number
  nextClose: Time
  /** The last price before the bar: of a bar without trades. */
  last: number
  forming: { open: number; high: number; low: number; close: number; volume: number } | undefined
}

/** Go on where the history ends, half-made bars included. `markets`: the venue's place of each feed's instrument. */
export function createBarMakers(
  feeds: readonly (CrashFeed & { readonly market: MarketIndex })[],
  { end, forming, closes }: History,
): BarMakers {
  const makers = feeds.map((feed): BarMaker => {
    const length = intervals[feed.interval]
    const begun = forming.get(feed.feed)
    return {
      feed,
      market: feed.market,
      scale: instrumentScale(feed.spec.instrument),
      length,
      nextClose: historyStart + (Math.floor((end - historyStart) / length) + 1) * length,
      last: closes.get(feed.spec.instrument.symbol) ?? feed.spec.startPrice,
      forming: begun === undefined ? undefined : { ...begun },
    }
  })
  const nextClose = () => Math.min(...makers.map((maker) => maker.nextClose))
  return {
    onTrade({ market, price, quantity }) {
      for (const maker of makers) if (maker.market === market) add(maker, priceOf(price, maker.scale), quantityOf(quantity, maker.scale))
    },
    get nextClose() {
      return nextClose()
    },
    close() {
      const time = nextClose()
      return makers.flatMap((maker) => (maker.nextClose === time ? [{ feed: maker.feed.feed, bar: closed(maker) }] : []))
    },
  }
}

function add(maker: BarMaker, price: number, volume: number): void {
  const { forming } = maker
  maker.last = price
  if (forming === undefined) {
    maker.forming = { open: price, high: price, low: price, close: price, volume }
    return
  }
  forming.high = Math.max(forming.high, price)
  forming.low = Math.min(forming.low, price)
  forming.close = price
  forming.volume += volume
}

function closed(maker: BarMaker): Bar {
  const { last, nextClose: time } = maker
  const { open, high, low, close, volume } = maker.forming ?? { open: last, high: last, low: last, close: last, volume: 0 }
  maker.forming = undefined
  maker.nextClose += maker.length
  return { time, open, high, low, close, volume }
}
