import type { AssetNames } from '../pairs/asset-codes.ts'
import { costDecimals, type Pair } from '../pairs/pair.ts'
import { modeOf } from '../trading/market-modes.ts'
import { textOf } from '../wire/params.ts'
import type { WireObject } from '../wire/wire-json.ts'
import type { PublicCall } from './rest-call.ts'

export function assetRecord({ altname, decimals, displayDecimals }: AssetNames): WireObject {
  return { aclass: 'currency', altname, decimals, display_decimals: displayDecimals, status: 'enabled' }
}

/** Percent, as in AssetPairs and TradeVolume: 2500 ppm is 0.25. */
export const feePercent = (ppm: number): number => ppm / 10_000

export function assetPairs(pair: Pair, { exchange, params }: PublicCall): WireObject {
  const { instrument, base, quote } = pair
  const leverage = { leverage_buy: [], leverage_sell: [] }
  const fees = {
    fees: [[0, feePercent(instrument.takerFeePpm)]],
    fees_maker: [[0, feePercent(instrument.makerFeePpm)]],
    fee_volume_currency: 'ZUSD',
  }
  const margin = { margin_call: 80, margin_stop: 40 }
  switch (textOf(params, 'info')) {
    case 'leverage':
      return leverage
    case 'fees':
      return fees
    case 'margin':
      return margin
    default:
      return {
        altname: pair.altname,
        wsname: pair.wsname,
        aclass_base: 'currency',
        base: base.code,
        aclass_quote: 'currency',
        quote: quote.code,
        lot: 'unit',
        cost_decimals: costDecimals,
        pair_decimals: pair.tick.decimals,
        lot_decimals: pair.lot.decimals,
        lot_multiplier: 1,
        ...leverage,
        ...fees,
        ...margin,
        ordermin: instrument.minQuantity ?? instrument.lotSize,
        costmin: instrument.minNotional ?? '0',
        tick_size: instrument.tickSize,
        status: modeOf(exchange, pair),
      }
  }
}
