import type { TradedMarket } from './traded-market.ts'

/** What news are about. A market's price moves with the worth of its base and against that of its quote. */
export interface Asset {
  readonly name: string
  /** Standard deviation of what a minute does to its worth, in usual times, fraction. */
  readonly minuteVolatility: number
  /** Places of the markets that it moves up, and down. */
  readonly baseOf: readonly number[]
  readonly quoteOf: readonly number[]
}

const rounds = 200

/**
 * Splits the markets' variances over their assets, so that what happens to an asset moves all its markets and the markets stay consistent with each
 * other. Iterative proportional fitting: each asset's share is scaled by how much its markets have too little or too much.
 */
export function assetsOf(markets: readonly TradedMarket[]): readonly Asset[] {
  const names = [...new Set(markets.flatMap(({ base, quote }) => [base, quote]))]
  const variances = new Map(names.map((name) => [name, 1]))
  const varianceOf = (name: string) => variances.get(name) ?? 0
  const missing = ({ base, quote, minuteVolatility }: TradedMarket) =>
    (minuteVolatility * minuteVolatility) / (varianceOf(base) + varianceOf(quote))
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const ratios = markets.filter(({ base, quote }) => base === name || quote === name).map(missing)
      variances.set(name, varianceOf(name) * (ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length))
    }
  }
  return names.map((name) => ({
    name,
    minuteVolatility: Math.sqrt(varianceOf(name)),
    baseOf: markets.filter(({ base }) => base === name).map(({ index }) => index),
    quoteOf: markets.filter(({ quote }) => quote === name).map(({ index }) => index),
  }))
}
