/** What scenarios change for the agents of each market, with the moment at which it is over. */
export interface Circumstances {
  /** Nobody leaves an order nearer to the mid than this fraction of it. */
  distance(market: number, now: number): number
  /** Share (0..1) that is missing from all quantities left in the book. */
  thinness(market: number, now: number): number
  /** Drift of all valuations, fraction per hour. */
  drift(market: number, now: number): number
  /** Trend followers rest and mean reversion grows. */
  isChoppy(market: number, now: number): boolean
  set(market: number, kind: CircumstanceKind, value: number, until: number): void
  snapshot(): CircumstancesSnapshot
}

export type CircumstanceKind = 'distance' | 'thinness' | 'drift' | 'chop'

interface Circumstance {
  readonly value: number
  readonly until: number
}

export type CircumstancesSnapshot = readonly Readonly<Record<CircumstanceKind, Circumstance>>[]

const usual = (): Record<CircumstanceKind, Circumstance> => ({
  distance: { value: 0, until: 0 },
  thinness: { value: 0, until: 0 },
  drift: { value: 0, until: 0 },
  chop: { value: 0, until: 0 },
})

export function createCircumstances(markets: number, saved?: CircumstancesSnapshot): Circumstances {
  const byMarket = Array.from({ length: markets }, (_, market) => ({ ...usual(), ...saved?.[market] }))
  const read = (market: number, kind: CircumstanceKind, now: number) => {
    const circumstance = byMarket[market]?.[kind]
    return circumstance !== undefined && now < circumstance.until ? circumstance.value : 0
  }
  return {
    distance: (market, now) => read(market, 'distance', now),
    thinness: (market, now) => read(market, 'thinness', now),
    drift: (market, now) => read(market, 'drift', now),
    isChoppy: (market, now) => read(market, 'chop', now) > 0,
    set: (market, kind, value, until) => {
      const circumstances = byMarket[market]
      if (circumstances !== undefined) circumstances[kind] = { value, until }
    },
    snapshot: () => byMarket.map((circumstances) => ({ ...circumstances })),
  }
}
