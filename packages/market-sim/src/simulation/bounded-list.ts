/** A list that forgets its oldest entries. */
export interface BoundedList<T> {
  readonly length: number
  push(entry: T): void
  /** Newest last; `isWanted` is asked from the newest backwards. */
  newest(limit: number, isWanted?: (entry: T) => boolean): readonly T[]
}

export function createBoundedList<T>(capacity: number, saved: readonly T[] = []): BoundedList<T> {
  const ring: T[] = saved.slice(-capacity)
  // Place of the oldest once the ring is full.
  let start = 0
  return {
    get length() {
      return ring.length
    },
    push: (entry) => {
      if (ring.length < capacity) ring.push(entry)
      else {
        ring[start] = entry
        start = (start + 1) % capacity
      }
    },
    newest: (limit, isWanted) => {
      const found: T[] = []
      for (let back = 1; back <= ring.length && found.length < limit; back += 1) {
        const entry = ring[(start + ring.length - back) % ring.length]
        if (entry !== undefined && (isWanted === undefined || isWanted(entry))) found.push(entry)
      }
      return found.reverse()
    },
  }
}
