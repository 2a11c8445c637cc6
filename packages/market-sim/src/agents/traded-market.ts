import {
  groupThousands,
  type InstrumentScale,
  instrumentScale,
  priceOf,
  quantityOf,
  type Lots,
  type Ticks,
} from '@strategraph/market-model'
import type { SimulatedMarketSpec } from '../simulation/simulation-types.ts'
import type { MarketIndex } from '../venue/venue-types.ts'

/** What agents know of a market before they trade in it, in its own units (ticks and lots). */
export interface TradedMarket {
  readonly index: MarketIndex
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly scale: InstrumentScale
  readonly startTicks: number
  /** Standard deviation of a minute's return in usual times, fraction. */
  readonly minuteVolatility: number
  /** Lots traded in a usual minute. */
  readonly volumePerMinute: number
  /** A usual order of somebody who trades at once: sizes are multiples of it. */
  readonly unitLots: number
  readonly smallestLots: number
  /** Smallest price x quantity in ticks x lots. */
  readonly smallestNotional: number
}

const minutesPerYear = 525_600
const usualOrdersPerMinute = 100

export function tradedMarket(spec: SimulatedMarketSpec, index: number): TradedMarket {
  const { instrument, startPrice, annualVolatility, volumePerMinute } = spec
  const scale = instrumentScale(instrument)
  const lots = volumePerMinute / scale.lotSize
  return {
    index: index as MarketIndex,
    symbol: instrument.symbol,
    base: instrument.base,
    quote: instrument.quote,
    scale,
    startTicks: Math.round(startPrice / scale.tickSize),
    minuteVolatility: annualVolatility / Math.sqrt(minutesPerYear),
    volumePerMinute: lots,
    unitLots: lots / usualOrdersPerMinute,
    smallestLots: Math.max(1, Math.ceil(Number(instrument.minQuantity ?? '0') / scale.lotSize - 1e-9)),
    smallestNotional: Number(instrument.minNotional ?? '0') / (scale.tickSize * scale.lotSize),
  }
}

/** As a machine reads it: digits only. */
export function plainPrice(market: TradedMarket, ticks: number): string {
  return priceOf(Math.round(ticks) as Ticks, market.scale).toFixed(market.scale.priceDecimals)
}

export const priceText = (market: TradedMarket, ticks: number): string => groupThousands(plainPrice(market, ticks))

/** For people: four digits, or whole ones, at most six decimals. */
export function quantityText(market: TradedMarket, lots: number): string {
  const quantity = quantityOf(Math.round(lots) as Lots, market.scale)
  const text = quantity >= 1000 ? quantity.toFixed(0) : Number(quantity.toPrecision(4)).toFixed(Math.min(6, market.scale.quantityDecimals))
  return `${groupThousands(text.includes('.') ? text.replace(/\.?0+$/, '') : text)} ${market.base}`
}

/** A large number of anything: 1234567.8 is "1,234,568". */
export const wholeText = (amount: number): string => groupThousands(amount.toFixed(0))

/** 0.0123 is "+1.23 %". */
export function percentText(fraction: number, decimals = 2): string {
  const text = (100 * fraction).toFixed(decimals)
  return `${fraction > 0 ? '+' : ''}${Number(text) === 0 ? text.replace('-', '') : text} %`
}
