import { createContext, useCallback, useContext, useEffect, useSyncExternalStore } from 'react'
import type { MarketSession } from './market-session.ts'
import type { Channel, MarketData, MarketStore, Topic } from './market-store.ts'

export const MarketContext = createContext<MarketSession | undefined>(undefined)

export function useMarketSession(): MarketSession {
  const session = useContext(MarketContext)
  if (session === undefined) throw new Error('a part of the market page stands outside of it')
  return session
}

/** Text changes at most this often: faster cannot be read. */
export const readingMs = 250

/** Tells the listener of the first change at once, then at most every `everyMs`. */
export function subscribeSlowly(store: MarketStore, topics: readonly Topic[], everyMs: number, listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = Number.NEGATIVE_INFINITY
  const unsubscribe = store.subscribe(topics, () => {
    if (timer !== undefined) return
    timer = setTimeout(
      () => {
        timer = undefined
        last = performance.now()
        listener()
      },
      Math.max(0, last + everyMs - performance.now()),
    )
  })
  return () => {
    clearTimeout(timer)
    unsubscribe()
  }
}

/** The market's data, read anew when one of the topics changes, at reading speed: never once per tick. */
export function useMarket(topics: readonly Topic[], everyMs = readingMs): MarketData {
  const { store } = useMarketSession()
  const key = topics.join()
  const subscribe = useCallback(
    (listener: () => void) => subscribeSlowly(store, topics, everyMs, listener),
    // The topics by their names: callers write them in place.
    // oxlint-disable-next-line react/exhaustive-deps
    [store, key, everyMs],
  )
  useSyncExternalStore(subscribe, () => topics.reduce((sum, topic) => sum + store.version(topic), 0))
  return store.data
}

/** Follows a channel while the component is on the page. */
export function useChannel(channel: Channel): void {
  const session = useMarketSession()
  useEffect(() => session.want(channel), [session, channel])
}
