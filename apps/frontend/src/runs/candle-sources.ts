import type { FeedChoice } from './run-settings.ts'

/** Venues of this server, chosen by name; every other exchange is one of ccxt. */
const ownVenues: readonly string[] = ['simulator', 'sandbox']

/** Where candles come from, in words of one kind: an own venue by its name, else the kind of the origin. */
export type CandleSource = string

export const sourceOf = (choice: FeedChoice): CandleSource =>
  choice.kind === 'exchange' && ownVenues.includes(choice.exchange) ? choice.exchange : choice.kind

/** Nothing of these is a real market. */
export const isMadeUp = (source: CandleSource): boolean => source === 'simulated' || ownVenues.includes(source)

const words: Readonly<Record<string, string>> = {
  simulated: 'Seeded candles',
  dataset: 'Imported candles',
  exchange: 'Exchange',
  simulator: 'Simulated market',
  sandbox: 'Sandbox Kraken',
}
export const wordsOf = (source: CandleSource): string => words[source] ?? source
