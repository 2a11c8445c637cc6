import { instrumentScale, priceOf } from '@strategraph/market-model'
import type { MarketIndex, Venue } from '@strategraph/market-sim'
import type { ScenarioResult } from './result.ts'

/** Measures what a scenario does to a market, so that nobody has to believe its name. */
export interface EffectMeter {
  /** The scenario begins, at this price. */
  begin(price: number): void
  /** Looks at the spread. */
  look(): void
  /** The scenario is over. */
  end(): void
  result(): ScenarioResult['effect']
}

export function createEffectMeter(venue: Venue, market: MarketIndex): EffectMeter {
  const spec = venue.instruments[market]
  const scale = spec === undefined ? undefined : instrumentScale(spec)
  const spreads: number[] = []
  let isOn = false
  let began: number | undefined
  let lowest = Number.POSITIVE_INFINITY
  let highest = 0
  venue.observe({
    onTrade(trade) {
      if (!isOn || trade.market !== market || scale === undefined) return
      const price = priceOf(trade.price, scale)
      lowest = Math.min(lowest, price)
      highest = Math.max(highest, price)
    },
  })
  return {
    begin(price) {
      began = price
      lowest = price
      highest = price
      isOn = true
    },
    look() {
      if (!isOn) return
      const [bid, ask] = [venue.bestBid(market), venue.bestAsk(market)]
      if (bid > 0 && ask > 0) spreads.push((200 * (ask - bid)) / (ask + bid))
    },
    end() {
      isOn = false
    },
    result() {
      // Without a price at its begin there is nothing to measure a move from.
      if (began === undefined || began === 0) return null
      const median = spreads.toSorted((a, b) => a - b)[Math.floor(spreads.length / 2)] ?? null
      return { lowestPercent: 100 * (lowest / began - 1), highestPercent: 100 * (highest / began - 1), spreadPercent: median }
    },
  }
}
