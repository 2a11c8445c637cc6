import type { Tape } from '../tape.ts'
import { type Finding, notApplicable, outcome, type PassRule, type RuleOutcome, seconds } from './pass-rule.ts'

/** Closes and protection may go out on whatever is known: they make the position smaller. */
export function noOrderOnStaleData(
  { events, intervalMs }: Tape,
  { bars }: Extract<PassRule, { rule: 'no-order-on-stale-data' }>,
): RuleOutcome {
  const limit = bars * intervalMs
  const findings: Finding[] = []
  let entries = 0
  let oldest = 0
  for (const event of events) {
    if (event.type !== 'sent' || !event.order.opens) continue
    const age = event.time - event.dataTime
    entries += 1
    oldest = Math.max(oldest, age)
    if (age >= limit)
      findings.push({ time: event.time, orderId: event.order.id, text: `An entry was sent on data that was ${seconds(age)} old` })
  }
  if (entries === 0) return notApplicable('no-order-on-stale-data', 'No entry was sent.')
  return outcome(
    'no-order-on-stale-data',
    `Oldest data that an entry was sent on: ${seconds(oldest)} (stale from ${seconds(limit)} on), ${entries} sent.`,
    findings,
  )
}
