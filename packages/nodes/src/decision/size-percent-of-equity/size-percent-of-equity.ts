import { decision, defineReactiveNode, proposal } from '@strategraph/strategy-core'
import { z } from 'zod'
import { positionRules, positionRulesHelp, toProposal } from '../sizing/to-proposal.ts'

export const sizePercentOfEquity = defineReactiveNode({
  type: 'decision.size-percent-of-equity',
  version: 1,
  title: 'Percent of equity',
  summary: 'Sizes each entry as a share of what the account is worth now.',
  category: 'decision',
  keywords: ['position sizing', 'percent', 'equity', 'fraction', 'compound'],
  icon: 'percent',
  help: `quantity = equity x *Share* / close of this candle. Equity is cash plus open positions at their last close. The quantity is decided now and filled
at the next open, so it may cost a little more or less than the share; leave room for fees and a gap when you come near 100 %. ${positionRulesHelp}`,
  config: z.object({
    percent: z.number().positive().max(1000).default(10).meta({ title: 'Share', unit: '%' }),
    ...positionRules,
  }),
  inputs: { decision: decision('What to size', { title: 'Decision' }) },
  outputs: { proposal: proposal('The sized wish, for a risk gate') },
  effects: [],
  reads: ['portfolio'],
  wakesOn: ['decision'],
  evaluate(context, inputs, config) {
    const { portfolio, instrument } = context
    return toProposal(context, inputs.decision, config, () => {
      const price = portfolio.lastPrice(inputs.decision?.instrument ?? instrument.id)
      if (!(price > 0)) return { code: 'INVALID_PRICE', message: 'there is no price to size with' }
      return { kind: 'units', units: (portfolio.equity * (config.percent / 100)) / price }
    })
  },
})
