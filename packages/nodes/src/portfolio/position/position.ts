import { candles, defineReactiveNode, flag, series } from '@strategraph/strategy-core'
import { z } from 'zod'

export const position = defineReactiveNode({
  type: 'portfolio.position',
  version: 1,
  title: 'Position',
  summary: 'What the account holds of this market: quantity, entry price, unrealized PnL, age.',
  category: 'portfolio',
  keywords: ['holding', 'quantity', 'long', 'short', 'flat', 'entry', 'pnl', 'bars held'],
  icon: 'briefcase',
  help: `The position as of the close of this candle, before anything that is decided now. It belongs to the market whose candles are connected;
without a connection it is the first feed of the workflow.

- *Bars held* is 0 in the candle in which the entry filled, 1 in the next one. Entry price and bars held have **no value while flat**.
- *Unrealized PnL* is in the account's currency, fees not included; 0 while flat.
- Everything that depends on this node runs candle by candle, so a backtest is slower with it than without.`,
  config: z.object({}),
  inputs: { market: candles('The market whose position is read; the first feed when nothing is connected', { optional: true }) },
  outputs: {
    quantity: series('Signed quantity in base currency: above 0 long, below 0 short', { title: 'Quantity' }),
    averageEntryPrice: series('Average entry price; no value while flat', { title: 'Entry price', unit: 'price' }),
    unrealizedPnl: series('Open profit or loss in account currency, fees not included', { title: 'Unrealized PnL' }),
    unrealizedPercent: series('Unrealized PnL in % of what the entry cost; no value while flat', { title: 'Unrealized PnL %', unit: '%' }),
    barsHeld: series('Candles since the position was opened, 0 in that candle; adding to it does not start anew; no value while flat', {
      title: 'Bars held',
      unit: 'bars',
      min: 0,
    }),
    isLong: flag('Whether more than nothing is held', { title: 'Is long' }),
    isShort: flag('Whether something is owed', { title: 'Is short' }),
    isFlat: flag('Whether nothing is held or owed', { title: 'Is flat' }),
  },
  effects: [],
  reads: ['portfolio'],
  wakesOn: [],
  evaluate(context) {
    const { quantity, averageEntryPrice, unrealizedPnl, barsHeld, lots } = context.portfolio.position(context.instrument.id)
    const cost = Math.abs(quantity) * averageEntryPrice
    // NaN says "no value"; leaving an output out would keep the value of the last position.
    return {
      quantity,
      averageEntryPrice,
      unrealizedPnl,
      unrealizedPercent: cost > 0 ? (100 * unrealizedPnl) / cost : Number.NaN,
      barsHeld,
      isLong: lots > 0,
      isShort: lots < 0,
      isFlat: lots === 0,
    }
  },
})
