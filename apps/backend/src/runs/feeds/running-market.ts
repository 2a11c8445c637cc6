import type { Bar, Instrument, Interval, Quote, Time } from '@strategraph/market-model'

/** What a run needs of the market that this server simulates. Silent while a scenario freezes its data. */
export interface RunningMarket {
  readonly symbols: readonly string[]
  /** ms UTC of the market's own clock, which may be ahead of or behind the machine's. */
  now(): Time
  /** Undefined for a symbol that it does not have. */
  instrument(symbol: string): Instrument | undefined
  /** Closed bars, oldest first, as many as are kept. */
  bars(symbol: string, interval: Interval): readonly Bar[]
  /** Until the returned function is called. */
  watch(
    symbol: string,
    listener: {
      /** A minute has closed. */
      onMinute(): void
      onQuote(quote: Quote): void
      /** Another market from here on: reset, or restored. */
      onReset(): void
    },
  ): () => void
}
