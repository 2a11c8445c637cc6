import type { Simulation, VenueTrade } from '@strategraph/market-sim'
import type { MarketEventNote } from '@strategraph/protocol'

/** What can be heard of the market of this server, whichever simulation it is at the moment. */
export interface MarketListener {
  /** Public trades: none while a scenario freezes the feed. */
  onTrade?(trade: VenueTrade): void
  /** A minute of a market has closed. */
  onMinute?(market: number): void
  onEvent?(note: MarketEventNote): void
  /** After each piece of work: time has moved. */
  onSlice?(): void
  /** Speed, pause, scenario: the status is another one. */
  onStatus?(): void
  /** Another simulation is there: what was known of the one before is void. */
  onReset?(simulation: Simulation): void
}

export interface MarketListeners {
  readonly tell: Required<MarketListener>
  /** Returns the way out. */
  add(listener: MarketListener): () => void
}

export function createMarketListeners(): MarketListeners {
  const listeners = new Set<MarketListener>()
  return {
    tell: {
      onTrade(trade) {
        for (const listener of listeners) listener.onTrade?.(trade)
      },
      onMinute(market) {
        for (const listener of listeners) listener.onMinute?.(market)
      },
      onEvent(note) {
        for (const listener of listeners) listener.onEvent?.(note)
      },
      onSlice() {
        for (const listener of listeners) listener.onSlice?.()
      },
      onStatus() {
        for (const listener of listeners) listener.onStatus?.()
      },
      onReset(simulation) {
        for (const listener of listeners) listener.onReset?.(simulation)
      },
    },
    add(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
