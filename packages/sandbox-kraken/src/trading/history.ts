/** The newest records of one kind, found by id; older ones are forgotten. */
export interface History<T extends { readonly id: string }> {
  add(record: T): void
  get(id: string): T | undefined
  /** Newest first. */
  newest(): Iterable<T>
  readonly size: number
}

export function createHistory<T extends { readonly id: string }>(bound: number): History<T> {
  // A Map keeps the order of insertion, so the oldest is its first.
  const records = new Map<string, T>()
  return {
    add(record) {
      records.set(record.id, record)
      if (records.size <= bound) return
      const oldest = records.keys().next()
      if (oldest.done !== true) records.delete(oldest.value)
    },
    get: (id) => records.get(id),
    newest: () => [...records.values()].reverse(),
    get size() {
      return records.size
    },
  }
}
