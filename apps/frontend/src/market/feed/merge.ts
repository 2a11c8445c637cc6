import type { MarketAgent } from '@strategraph/protocol'

/**
 * Two ascending lists in one, each id once (the later word holds: an outcome is filled in afterwards), the newest `limit` kept.
 * The usual case, newer ones behind, costs a copy.
 */
export function mergeById<Item>(
  before: readonly Item[],
  fresh: readonly Item[],
  idOf: (item: Item) => number,
  limit: number,
): readonly Item[] {
  const first = fresh[0]
  const last = before.at(-1)
  if (first === undefined) return before
  if (last === undefined || idOf(first) > idOf(last)) return [...before, ...fresh].slice(-limit)
  const byId = new Map<number, Item>()
  for (const item of before) byId.set(idOf(item), item)
  for (const item of fresh) byId.set(idOf(item), item)
  return [...byId.values()].toSorted((a, b) => idOf(a) - idOf(b)).slice(-limit)
}

/** What each agent's trading made (`roiByTrading`), while the page is open. When a line is full, every second point goes: it always reaches back to the beginning. */
export interface ResultTrails {
  /** Frames between two points. */
  readonly stride: number
  readonly frames: number
  readonly byAgent: ReadonlyMap<number, readonly number[]>
}

const trailLimit = 96

export function sampleResults(trails: ResultTrails, agents: readonly MarketAgent[]): ResultTrails {
  const frames = trails.frames + 1
  if (trails.frames % trails.stride !== 0) return { ...trails, frames }
  const byAgent = new Map<number, readonly number[]>()
  let isFull = false
  for (const { id, roiByTrading } of agents) {
    const line = [...(trails.byAgent.get(id) ?? []), roiByTrading]
    byAgent.set(id, line)
    if (line.length >= trailLimit) isFull = true
  }
  if (!isFull) return { ...trails, frames, byAgent }
  for (const [id, line] of byAgent)
    byAgent.set(
      id,
      line.filter((_, index) => index % 2 === 0),
    )
  return { stride: trails.stride * 2, frames: 0, byAgent }
}
