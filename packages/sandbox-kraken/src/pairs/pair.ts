import { type Decimal, type Lots, type Money, moneyPerTickLot, parseDecimal, type Ticks, tickLots } from '@strategraph/market-model'
import type { MarketIndex, VenueInstrument } from '@strategraph/market-sim'
import { fixedText } from '../wire/number-text.ts'
import { type AssetNames, assetNames, pairNames } from './asset-codes.ts'

/** One market of the venue under Kraken's names, with the numbers that texts need. */
export interface Pair {
  readonly market: MarketIndex
  readonly instrument: VenueInstrument
  /** Key of REST answers: "XXBTZUSD". */
  readonly id: string
  /** "XBTUSD" */
  readonly altname: string
  /** WebSocket v1: "XBT/USD" */
  readonly wsname: string
  /** WebSocket v2: "BTC/USD" */
  readonly symbol: string
  readonly base: AssetNames
  readonly quote: AssetNames
  readonly tick: Decimal
  readonly lot: Decimal
  readonly perTickLot: Money
}

/** Kraken's precision of costs and fees. */
export const costDecimals = 5

export function createPair(instrument: VenueInstrument, market: MarketIndex): Pair {
  const base = assetNames(instrument.base)
  const quote = assetNames(instrument.quote)
  return {
    market,
    instrument,
    ...pairNames(base, quote),
    symbol: instrument.symbol,
    base,
    quote,
    tick: parseDecimal(instrument.tickSize),
    lot: parseDecimal(instrument.lotSize),
    perTickLot: moneyPerTickLot(instrument),
  }
}

/** "60000.0": all decimals of the tick size, or more where asked. */
export function priceText(pair: Pair, price: Ticks, decimals = pair.tick.decimals): string {
  return fixedText(BigInt(price) * pair.tick.mantissa, pair.tick.decimals, decimals)
}

/** "0.10000000": all decimals of the lot size. */
export function quantityText(pair: Pair, quantity: Lots): string {
  return fixedText(BigInt(quantity) * pair.lot.mantissa, pair.lot.decimals, pair.lot.decimals)
}

/** Exact notional. */
export function cost(pair: Pair, price: Ticks, quantity: Lots): Money {
  return (tickLots(price, quantity) * pair.perTickLot) as Money
}

/** Volume-weighted price of what cost so much, as text; zeros where nothing traded. */
export function averagePriceText(pair: Pair, total: Money, quantity: Lots): string {
  const decimals = Math.max(costDecimals, pair.tick.decimals)
  if (quantity === 0) return fixedText(0n, decimals, decimals)
  // total = price x quantity in 10^-18; price in 10^-decimals, rounded to the nearest.
  const numerator = total * 10n ** BigInt(decimals + pair.lot.decimals)
  const denominator = BigInt(quantity) * pair.lot.mantissa * 10n ** 18n
  return fixedText((2n * numerator + denominator) / (2n * denominator), decimals, decimals)
}

/** Steps of a plain decimal text, or why it is none: not a number, too many decimals, or between two steps. */
export function parseSteps(text: string, step: Decimal): number | 'format' | 'decimals' | 'grid' {
  if (!/^-?\d{1,30}(\.\d{1,30})?$/.test(text)) return 'format'
  const { mantissa, decimals } = parseDecimal(text)
  if (decimals > step.decimals) return 'decimals'
  const scaled = mantissa * 10n ** BigInt(step.decimals - decimals)
  if (scaled % step.mantissa !== 0n) return 'grid'
  const steps = Number(scaled / step.mantissa)
  return Number.isSafeInteger(steps) ? steps : 'format'
}
