import type { Money } from '@strategraph/market-model'
import type { MarketRules } from './market-rules.ts'
import type { FeeTier } from './venue-types.ts'

/** What one account pays in one market, as maker and as taker. */
export interface FeeTerms {
  readonly maker: Fee
  readonly taker: Fee
  /** Neither is ever rounded: a fee is ticks x lots times its `perTickLot`. */
  readonly areWhole: boolean
}

/** Throws RangeError for fees that are not whole ppm from 0 to below 100 %. */
export function feeTerms({ makerPpm, takerPpm }: FeeTier, rules: MarketRules): FeeTerms {
  const [maker, taker] = [new Fee(rules, makerPpm), new Fee(rules, takerPpm)]
  return { maker, taker, areWhole: maker.isWhole && taker.isWhole }
}

/** A fee rate in a market. Fees are rounded up to 10^-18. */
export class Fee {
  private readonly notionalPerTickLot: Money
  /** Fee of one tick x lot, as a reduced fraction: where tick x lot has at most 12 decimals it is whole, and nothing is ever divided. */
  private readonly numerator: bigint
  private readonly denominator: bigint
  /** The nearest double of the fee of one tick x lot, and of that with the tick x lot itself. */
  readonly nearestPerTickLot: number
  private readonly nearestCost: number
  /** Costs of a lot that were asked for last: agents come back to the same prices all the time. */
  private readonly prices = new Int32Array(cacheSize)
  private readonly costs: Money[] = []

  constructor({ perTickLot }: MarketRules, ppm: number) {
    if (!Number.isInteger(ppm) || ppm < 0 || ppm >= 1_000_000) throw new RangeError(`not a fee: ${ppm} ppm`)
    const divisor = greatestCommonDivisor(perTickLot * BigInt(ppm), 1_000_000n)
    this.notionalPerTickLot = perTickLot
    this.numerator = (perTickLot * BigInt(ppm)) / divisor
    this.denominator = 1_000_000n / divisor
    this.nearestPerTickLot = Number(this.numerator) / Number(this.denominator)
    this.nearestCost = Number(perTickLot * this.denominator + this.numerator) / Number(this.denominator)
  }

  get isWhole(): boolean {
    return this.denominator === 1n
  }

  /** Fee of one tick x lot where it `isWhole`. */
  get perTickLot(): Money {
    return this.numerator as Money
  }

  /** Of an execution of so many ticks x lots. */
  of(tickLots: bigint): Money {
    const fee = tickLots * this.numerator
    return (this.denominator === 1n ? fee : (fee + this.denominator - 1n) / this.denominator) as Money
  }

  /** What a buyer needs for one lot: price and fee, rounded up once per lot. See funds.decision.md. */
  costPerLot(price: number): Money {
    const entry = price & (cacheSize - 1)
    const known = this.costs[entry]
    if (known !== undefined && this.prices[entry] === price) return known
    const ticks = BigInt(price)
    const cost = (ticks * this.notionalPerTickLot + this.of(ticks)) as Money
    this.prices[entry] = price
    this.costs[entry] = cost
    return cost
  }

  /** What a buyer needs for so many lots, as a double with an error of some 10^-16 of it. */
  nearestCostOf(price: number, lots: number): number {
    return this.isWhole ? price * lots * this.nearestCost : lots * Number(this.costPerLot(price))
  }
}

const cacheSize = 1024

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b)
}
