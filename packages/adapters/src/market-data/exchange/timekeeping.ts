import { setTimeout as delay } from 'node:timers/promises'
import type { Time } from '@strategraph/market-model'

/** Clock and waiting, so that tests can make an hour pass at once. */
export interface Timekeeping {
  now(): Time
  /** Resolves after the time or when the signal is aborted, whichever is first. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

export const realTimekeeping: Timekeeping = {
  now: Date.now,
  wait: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => undefined),
}
