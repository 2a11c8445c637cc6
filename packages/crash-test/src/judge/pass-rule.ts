import type { Time } from '@strategraph/market-model'

/** What a strategy has to keep to in a scenario; data, with its numbers. */
export type PassRule =
  /**
   * Position, exposure, drawdown, daily loss and entries a day stay within what the gates and the account allow: a gate stops
   * entries at a loss, the rule asks whether the loss stopped. `allowance`: how far a fill may be beyond a limit on size, as a
   * fraction of it, because the price moved between decision and fill.
   */
  | { readonly rule: 'inside-limits'; readonly allowance: number }
  /** No entry goes out when the newest bar that the strategy has seen closed so many bars ago. */
  | { readonly rule: 'no-order-on-stale-data'; readonly bars: number }
  /** What is held of entries with a stop-loss is covered by resting stops; the clock stands still while the venue takes no orders. */
  | { readonly rule: 'protected-within'; readonly seconds: number }
  /** Never more refused orders in a minute. */
  | { readonly rule: 'no-reject-loop'; readonly perMinute: number }
  /** At the end our books and the venue's are equal to the last digit. */
  | { readonly rule: 'ledger-matches-venue' }

export type Verdict = 'passed' | 'failed' | 'not-applicable'

/** One breach of a rule. */
export interface Finding {
  readonly time: Time
  readonly text: string
  readonly orderId?: string
}

export interface RuleOutcome {
  readonly rule: PassRule['rule']
  readonly verdict: Verdict
  /** What was asked and what was seen, with numbers. */
  readonly text: string
  /** The first of them; `breaches` counts all. */
  readonly findings: readonly Finding[]
  readonly breaches: number
}

const keptFindings = 20

/** Failed where there are findings. */
export function outcome(rule: PassRule['rule'], text: string, findings: readonly Finding[]): RuleOutcome {
  return {
    rule,
    verdict: findings.length === 0 ? 'passed' : 'failed',
    text,
    findings: findings.slice(0, keptFindings),
    breaches: findings.length,
  }
}

export function notApplicable(rule: PassRule['rule'], text: string): RuleOutcome {
  return { rule, verdict: 'not-applicable', text, findings: [], breaches: 0 }
}

/** "12.3 %" */
export const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`
/** Up to one decimal. */
export const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`
