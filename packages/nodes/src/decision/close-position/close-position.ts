import { defineReactiveNode, flag, proposal } from '@strategraph/strategy-core'
import { z } from 'zod'

export const closePosition = defineReactiveNode({
  type: 'decision.close-position',
  version: 1,
  title: 'Close position',
  summary: 'Asks to close the whole position when a signal says so.',
  category: 'decision',
  keywords: ['exit', 'flatten', 'sell all', 'cover', 'time stop'],
  icon: 'door-open',
  help: `While a position is open and *When* is true at a candle's close, the whole position is proposed to be closed, long or short. While flat it asks for
nothing. Connect it to a *Risk gate* (which never stops a close) and from there to a *Market order*.`,
  config: z.object({
    reason: z
      .string()
      .min(1)
      .max(200)
      .default('Close signal')
      .meta({ title: 'Why close', description: 'Stands on the order and in the journal' }),
  }),
  inputs: { when: flag('True at the candles at which to close', { title: 'When' }) },
  outputs: { proposal: proposal('The wish to close, for a risk gate') },
  effects: [],
  reads: ['portfolio'],
  wakesOn: ['when'],
  evaluate({ portfolio, instrument }, { when }, { reason }) {
    const isOpen = portfolio.position(instrument.id).lots !== 0
    return when === true && isOpen ? { proposal: { kind: 'close', instrument: instrument.id, reason } } : {}
  },
})
