import { type Instrument, instrumentId, parseDecimal } from '@strategraph/market-model'
import type { CcxtMarket } from './ccxt-client.ts'
import { ExchangeError } from './exchange-problem.ts'

/** ccxt's names for how a market states its precision. */
const decimalPlaces = 2
const tickSize = 4

/** Plain decimal text of a number as ccxt gives it (1e-8 is "0.00000001"). */
function plainDecimal(value: number): string {
  const text = value.toFixed(12)
  return text.replace(/\.?0+$/, '')
}

function stepText(value: number | undefined, mode: number, what: string, symbol: string): string {
  const step =
    value === undefined
      ? undefined
      : mode === tickSize
        ? plainDecimal(value)
        : mode === decimalPlaces
          ? plainDecimal(Number(`1e-${value}`))
          : undefined
  if (step === undefined || parseDecimal(step).mantissa <= 0n)
    throw new ExchangeError('INSTRUMENT_UNUSABLE', `The exchange does not state the ${what} of ${symbol}.`)
  return step
}

/** Tick, lot and minimum of a market. Kraken's own `tick_size` wins over the decimals where it is coarser. */
export function instrumentOfMarket(venue: string, market: CcxtMarket, precisionMode: number): Instrument {
  const { symbol, base, quote, precision, limits, info } = market
  const byDecimals = stepText(precision.price, precisionMode, 'tick size', symbol)
  const own = info.tick_size
  const tick = own !== undefined && /^\d+(\.\d+)?$/.test(own) && Number(own) > Number(byDecimals) ? own : byDecimals
  const minQuantity = limits.amount?.min
  const minNotional = limits.cost?.min
  return {
    id: instrumentId(venue, symbol),
    venue,
    symbol,
    base,
    quote,
    tickSize: tick,
    lotSize: stepText(precision.amount, precisionMode, 'lot size', symbol),
    ...(minQuantity === undefined || minQuantity <= 0 ? {} : { minQuantity: plainDecimal(minQuantity) }),
    ...(minNotional === undefined || minNotional <= 0 ? {} : { minNotional: plainDecimal(minNotional) }),
  }
}
