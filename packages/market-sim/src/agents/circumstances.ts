/** What scenarios change for the agents of each market, with the moment at which it is over. */
export interface Circumstances {
  /** Quotes are so many times wider. */
  quoteWidth(market: number, now: number): number
  /** Drift of all valuations, fraction per hour. */
  drift(market: number, now: number): number
  /** Trend followers rest and mean reversion grows. */
  isChoppy(market: number, now: number): boolean
  /** The agent has left the market for a while. */
  isAway(agent: number, now: number): boolean
  set(market: number, kind: CircumstanceKind, value: number, until: number): void
  sendAway(agent: number, until: number): void
  snapshot(): CircumstancesSnapshot
}

export const circumstanceKinds = ['quote-width', 'drift', 'chop'] as const
export type CircumstanceKind = (typeof circumstanceKinds)[number]

interface Circumstance {
  readonly value: number
  readonly until: number
}

export interface CircumstancesSnapshot {
  readonly markets: readonly Readonly<Record<CircumstanceKind, Circumstance>>[]
  readonly awayUntil: readonly number[]
}

const usual = (): Record<CircumstanceKind, Circumstance> => ({
  'quote-width': { value: 1, until: 0 },
  drift: { value: 0, until: 0 },
  chop: { value: 0, until: 0 },
})

export function createCircumstances(markets: number, agents: number, saved?: CircumstancesSnapshot): Circumstances {
  const byMarket = Array.from({ length: markets }, (_, market) => ({ ...usual(), ...saved?.markets[market] }))
  const awayUntil = new Float64Array(agents)
  if (saved !== undefined) awayUntil.set(saved.awayUntil)
  const read = (market: number, kind: CircumstanceKind, now: number, otherwise: number) => {
    const circumstance = byMarket[market]?.[kind]
    return circumstance !== undefined && now < circumstance.until ? circumstance.value : otherwise
  }
  return {
    quoteWidth: (market, now) => read(market, 'quote-width', now, 1),
    drift: (market, now) => read(market, 'drift', now, 0),
    isChoppy: (market, now) => read(market, 'chop', now, 0) > 0,
    isAway: (agent, now) => now < (awayUntil[agent] ?? 0),
    set: (market, kind, value, until) => {
      const circumstances = byMarket[market]
      if (circumstances !== undefined) circumstances[kind] = { value, until }
    },
    sendAway: (agent, until) => {
      awayUntil[agent] = Math.max(awayUntil[agent] ?? 0, until)
    },
    snapshot: () => ({ markets: byMarket.map((circumstances) => ({ ...circumstances })), awayUntil: Array.from(awayUntil) }),
  }
}
