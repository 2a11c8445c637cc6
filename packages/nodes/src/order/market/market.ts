import { defineReactiveNode, order } from '@strategraph/strategy-core'
import { z } from 'zod'

export const marketOrder = defineReactiveNode({
  type: 'order.market',
  version: 1,
  title: 'Market order',
  summary: 'Sends what a risk gate approved, to be filled at once at the market.',
  category: 'order',
  keywords: ['order', 'buy', 'sell', 'execute', 'trade'],
  icon: 'zap',
  help: `Sends the approved order. It was decided at a candle's close and reaches the market after it: in a backtest and a dry-run it fills at the **open of the next
candle**, plus the slippage that the account's settings say, never at the price that triggered it. Stop-loss and take-profit of the order become live
with the fill. The mode of the run decides which broker takes it; backtest and dry-run use the simulated one.`,
  config: z.object({}),
  inputs: { order: order('Approved by a risk gate', { title: 'Order' }) },
  outputs: {},
  effects: ['submit'],
  reads: [],
  wakesOn: ['order'],
  neverBypass: true,
  evaluate(context, inputs) {
    if (inputs.order !== undefined) context.ask({ kind: 'submit', order: inputs.order, as: { type: 'market' } })
    return {}
  },
})
