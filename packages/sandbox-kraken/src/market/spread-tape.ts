import type { Ticks } from '@strategraph/market-model'
import type { MarketIndex } from '@strategraph/market-sim'
import type { SandboxMarket } from './sandbox-market.ts'

/** Best prices as they were; 0 = that side was empty. */
export interface SpreadRow {
  /** Microseconds of the market's clock. */
  readonly time: number
  readonly bid: Ticks
  readonly ask: Ticks
}

/** The newest changes of the best prices of every market. */
export interface SpreadTape {
  /** Oldest first. */
  rows(market: MarketIndex): readonly SpreadRow[]
  close(): void
}

const kept = 200

export function createSpreadTape(source: SandboxMarket): SpreadTape {
  const { venue } = source
  const tapes = new Map<MarketIndex, SpreadRow[]>()
  const unobserve = venue.observe({
    onLevel(market) {
      const rows = tapes.get(market) ?? []
      const last = rows.at(-1)
      const row = { time: source.now(), bid: venue.bestBid(market), ask: venue.bestAsk(market) }
      if (last?.bid === row.bid && last.ask === row.ask) return
      rows.push(row)
      if (rows.length > kept) rows.shift()
      tapes.set(market, rows)
    },
  })
  return { rows: (market) => tapes.get(market) ?? [], close: unobserve }
}
