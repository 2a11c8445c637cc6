import type { InstrumentId, Time } from '@strategraph/market-model'
import type { Tape } from '../tape.ts'
import { type Finding, notApplicable, outcome, type PassRule, type RuleOutcome, seconds } from './pass-rule.ts'

interface Watch {
  wanted: number
  resting: number
  isAccepting: boolean
  /** Since when the present numbers hold. */
  since: Time
  /** Ms of the present gap in which the venue took orders. */
  open: number
  isReported: boolean
}

export function protectedWithin({ events }: Tape, { seconds: limitSeconds }: Extract<PassRule, { rule: 'protected-within' }>): RuleOutcome {
  const limit = limitSeconds * 1000
  const watches = new Map<InstrumentId, Watch>()
  const findings: Finding[] = []
  let longest = 0
  let hasStops = false

  const watchOf = (instrument: InstrumentId, time: Time): Watch => {
    const watch = watches.get(instrument) ?? { wanted: 0, resting: 0, isAccepting: true, since: time, open: 0, isReported: false }
    watches.set(instrument, watch)
    return watch
  }
  const catchUp = (instrument: InstrumentId, time: Time): Watch => {
    const watch = watchOf(instrument, time)
    if (watch.wanted > watch.resting) {
      if (watch.isAccepting) watch.open += time - watch.since
      longest = Math.max(longest, watch.open)
      if (watch.open > limit && !watch.isReported) {
        watch.isReported = true
        findings.push({
          time: time - (watch.open - limit),
          text: `${watch.wanted} of ${instrument} had a stop-loss, ${watch.resting} of it rested or was at work at the venue for longer than ${limitSeconds} s`,
        })
      }
    } else {
      watch.open = 0
      watch.isReported = false
    }
    watch.since = time
    return watch
  }

  for (const event of events) {
    if (event.type === 'cover') {
      const { wanted, resting, instrument, time } = event
      hasStops ||= wanted > 0
      Object.assign(catchUp(instrument, time), { wanted, resting })
      // A gap that closes in this very moment is over.
      catchUp(instrument, time)
    } else if (event.type === 'venue') catchUp(event.instrument, event.time).isAccepting = event.isAccepting
    else if (event.type === 'end') for (const instrument of watches.keys()) catchUp(instrument, event.time)
  }
  if (!hasStops) return notApplicable('protected-within', 'Nothing was held that had a stop-loss.')
  return outcome(
    'protected-within',
    `Longest time without a stop that rests or is at work while the venue took orders: ${seconds(longest)} (limit ${limitSeconds} s).`,
    findings,
  )
}
