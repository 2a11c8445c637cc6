export { createExchangeCandles, type ExchangeCandles, type ExchangeOptions, type FeedOptions } from './exchange-candles.ts'
export type { ExchangeProblemCode } from './exchange-problem.ts'
export type { Timekeeping } from './timekeeping.ts'
