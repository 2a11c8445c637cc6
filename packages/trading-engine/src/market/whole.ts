import type { Money } from '@strategraph/market-model'
import { money } from './amounts.ts'

/**
 * An exact integer of any size: a double as long as that is safe, a big integer beyond. A number has one form only, so `===`
 * compares. Counts of ticks x lots nearly always fit, and adding doubles is many times faster than adding big integers.
 */
export type Whole = number | bigint

export function plus(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  return whole(BigInt(a) + BigInt(b))
}

export function minus(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b
    if (Number.isSafeInteger(difference)) return difference
  }
  return whole(BigInt(a) - BigInt(b))
}

/** Of two safe integers. */
export function times(a: number, b: number): Whole {
  const product = a * b
  return Number.isSafeInteger(product) ? product : whole(BigInt(a) * BigInt(b))
}

/** A count of ticks x lots in money. */
export function inMoney(tickLots: Whole, perTickLot: Money): Money {
  return money(BigInt(tickLots) * perTickLot)
}

const most = BigInt(Number.MAX_SAFE_INTEGER)

function whole(value: bigint): Whole {
  return -most <= value && value <= most ? Number(value) : value
}
