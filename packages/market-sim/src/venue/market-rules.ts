import { moneyFromText, moneyPerTickLot } from '@strategraph/market-model'
import type { Lots, Money, Ticks } from '@strategraph/market-model'
import type { VenueInstrument } from './venue-types.ts'

/** Numbers of one market that every order needs, computed once. */
export interface MarketRules {
  readonly perTickLot: Money
  /** One lot of the base currency. */
  readonly perLot: Money
  readonly makerPpm: bigint
  readonly takerPpm: bigint
  readonly minLots: number
  readonly maxLots: number
  readonly minNotional: Money
}

/** Throws RangeError for sizes that are no exact money and for fees that are not from 0 to below 100 %. */
export function marketRules(instrument: VenueInstrument): MarketRules {
  const perLot = moneyFromText(instrument.lotSize)
  const perTickLot = moneyPerTickLot(instrument)
  if (perLot <= 0n || perTickLot <= 0n) throw new RangeError(`${instrument.id}: tick and lot size must be positive`)
  const minimum = moneyFromText(instrument.minQuantity ?? '0')
  const maximum = instrument.maxQuantity === undefined ? safeLots : moneyFromText(instrument.maxQuantity) / perLot
  return {
    perTickLot,
    perLot,
    makerPpm: feePpm(instrument, instrument.makerFeePpm),
    takerPpm: feePpm(instrument, instrument.takerFeePpm),
    // At least one lot, whatever the venue says.
    minLots: Math.max(1, Number((minimum + perLot - 1n) / perLot)),
    maxLots: Number(maximum < safeLots ? maximum : safeLots),
    minNotional: moneyFromText(instrument.minNotional ?? '0'),
  }
}

/** Rounded up to 10^-18. */
export function feeOf(notional: Money, ppm: bigint): Money {
  return ((notional * ppm + 999_999n) / 1_000_000n) as Money
}

/**
 * What a buyer needs for one lot: price and fee, rounded up once per lot. So a hold is a whole number of lots, and its part that a fill
 * releases covers the fill however the order is cut up: fees that are rounded up one by one never exceed it.
 */
export function costPerLot(rules: MarketRules, price: number, ppm: bigint): Money {
  const notional = (BigInt(price) * rules.perTickLot) as Money
  return (notional + feeOf(notional, ppm)) as Money
}

/** Whole lots in an amount of money, at so much a lot; at most what an order can have. */
export function lotsFor(amount: Money, perLot: Money): Lots {
  const lots = amount <= 0n ? 0n : amount / perLot
  return Number(lots < safeLots ? lots : safeLots) as Lots
}

export function isPrice(price: number): price is Ticks {
  return Number.isInteger(price) && price >= 1 && price <= 2_147_483_647
}

export function isQuantity(quantity: number): quantity is Lots {
  return Number.isSafeInteger(quantity) && quantity >= 1
}

const safeLots = BigInt(Number.MAX_SAFE_INTEGER)

function feePpm(instrument: VenueInstrument, ppm: number): bigint {
  if (!Number.isInteger(ppm) || ppm < 0 || ppm >= 1_000_000) throw new RangeError(`${instrument.id}: fee of ${ppm} ppm`)
  return BigInt(ppm)
}
