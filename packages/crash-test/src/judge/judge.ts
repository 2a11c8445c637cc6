import type { Tape } from '../tape.ts'
import { insideLimits } from './inside-limits.ts'
import { ledgerMatchesVenue } from './ledger-matches-venue.ts'
import { noOrderOnStaleData } from './no-order-on-stale-data.ts'
import { noRejectLoop } from './no-reject-loop.ts'
import type { PassRule, RuleOutcome, Verdict } from './pass-rule.ts'
import { protectedWithin } from './protected-within.ts'

export interface Judgement {
  readonly verdict: Verdict
  /** Why, in a sentence. */
  readonly why: string
  readonly rules: readonly RuleOutcome[]
}

/** Holds a tape against rules. A strategy that never held anything has not passed: the scenario had nothing to break. */
export function judge(tape: Tape, rules: readonly PassRule[]): Judgement {
  const outcomes = rules.map((rule) => judgeRule(tape, rule))
  const failed = outcomes.filter(({ verdict }) => verdict === 'failed')
  const [first] = failed
  if (first !== undefined) {
    const finding = first.findings[0]?.text ?? first.text
    return { verdict: 'failed', why: failed.length === 1 ? `${finding}.` : `${finding}, and ${failed.length - 1} more.`, rules: outcomes }
  }
  if (tape.events.some(({ type }) => type === 'fill')) return { verdict: 'passed', why: 'Every rule held.', rules: outcomes }
  const sent = tape.events.some(({ type }) => type === 'sent')
  return {
    verdict: 'not-applicable',
    why: sent ? 'No order was filled: nothing was at risk.' : 'No order was sent: nothing was at risk.',
    rules: outcomes,
  }
}

function judgeRule(tape: Tape, rule: PassRule): RuleOutcome {
  switch (rule.rule) {
    case 'inside-limits':
      return insideLimits(tape, rule)
    case 'no-order-on-stale-data':
      return noOrderOnStaleData(tape, rule)
    case 'protected-within':
      return protectedWithin(tape, rule)
    case 'no-reject-loop':
      return noRejectLoop(tape, rule)
    case 'ledger-matches-venue':
      return ledgerMatchesVenue(tape)
  }
}
