import type { Time } from '@strategraph/market-model'
import type { Timekeeping } from '../market-data/exchange/timekeeping.ts'

export interface VirtualTime extends Timekeeping {
  /** Lets time pass up to `until`, waking waiters in order; real I/O in between is waited for. */
  runUntil(until: Time): Promise<void>
}

interface Waiter {
  readonly at: Time
  readonly wake: () => void
}

/** A clock that only moves in `runUntil`. `waiters` = how many loops are expected to wait before time may move. */
export function virtualTime(start: Time, onTime: (now: Time) => void, waiters = 1): VirtualTime {
  let now = start
  const waiting = new Set<Waiter>()
  const set = (time: Time) => {
    now = time
    onTime(time)
  }
  return {
    now: () => now,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const done = () => {
          waiting.delete(waiter)
          resolve()
        }
        const waiter: Waiter = { at: now + milliseconds, wake: done }
        if (signal.aborted) return done()
        signal.addEventListener('abort', done, { once: true })
        waiting.add(waiter)
      }),
    async runUntil(until) {
      for (;;) {
        for (let tries = 0; waiting.size < waiters; tries += 1) {
          if (tries > 5000) throw new Error('nobody waits')
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
        const next = [...waiting].toSorted((a, b) => a.at - b.at)[0]
        if (next === undefined || next.at > until) return set(until)
        set(Math.max(now, next.at))
        next.wake()
      }
    },
  }
}
