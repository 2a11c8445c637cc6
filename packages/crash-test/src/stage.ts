import type { Time } from '@strategraph/market-model'
import type { Scenario } from '@strategraph/market-sim'
import type { CrashPlan } from './crash-plans.ts'

/** When the scenario begins, and when the test is over. */
export interface Stage {
  readonly began: Time | undefined
  /** Infinity once it has begun. */
  readonly beginsAt: Time
  /** Of the test: some bars after the scenario, so that the strategy can react. */
  readonly endsAt: Time
  isOn(now: Time): boolean
  /** Between two moments of the scenario, in seconds from its beginning. */
  isWithin(now: Time, from: number, to: number): boolean
  /** Begins where it is time. `filledAt`: first fill of an entry. */
  look(now: Time, filledAt: Time | undefined): void
}

export interface StageOptions {
  readonly scenario: Scenario
  readonly begins: CrashPlan['begins']
  /** Close of the bar at which the first entry is decided. */
  readonly decided: Time
  readonly barMs: number
  readonly start: () => void
}

/** Where an entry does not fill, the scenario begins without it after so many bars. */
const patienceBars = 2
const barsAfterwards = 1
const fewestBars = 2

export function createStage({ scenario, begins, decided, barMs, start }: StageOptions): Stage {
  const waitsForFill = begins.after === 'entry-filled'
  const lengthMs = scenario.seconds * 1000
  let began: Time | undefined
  let beginsAt = waitsForFill ? decided + patienceBars * barMs : decided + begins.seconds * 1000
  let endsAt = decided + fewestBars * barMs
  return {
    get began() {
      return began
    },
    get beginsAt() {
      return began === undefined ? beginsAt : Number.POSITIVE_INFINITY
    },
    get endsAt() {
      return endsAt
    },
    isWithin: (now, from, to) => began !== undefined && now >= began + from * 1000 && now < began + to * 1000,
    isOn: (now) => began !== undefined && now < began + lengthMs,
    look(now, filledAt) {
      if (began !== undefined) return
      if (waitsForFill && filledAt !== undefined) beginsAt = filledAt + begins.seconds * 1000
      if (now < beginsAt) return
      began = now
      start()
      endsAt = Math.max(endsAt, began + lengthMs + barsAfterwards * barMs)
    },
  }
}
