import { candles, defineReactiveNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'

export const account = defineReactiveNode({
  type: 'portfolio.account',
  version: 1,
  title: 'Account',
  summary: 'Equity, cash, exposure, drawdown and realized PnL of the account.',
  category: 'portfolio',
  keywords: ['equity', 'cash', 'balance', 'drawdown', 'exposure', 'pnl', 'portfolio'],
  icon: 'wallet',
  help: `The account as of the close of this candle, before anything that is decided now. Amounts are in the account's currency.

- *Equity* is what everything is worth: free cash, what the open positions cost (a short ties up its entry value like a long) and their
  unrealized PnL at the last close of each market. *Cash* is the free part of it.
- *Exposure* is the sum of |quantity| x price over all markets; *Exposure %* relates it to equity.
- *Drawdown* is the fall from the highest equity so far, in % of it: 0 at a new high.

Use it to think about the account in a strategy. Hard limits belong into a *Risk gate*, which cannot be forgotten.`,
  config: z.object({}),
  inputs: { clock: candles('Whose candles set the pace; the first feed when nothing is connected', { optional: true }) },
  outputs: {
    equity: series('Cash plus open positions at their last close', { title: 'Equity' }),
    cash: series('Free cash', { title: 'Cash' }),
    exposure: series('Sum of |quantity| x price over all markets', { title: 'Exposure', min: 0 }),
    exposurePercent: series('Exposure in % of equity', { title: 'Exposure %', unit: '%' }),
    drawdownPercent: series('Fall from the highest equity so far, in % of it', { title: 'Drawdown %', unit: '%', min: 0, max: 100 }),
    realizedPnl: series('Closed profit or loss since the start, fees deducted', { title: 'Realized PnL' }),
  },
  effects: [],
  reads: ['portfolio'],
  wakesOn: [],
  evaluate({ portfolio }) {
    const { equity, cash, exposure, drawdown, realizedPnl } = portfolio
    return {
      equity,
      cash,
      exposure,
      drawdownPercent: 100 * drawdown,
      realizedPnl,
      // NaN says "no value": there is no share of nothing.
      exposurePercent: equity > 0 ? (100 * exposure) / equity : Number.NaN,
    }
  },
})
