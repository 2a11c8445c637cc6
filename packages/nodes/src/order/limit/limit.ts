import { defineReactiveNode, order, series } from '@strategraph/strategy-core'
import { z } from 'zod'

export const limitOrder = defineReactiveNode({
  type: 'order.limit',
  version: 1,
  title: 'Limit order',
  summary: 'Sends what a risk gate approved, to be filled at a price of yours or better.',
  category: 'order',
  keywords: ['order', 'buy', 'sell', 'limit', 'maker', 'post only', 'price'],
  icon: 'target',
  help: `Rests at *Limit price* until the market comes there. In a backtest and a dry-run a buy fills in the first later candle with low <= limit, at
min(open, limit); a sell in the first with high >= limit, at max(open, limit). The price is rounded to the tick, against you.

- *Good till canceled* rests until it fills. *Expires* is withdrawn after so many candles.
- *Post only* is refused rather than filled at once as a taker.
- A stop-loss and take-profit become live with the fill, from the next candle on.
- Orders that **close** a position always go out at the market: a close that may not fill is no protection.
- Without a limit price there is no order (\`INVALID_PRICE\`).`,
  config: z.object({
    timeInForce: z
      .enum(['gtc', 'gtd'])
      .default('gtd')
      .meta({ title: 'How long', labels: { gtc: 'Good till canceled', gtd: 'Expires' } }),
    expiresAfterBars: z
      .int()
      .min(1)
      .max(100_000)
      .default(10)
      .meta({ title: 'Expires after', unit: 'bars', description: 'For orders that expire' }),
    postOnly: z.boolean().default(false).meta({ title: 'Post only' }),
  }),
  inputs: {
    order: order('Approved by a risk gate', { title: 'Order' }),
    price: series('Limit price at the candle that decided', { title: 'Limit price', unit: 'price' }),
  },
  outputs: {},
  effects: ['submit'],
  reads: [],
  wakesOn: ['order'],
  neverBypass: true,
  evaluate(context, { order: approved, price }, { timeInForce, expiresAfterBars, postOnly }) {
    if (approved === undefined) return {}
    if (approved.kind === 'close') {
      context.ask({ kind: 'submit', order: approved, as: { type: 'market' } })
      return {}
    }
    if (price === undefined || !(price > 0 && Number.isFinite(price))) {
      context.deny({
        code: 'INVALID_PRICE',
        message: 'the limit price has no value at this candle',
        ...(price === undefined ? {} : { actual: price }),
      })
      return {}
    }
    const lifetime = timeInForce === 'gtd' ? { expiresAfterBars } : {}
    context.ask({ kind: 'submit', order: approved, as: { type: 'limit', price, timeInForce, postOnly, ...lifetime } })
    return {}
  },
})
