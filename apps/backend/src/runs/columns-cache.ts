import type { BarColumns } from '@strategraph/market-model'

export type RunColumns = ReadonlyMap<string, BarColumns>

/** Bars of runs that somebody looks at, least recently used ones dropped beyond a number of bytes. */
export interface ColumnsCache {
  get(runId: string): RunColumns | undefined
  set(runId: string, columns: RunColumns): void
}

export function createColumnsCache(maxBytes: number): ColumnsCache {
  const entries = new Map<string, { readonly columns: RunColumns; readonly bytes: number }>()
  let total = 0
  const drop = (runId: string) => {
    total -= entries.get(runId)?.bytes ?? 0
    entries.delete(runId)
  }
  return {
    get(runId) {
      const entry = entries.get(runId)
      if (entry === undefined) return undefined
      entries.delete(runId)
      entries.set(runId, entry)
      return entry.columns
    },
    set(runId, columns) {
      drop(runId)
      const bytes = [...columns.values()].reduce((sum, { time }) => sum + time.length * 48, 0)
      entries.set(runId, { columns, bytes })
      total += bytes
      for (const oldest of entries.keys()) {
        // The newest stays, however large: somebody has just asked for it.
        if (total <= maxBytes || oldest === runId) break
        drop(oldest)
      }
    },
  }
}
