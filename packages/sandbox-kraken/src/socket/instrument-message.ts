import type { Exchange } from '../exchange.ts'
import { costDecimals, type Pair } from '../pairs/pair.ts'
import { modeOf } from '../trading/market-modes.ts'
import { WireNumber, type WireObject } from '../wire/wire-json.ts'

/** The `instrument` channel; an update carries only what changed. */
export function instrumentMessage(exchange: Exchange, type: 'snapshot' | 'update', pairs: readonly Pair[]): WireObject {
  const assets = type === 'update' ? [] : exchange.pairs.assets
  return {
    channel: 'instrument',
    type,
    data: {
      assets: assets.map(({ symbol, decimals, displayDecimals }) => ({
        id: symbol,
        status: 'enabled',
        precision: decimals,
        precision_display: displayDecimals,
        borrowable: false,
        collateral_value: 0,
        margin_rate: 0,
      })),
      pairs: pairs.map((pair) => pairData(exchange, pair)),
    },
  }
}

function pairData(exchange: Exchange, pair: Pair): WireObject {
  const { instrument } = pair
  const increment = new WireNumber(instrument.tickSize)
  return {
    symbol: pair.symbol,
    base: pair.base.symbol,
    quote: pair.quote.symbol,
    status: modeOf(exchange, pair),
    qty_precision: pair.lot.decimals,
    qty_increment: new WireNumber(instrument.lotSize),
    price_precision: pair.tick.decimals,
    cost_precision: costDecimals,
    marginable: false,
    has_index: true,
    cost_min: new WireNumber(instrument.minNotional ?? '0'),
    tick_size: increment,
    price_increment: increment,
    qty_min: new WireNumber(instrument.minQuantity ?? instrument.lotSize),
  }
}
