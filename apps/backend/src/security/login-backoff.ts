/** Failed tries that cost nothing. */
const freeTries = 5
const firstDelayMs = 1000
const longestDelayMs = 60_000
/** Without a failure for this long, all is forgotten. */
const forgetMs = 15 * 60_000

/** S6: after five wrong tries each further one waits, doubling up to a minute; tries within the wait are not even looked at. */
export interface LoginBackoff {
  /** Milliseconds until a try would be evaluated; 0 = now. */
  waitMs(): number
  failed(): void
  succeeded(): void
}

export function createLoginBackoff(now: () => number): LoginBackoff {
  let failures = 0
  let lastFailure = Number.NEGATIVE_INFINITY
  const waitMs = () => {
    if (now() - lastFailure > forgetMs) failures = 0
    if (failures < freeTries) return 0
    const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - freeTries))
    return Math.max(0, lastFailure + delay - now())
  }
  return {
    waitMs,
    failed() {
      failures += 1
      lastFailure = now()
    },
    succeeded() {
      failures = 0
    },
  }
}
