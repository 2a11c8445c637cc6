import type { PassRule } from './judge/pass-rule.ts'

/** How a scenario meets a strategy, and what the strategy must keep to in it. */
export interface CrashPlan {
  /** Of the catalogue of scenarios. */
  readonly scenario: string
  /**
   * When it begins: so many seconds after (negative: before) the bar at which the first entry is decided, or after that entry has
   * filled and before its protection goes out.
   */
  readonly begins: { readonly after: 'entry-decided' | 'entry-filled'; readonly seconds: number }
  /** A shock takes the minutes that it takes; what goes on for a while lasts as many bars as it would for a strategy of five-minute bars. */
  readonly lasts: 'minutes' | 'bars'
  /** Its pushes are meant to stand out of the bars: they grow with the root of the stretch, as noise does. */
  readonly grows?: boolean
  readonly rules: readonly PassRule[]
}

const rules: readonly PassRule[] = [
  { rule: 'inside-limits', allowance: 0.05 },
  { rule: 'no-order-on-stale-data', bars: 1 },
  { rule: 'protected-within', seconds: 30 },
  { rule: 'no-reject-loop', perMinute: 20 },
  { rule: 'ledger-matches-venue' },
]
/** Six of ten orders are refused: more time to get one through. */
const rulesOfStorm = rules.map((rule): PassRule => (rule.rule === 'protected-within' ? { ...rule, seconds: 60 } : rule))

const heldAndProtected = { after: 'entry-filled', seconds: 60 } as const
const beforeTheEntry = { after: 'entry-decided', seconds: -60 } as const
const betweenEntryAndStop = { after: 'entry-filled', seconds: 0 } as const

export const crashPlans: readonly CrashPlan[] = [
  { scenario: 'flash-crash', begins: heldAndProtected, lasts: 'minutes', rules },
  { scenario: 'gap', begins: heldAndProtected, lasts: 'minutes', rules },
  { scenario: 'spread-blow-out', begins: beforeTheEntry, lasts: 'bars', rules },
  { scenario: 'feed-freeze', begins: heldAndProtected, lasts: 'bars', rules },
  { scenario: 'liquidity-drought', begins: heldAndProtected, lasts: 'bars', rules },
  { scenario: 'fat-finger', begins: heldAndProtected, lasts: 'minutes', rules },
  { scenario: 'exchange-maintenance', begins: betweenEntryAndStop, lasts: 'bars', rules },
  { scenario: 'reject-storm', begins: betweenEntryAndStop, lasts: 'bars', rules: rulesOfStorm },
  { scenario: 'trend', begins: heldAndProtected, lasts: 'bars', grows: true, rules },
  { scenario: 'chop', begins: heldAndProtected, lasts: 'bars', grows: true, rules },
  { scenario: 'news-shock', begins: heldAndProtected, lasts: 'minutes', rules },
]
