import type { MarketIndex, Venue } from '@strategraph/market-sim'
import { createPair, type Pair } from './pair.ts'
import type { AssetNames } from './asset-codes.ts'

/** All pairs of a venue, found by any of their names. */
export interface PairTable {
  readonly pairs: readonly Pair[]
  readonly assets: readonly AssetNames[]
  of(market: MarketIndex): Pair
  /** By id, altname, either WebSocket name; upper or lower case. */
  find(name: string): Pair | undefined
  bySymbol(symbol: string): Pair | undefined
  /** By code, altname or symbol. */
  asset(name: string): AssetNames | undefined
}

export function createPairTable(venue: Venue): PairTable {
  const pairs = venue.instruments.flatMap((instrument) => {
    const market = venue.marketOf(instrument.symbol)
    return market === undefined ? [] : [createPair(instrument, market)]
  })
  const byMarket = new Map(pairs.map((pair) => [pair.market, pair]))
  const byName = new Map(pairs.flatMap((pair) => [pair.id, pair.altname, pair.wsname, pair.symbol].map((name) => [name, pair] as const)))
  const bySymbol = new Map(pairs.map((pair) => [pair.symbol, pair]))
  const assets = new Map(pairs.flatMap(({ base, quote }) => [base, quote]).map((asset) => [asset.symbol, asset]))
  const byAsset = new Map(
    [...assets.values()].flatMap((asset) => [asset.code, asset.altname, asset.symbol].map((name) => [name, asset] as const)),
  )
  return {
    pairs,
    assets: [...assets.values()],
    of(market) {
      const pair = byMarket.get(market)
      if (pair === undefined) throw new RangeError(`no pair for market ${market}`)
      return pair
    },
    find: (name) => byName.get(name.toUpperCase()),
    bySymbol: (symbol) => bySymbol.get(symbol),
    asset: (name) => byAsset.get(name.toUpperCase()),
  }
}
