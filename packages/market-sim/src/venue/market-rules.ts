import { moneyFromText, moneyPerTickLot } from '@strategraph/market-model'
import type { Lots, Money, Ticks } from '@strategraph/market-model'
import { highestPrice } from '../order-book/order-book.ts'
import type { VenueInstrument } from './venue-types.ts'

/** Numbers of one market that every order needs, computed once. */
export interface MarketRules {
  readonly perTickLot: Money
  /** One lot of the base currency. */
  readonly perLot: Money
  /** The nearest doubles of both. */
  readonly nearestPerTickLot: number
  readonly nearestPerLot: number
  readonly minLots: number
  readonly maxLots: number
  readonly minNotional: Money
  /** The same in ticks x lots, rounded up; Infinity where doubles do not have it exact. */
  readonly minTickLots: number
}

/** Throws RangeError for sizes that are no exact money. */
export function marketRules(instrument: VenueInstrument): MarketRules {
  const perLot = moneyFromText(instrument.lotSize)
  const perTickLot = moneyPerTickLot(instrument)
  if (perLot <= 0n || perTickLot <= 0n) throw new RangeError(`${instrument.id}: tick and lot size must be positive`)
  const minimum = moneyFromText(instrument.minQuantity ?? '0')
  const minNotional = moneyFromText(instrument.minNotional ?? '0')
  const minTickLots = Number((minNotional + perTickLot - 1n) / perTickLot)
  const maximum = instrument.maxQuantity === undefined ? safeLots : moneyFromText(instrument.maxQuantity) / perLot
  return {
    perTickLot,
    perLot,
    nearestPerTickLot: Number(perTickLot),
    nearestPerLot: Number(perLot),
    // At least one lot, whatever the venue says.
    minLots: Math.max(1, Number((minimum + perLot - 1n) / perLot)),
    maxLots: Number(maximum < safeLots ? maximum : safeLots),
    minNotional,
    minTickLots: Number.isSafeInteger(minTickLots) ? minTickLots : Number.POSITIVE_INFINITY,
  }
}

/** Whole lots in an amount of money, at so much a lot; at most what an order can have. */
export function lotsFor(amount: Money, perLot: Money): Lots {
  const lots = amount <= 0n ? 0n : amount / perLot
  return Number(lots < safeLots ? lots : safeLots) as Lots
}

export function isPrice(price: number): price is Ticks {
  return Number.isInteger(price) && price >= 1 && price <= highestPrice
}

export function isQuantity(quantity: number): quantity is Lots {
  return Number.isSafeInteger(quantity) && quantity >= 1
}

const safeLots = BigInt(Number.MAX_SAFE_INTEGER)
