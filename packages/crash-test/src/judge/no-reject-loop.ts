import type { Tape } from '../tape.ts'
import { type Finding, outcome, type PassRule, type RuleOutcome } from './pass-rule.ts'

const minute = 60_000

export function noRejectLoop({ events }: Tape, { perMinute }: Extract<PassRule, { rule: 'no-reject-loop' }>): RuleOutcome {
  const window: number[] = []
  const findings: Finding[] = []
  let total = 0
  let most = 0
  for (const event of events) {
    if (event.type !== 'refused') continue
    total += 1
    window.push(event.time)
    while ((window[0] ?? event.time) <= event.time - minute) window.shift()
    most = Math.max(most, window.length)
    if (window.length > perMinute)
      findings.push({
        time: event.time,
        orderId: event.order.id,
        text: `${window.length} orders were refused within a minute (${event.code})`,
      })
  }
  return outcome('no-reject-loop', `${total} orders were refused, at most ${most} in a minute (limit ${perMinute}).`, findings)
}
