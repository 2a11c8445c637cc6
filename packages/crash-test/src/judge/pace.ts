import type { HeldLimits, TapeEvent } from '../tape.ts'
import type { Finding } from './pass-rule.ts'

const day = 86_400_000

/** How often the strategy entered, and how soon after it had closed a position. */
export interface Pace {
  /** Breaches in this event; events come in their order. */
  look(event: TapeEvent): readonly Finding[]
  /** The most entries of a day and the shortest pause, with their limits. */
  text(): string
}

export function createPace({ maxEntriesPerDay, cooldownBars }: HeldLimits): Pace {
  const entriesOfDay = new Map<number, Set<string>>()
  const held = new Set<string>()
  let mostEntries = 0
  /** Bars seen since a position was closed last; undefined before the first time. */
  let barsSinceClose: number | undefined
  let shortestPause: number | undefined
  let closedAt = Number.NEGATIVE_INFINITY

  const onFill = (event: Extract<TapeEvent, { type: 'fill' }>): readonly Finding[] => {
    const { instrument, id, opens } = event.order
    if (event.truth.positions.some((position) => position.instrument === instrument && position.quantity !== 0)) held.add(instrument)
    else if (held.delete(instrument)) {
      barsSinceClose = 0
      closedAt = event.time
    }
    if (!opens) return []
    const today = Math.floor(event.time / day)
    const ids = entriesOfDay.get(today) ?? new Set()
    const isNew = !ids.has(id)
    entriesOfDay.set(today, ids.add(id))
    mostEntries = Math.max(mostEntries, ids.size)
    return isNew && maxEntriesPerDay !== undefined && ids.size > maxEntriesPerDay
      ? [{ time: event.time, orderId: id, text: `Entry ${ids.size} of the day (UTC), limit ${maxEntriesPerDay}` }]
      : []
  }
  /** What was decided before the close knew nothing of it: the other half of a turn. */
  const onSent = ({ time, dataTime, order }: Extract<TapeEvent, { type: 'sent' }>): readonly Finding[] => {
    if (!order.opens || barsSinceClose === undefined || dataTime <= closedAt) return []
    shortestPause = Math.min(shortestPause ?? barsSinceClose, barsSinceClose)
    return cooldownBars !== undefined && barsSinceClose < cooldownBars
      ? [{ time, orderId: order.id, text: `An entry was sent ${barsSinceClose} bars after a close, cooldown ${cooldownBars}` }]
      : []
  }
  return {
    look(event) {
      if (event.type === 'moment' && barsSinceClose !== undefined && event.barTime > closedAt) barsSinceClose += 1
      if (event.type === 'fill') return onFill(event)
      return event.type === 'sent' ? onSent(event) : []
    },
    text() {
      const entries = `${mostEntries} ${mostEntries === 1 ? 'entry' : 'entries'} on a day${maxEntriesPerDay === undefined ? '' : ` (limit ${maxEntriesPerDay})`}`
      if (cooldownBars === undefined) return entries
      const pause = shortestPause === undefined ? 'no entry after a close' : `the soonest entry ${shortestPause} bars after a close`
      return `${entries}, ${pause} (cooldown ${cooldownBars})`
    },
  }
}
