import type { JournalEvent } from '@strategraph/trading-engine'

export interface Moment {
  /** Close time of the bar, ms UTC. */
  readonly time: number
  /** The weightiest thing that happened: a fill, else a refusal, else a decision. */
  readonly kind: 'fill' | 'denied' | 'decision'
}

const weight = { fill: 2, denied: 1, decision: 0 } as const

/** Bars at which something was decided, refused or filled; ascending, each once. A decision to hold is none. */
export function momentsOf(events: readonly JournalEvent[]): readonly Moment[] {
  const moments: Moment[] = []
  for (const event of events) {
    if (event.type !== 'fill' && event.type !== 'denied' && event.type !== 'decision') continue
    if (event.type === 'decision' && event.payload.decision.action === 'hold') continue
    const last = moments.at(-1)
    if (last?.time !== event.time) moments.push({ time: event.time, kind: event.type })
    else if (weight[event.type] > weight[last.kind]) moments[moments.length - 1] = { time: event.time, kind: event.type }
  }
  return moments
}

/** The moment before (or after) a time; undefined where there is none. */
export function momentBeside(moments: readonly Moment[], time: number, way: 'before' | 'after'): Moment | undefined {
  return way === 'before' ? moments.findLast((moment) => moment.time < time) : moments.find((moment) => moment.time > time)
}
