import type { Side, Time } from '@strategraph/market-model'
import type { RuleOutcome, Verdict } from './judge/pass-rule.ts'

/** One fill of the strategy, for the chart. */
export interface CrashFill {
  readonly time: Time
  readonly symbol: string
  readonly side: Side
  readonly role: string
  readonly price: number
  readonly quantity: number
}

export interface ScenarioResult {
  readonly scenario: string
  readonly title: string
  readonly summary: string
  readonly verdict: Verdict
  readonly why: string
  readonly rules: readonly RuleOutcome[]
  /** When the scenario was on; null where the run ended before it began. */
  readonly began: Time | null
  readonly ended: Time | null
  /**
   * What the scenario did to the first market while it was on: trades furthest from the price at which it began, and the spread that was
   * there half of the time (null where no side of the book was ever whole); null where it did not begin or nothing had a price.
   */
  readonly effect: { readonly lowestPercent: number; readonly highestPercent: number; readonly spreadPercent: number | null } | null
  /** All times of the scenario are so many times as long as in the catalogue. */
  readonly stretch: number
  readonly from: Time
  readonly to: Time
  readonly orders: { readonly sent: number; readonly refused: number; readonly fills: number; readonly trades: number }
  /** By code: what the strategy's own gates refused from the beginning on. */
  readonly denials: Readonly<Record<string, number>>
  readonly equity: { readonly first: number; readonly last: number; readonly lowest: number; readonly maxDrawdownPercent: number }
  /** Sampled at even distances: price of the first market, equity by the venue's account. */
  readonly samples: { readonly time: readonly Time[]; readonly price: readonly number[]; readonly equity: readonly number[] }
  /** The first of them. */
  readonly fills: readonly CrashFill[]
}

export interface CrashTestResult {
  readonly version: number
  readonly graphHash: string
  readonly seed: number
  /** Of the fastest feed. */
  readonly interval: string
  readonly history: {
    readonly bars: number
    readonly hasEntry: boolean
    /** By symbol: the history's last close, and the middle of the book when the test began. */
    readonly seams: readonly { readonly symbol: string; readonly close: number; readonly market: number; readonly isMadeUp: boolean }[]
  }
  /** What answered for the workflow's models; `none` where it has none that asked. */
  readonly models: 'none' | 'stand-in'
  readonly passed: number
  readonly failed: number
  readonly notApplicable: number
  readonly scenarios: readonly ScenarioResult[]
}
