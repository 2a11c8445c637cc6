import { defineReactiveNode } from '@strategraph/strategy-core'
import { z } from 'zod'
import { messageInputs, messageOf, messageSchema } from '../message.ts'

export const alert = defineReactiveNode({
  type: 'output.alert',
  version: 1,
  title: 'Alert',
  summary: 'Calls for your attention.',
  category: 'output',
  keywords: ['notify', 'notification', 'alarm', 'warning', 'message'],
  icon: 'bell',
  help: `Like *Log*, but shown to you at once while a dry-run is on, and marked in the journal with its severity. In a backtest it is recorded and calls nobody.
Connect a signal that is true at one candle (a cross), not a state that stays true, or it calls at every candle.`,
  config: z.object({
    message: messageSchema,
    severity: z.enum(['info', 'warning', 'critical']).default('info').meta({ title: 'Severity' }),
  }),
  inputs: messageInputs,
  outputs: {},
  effects: ['alert'],
  reads: [],
  wakesOn: ['when', 'decision'],
  evaluate(context, inputs, { message, severity }) {
    const said = messageOf(message, inputs)
    if (said !== undefined) context.ask({ kind: 'alert', severity, text: said })
    return {}
  },
})
