import {
  type Instrument,
  type InstrumentId,
  type InstrumentScale,
  instrumentScale,
  type Money,
  moneyFromText,
  moneyPerTickLot,
  noMoney,
  parseDecimal,
} from '@strategraph/market-model'

/** An instrument with the numbers that fills and checks need, computed once. */
export interface Market {
  readonly id: InstrumentId
  readonly instrument: Instrument
  readonly scale: InstrumentScale
  /** What one lot costs per tick. */
  readonly perTickLot: Money
  /** Smallest quantity in lots; 0 where the venue has none. */
  readonly minLots: number
  readonly minNotional: Money
  /** Lots in one whole unit, or the smallest number of lots that is a whole number of units. */
  readonly lotsPerWholeUnit: number
}

/** Throws RangeError where tick and lot size together are finer than money. */
export function marketOf(instrument: Instrument): Market {
  const lot = parseDecimal(instrument.lotSize)
  const scale = 10n ** BigInt(lot.decimals)
  const inLots = (quantity: string) => {
    const { mantissa, decimals } = parseDecimal(quantity)
    const numerator = mantissa * scale
    const denominator = lot.mantissa * 10n ** BigInt(decimals)
    return Number((numerator + denominator - 1n) / denominator)
  }
  return {
    id: instrument.id,
    instrument,
    scale: instrumentScale(instrument),
    perTickLot: moneyPerTickLot(instrument),
    minLots: instrument.minQuantity === undefined ? 0 : inLots(instrument.minQuantity),
    minNotional: instrument.minNotional === undefined ? noMoney : moneyFromText(instrument.minNotional),
    lotsPerWholeUnit: Number(scale / greatestCommonDivisor(scale, lot.mantissa)),
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b)
}
