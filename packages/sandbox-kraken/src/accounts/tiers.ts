/** Limits of an account by Kraken's verification tiers. Source: docs.kraken.com, "Spot REST rate limits" and "Spot trading limits". */
export interface TierLimits {
  /** Calls of the REST interface: per key. */
  readonly rest: { readonly max: number; readonly decayPerSecond: number }
  /** Transactions of the matching engine: per account and pair, REST and WebSocket together. */
  readonly engine: { readonly max: number; readonly decayPerSecond: number }
  /** Per pair. */
  readonly openOrders: number
}

export const tiers = {
  starter: { rest: { max: 15, decayPerSecond: 0.33 }, engine: { max: 60, decayPerSecond: 1 }, openOrders: 60 },
  intermediate: { rest: { max: 20, decayPerSecond: 0.5 }, engine: { max: 125, decayPerSecond: 2.34 }, openOrders: 80 },
  pro: { rest: { max: 20, decayPerSecond: 1 }, engine: { max: 180, decayPerSecond: 3.75 }, openOrders: 225 },
} as const satisfies Record<string, TierLimits>
export type Tier = keyof typeof tiers

/** Younger than so many seconds since it was placed or amended: so much more. */
type AgeSteps = readonly (readonly [seconds: number, count: number])[]

const ageSteps = {
  amend: [
    [5, 3],
    [10, 2],
    [15, 1],
  ],
  edit: [
    [5, 6],
    [10, 5],
    [15, 4],
    [45, 2],
    [90, 1],
  ],
  cancel: [
    [5, 8],
    [10, 6],
    [15, 5],
    [45, 4],
    [90, 2],
    [300, 1],
  ],
} as const satisfies Record<string, AgeSteps>

/** What a transaction on a resting order of this age adds to the engine's counter. */
export function ageCount(transaction: keyof typeof ageSteps, ageSeconds: number): number {
  const steps: AgeSteps = ageSteps[transaction]
  return steps.find(([seconds]) => ageSeconds < seconds)?.[1] ?? 0
}
