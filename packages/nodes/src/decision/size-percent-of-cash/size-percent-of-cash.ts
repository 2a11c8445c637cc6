import { decision, defineReactiveNode, proposal } from '@strategraph/strategy-core'
import { z } from 'zod'
import { positionRules, positionRulesHelp, toProposal } from '../sizing/to-proposal.ts'

export const sizePercentOfCash = defineReactiveNode({
  type: 'decision.size-percent-of-cash',
  version: 1,
  title: 'Percent of cash at fill',
  summary: 'Spends a share of the cash that is there when the order fills, fee included.',
  category: 'decision',
  keywords: ['position sizing', 'percent', 'cash', 'all in', 'order target', 'whole shares'],
  icon: 'hand-coins',
  help: `quantity = *Share* x cash / (fill price x (1 + fee rate)), rounded down, computed **when the order fills** with the cash of that moment (after a position
that is turned round has been closed). Unlike *Percent of equity* it can spend everything without asking for more than is there. Switch on *Whole units*
for shares. ${positionRulesHelp}`,
  config: z.object({
    percent: z.number().positive().max(100).default(95).meta({ title: 'Share', unit: '%' }),
    wholeUnits: z.boolean().default(false).meta({ title: 'Whole units', description: 'Round down to 1, 2, 3... units' }),
    ...positionRules,
  }),
  inputs: { decision: decision('What to size', { title: 'Decision' }) },
  outputs: { proposal: proposal('The sized wish, for a risk gate') },
  effects: [],
  reads: ['portfolio'],
  wakesOn: ['decision'],
  evaluate: (context, inputs, config) =>
    toProposal(context, inputs.decision, config, () => ({
      kind: 'cash-at-fill',
      fraction: config.percent / 100,
      wholeUnits: config.wholeUnits,
    })),
})
