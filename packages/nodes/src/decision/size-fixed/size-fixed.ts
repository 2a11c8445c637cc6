import { decision, defineReactiveNode, proposal } from '@strategraph/strategy-core'
import { z } from 'zod'
import { positionRules, positionRulesHelp, toProposal } from '../sizing/to-proposal.ts'

export const sizeFixed = defineReactiveNode({
  type: 'decision.size-fixed',
  version: 1,
  title: 'Fixed size',
  summary: 'Trades the same quantity every time.',
  category: 'decision',
  keywords: ['position sizing', 'quantity', 'units', 'amount', 'lots'],
  icon: 'ruler',
  help: `Every entry is *Quantity* units of the base currency (0.1 of BTC/USD is 0.1 BTC), whatever the price and the account. ${positionRulesHelp}`,
  config: z.object({
    units: z.number().positive().max(1e12).default(0.01).meta({ title: 'Quantity', description: 'In base currency' }),
    ...positionRules,
  }),
  inputs: { decision: decision('What to size', { title: 'Decision' }) },
  outputs: { proposal: proposal('The sized wish, for a risk gate') },
  effects: [],
  reads: ['portfolio'],
  wakesOn: ['decision'],
  evaluate: (context, inputs, config) => toProposal(context, inputs.decision, config, () => ({ kind: 'units', units: config.units })),
})
