import type { TradedMarket } from '../agents/traded-market.ts'

/** What assets are worth in the quote currency of the first market. */
export interface Valuation {
  readonly currency: string
  /** Undefined for an asset that no market connects with the currency. `priceOf`: of a market, in its quote currency. */
  rate(asset: string, priceOf: (market: TradedMarket) => number): number | undefined
}

/** Direct market first, then one step over another asset (ETH/BTC x BTC/USD). */
export function createValuation(markets: readonly TradedMarket[]): Valuation {
  const currency = markets[0]?.quote ?? ''
  const direct = (asset: string) => markets.find(({ base, quote }) => base === asset && quote === currency)
  return {
    currency,
    rate: (asset, priceOf) => {
      if (asset === currency) return 1
      const market = direct(asset)
      if (market !== undefined) return priceOf(market)
      for (const step of markets) {
        const onwards = step.base === asset ? direct(step.quote) : undefined
        if (onwards !== undefined) return priceOf(step) * priceOf(onwards)
      }
      return undefined
    },
  }
}

/** Worth of these balances; assets without a rate count nothing. */
export function worth(
  balances: readonly { readonly asset: string; readonly total: number }[],
  valuation: Valuation,
  priceOf: (market: TradedMarket) => number,
): number {
  return balances.reduce((sum, { asset, total }) => sum + total * (valuation.rate(asset, priceOf) ?? 0), 0)
}
