import { decision, defineReactiveNode, proposal } from '@strategraph/strategy-core'
import { z } from 'zod'
import { positionRules, positionRulesHelp, toProposal } from '../sizing/to-proposal.ts'

export const sizeRiskPerTrade = defineReactiveNode({
  type: 'decision.size-risk-per-trade',
  version: 1,
  title: 'Risk per trade',
  summary: 'Sizes each entry so that a hit of its stop-loss costs a set share of equity.',
  category: 'decision',
  keywords: ['position sizing', 'risk', 'stop distance', 'r multiple', 'fixed fractional', 'van tharp'],
  icon: 'shield-half',
  help: `quantity = equity x *Risk* / |close - stop-loss|. If the stop fills at its price, the loss is that share of equity (fees, slippage and gaps come on
top). A near stop gives a large quantity, so *Largest position* caps its value. A decision without a stop-loss is refused (\`MISSING_STOP\`): put a
*Bracket* in front. ${positionRulesHelp}`,
  config: z.object({
    riskPercent: z.number().positive().max(100).default(1).meta({ title: 'Risk', unit: '%', description: 'Loss at the stop, of equity' }),
    maxPercent: z
      .number()
      .positive()
      .max(1000)
      .default(100)
      .meta({ title: 'Largest position', unit: '%', description: 'Value of the entry, of equity' }),
    ...positionRules,
  }),
  inputs: { decision: decision('What to size; must carry a stop-loss', { title: 'Decision' }) },
  outputs: { proposal: proposal('The sized wish, for a risk gate') },
  effects: [],
  reads: ['portfolio'],
  wakesOn: ['decision'],
  evaluate(context, inputs, config) {
    const { portfolio, instrument } = context
    return toProposal(context, inputs.decision, config, (side) => {
      const stop = inputs.decision?.stopLoss
      if (stop === undefined) return { code: 'MISSING_STOP', message: 'sizing by risk needs a stop-loss, and this decision has none' }
      const price = portfolio.lastPrice(inputs.decision?.instrument ?? instrument.id)
      const distance = side === 'buy' ? price - stop : stop - price
      if (!(distance > 0))
        return {
          code: 'INVALID_PRICE',
          message: `the stop-loss ${stop} of a ${side} lies on the wrong side of ${price}`,
          limit: price,
          actual: stop,
        }
      const byRisk = (portfolio.equity * (config.riskPercent / 100)) / distance
      const byValue = (portfolio.equity * (config.maxPercent / 100)) / price
      return { kind: 'units', units: Math.min(byRisk, byValue) }
    })
  },
})
