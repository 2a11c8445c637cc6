import type { Money, Ticks } from '@strategraph/market-model'
import type { Market } from '../market/market.ts'
import { type Rate, rateOf } from '../market/rate.ts'

export interface CashQuantity {
  readonly fraction: number
  /** The result is a multiple of it. */
  readonly lotStep: number
  readonly cash: Money
  readonly price: Ticks
  readonly fee: Rate
}

/**
 * Lots that `fraction` of the cash buys with the fee included: floor(fraction x cash / (price x (1 + fee))) to the step.
 * All in integers, so that no float error buys one too many or too few.
 */
export function lotsForCash({ fraction, lotStep, cash, price, fee }: CashQuantity, { perTickLot }: Market): number {
  if (cash <= 0n) return 0
  const share = rateOf(fraction)
  const budget = cash * share.numerator * fee.denominator
  const stepPrice = BigInt(price) * BigInt(lotStep) * perTickLot * share.denominator * (fee.denominator + fee.numerator)
  return Number(budget / stepPrice) * lotStep
}
