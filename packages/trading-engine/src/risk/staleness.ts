/** That a bar is too old to open a position by it; in seconds. */
export interface Staleness {
  readonly limit: number
  readonly actual?: number
  /** Set where it is too old by the clock of this machine only, not by the feed's. */
  readonly clockAhead?: number
}

/** `ageMs`: of the newest bar by the clock of this machine, NaN where nobody knows it; that clock is `clockAheadMs` ahead of the feed's. */
export function staleness(ageMs: number, intervalMs: number, clockAheadMs = 0): Staleness | undefined {
  if (!(ageMs >= intervalMs)) return undefined
  return {
    limit: intervalMs / 1000,
    ...(Number.isFinite(ageMs) ? { actual: ageMs / 1000 } : {}),
    ...(ageMs - clockAheadMs < intervalMs ? { clockAhead: clockAheadMs / 1000 } : {}),
  }
}
