import type { Brand } from './brand.ts'
import { parseDecimal } from './decimal.ts'

export type InstrumentId = Brand<string, 'InstrumentId'>
/** Price as a whole number of tick sizes. */
export type Ticks = Brand<number, 'Ticks'>
/** Quantity as a whole number of lot sizes; signed where a position is meant. */
export type Lots = Brand<number, 'Lots'>

/** A tradable thing at a venue. Sizes are decimal texts ("0.1", "0.00000001"), exact. */
export interface Instrument {
  readonly id: InstrumentId
  readonly venue: string
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly tickSize: string
  readonly lotSize: string
  /** Smallest quantity the venue accepts, in base currency; absent where the venue has none. */
  readonly minQuantity?: string
  /** Smallest price x quantity the venue accepts, in quote currency. */
  readonly minNotional?: string
}

/** "BTC/USD" at venue "kraken" is `kraken:BTC/USD`. */
export function instrumentId(venue: string, symbol: string): InstrumentId {
  return `${venue}:${symbol}` as InstrumentId
}

/** The numbers that conversions need, computed once per instrument. */
export interface InstrumentScale {
  readonly tickSize: number
  readonly lotSize: number
  /** 1 / tickSize and 1 / lotSize where these are whole numbers, else 0: dividing by 0.1 and multiplying by 10 differ in the last bit. */
  readonly ticksPerUnit: number
  readonly lotsPerUnit: number
  readonly priceDecimals: number
  readonly quantityDecimals: number
}

export function instrumentScale(instrument: Instrument): InstrumentScale {
  const tick = parseDecimal(instrument.tickSize)
  const lot = parseDecimal(instrument.lotSize)
  const whole = (value: { mantissa: bigint; decimals: number }) => {
    const scale = 10n ** BigInt(value.decimals)
    return scale % value.mantissa === 0n ? Number(scale / value.mantissa) : 0
  }
  return {
    tickSize: Number(instrument.tickSize),
    lotSize: Number(instrument.lotSize),
    ticksPerUnit: whole(tick),
    lotsPerUnit: whole(lot),
    priceDecimals: tick.decimals,
    quantityDecimals: lot.decimals,
  }
}

/** The double nearest to the decimal price, so that 328250 ticks of 0.1 print as 32825. */
export function priceOf(ticks: Ticks, scale: InstrumentScale): number {
  return scale.ticksPerUnit > 0 ? ticks / scale.ticksPerUnit : ticks * scale.tickSize
}

export function quantityOf(lots: Lots, scale: InstrumentScale): number {
  return scale.lotsPerUnit > 0 ? lots / scale.lotsPerUnit : lots * scale.lotSize
}

export type Rounding = 'down' | 'up' | 'nearest'

/**
 * Price to whole ticks. A price within 1e-9 of a tick is that tick whatever the rounding, else a price that is on the
 * grid in decimal but not in binary would move by one tick.
 */
export function toTicks(price: number, scale: InstrumentScale, rounding: Rounding): Ticks {
  return roundSteps(scale.ticksPerUnit > 0 ? price * scale.ticksPerUnit : price / scale.tickSize, rounding) as Ticks
}

/** Quantity to whole lots, with the same tolerance as `toTicks`. */
export function toLots(quantity: number, scale: InstrumentScale, rounding: Rounding): Lots {
  return roundSteps(scale.lotsPerUnit > 0 ? quantity * scale.lotsPerUnit : quantity / scale.lotSize, rounding) as Lots
}

function roundSteps(steps: number, rounding: Rounding): number {
  const nearest = Math.round(steps)
  if (Math.abs(steps - nearest) <= 1e-9 * Math.max(1, Math.abs(nearest)) || rounding === 'nearest') return nearest
  return rounding === 'down' ? Math.floor(steps) : Math.ceil(steps)
}
