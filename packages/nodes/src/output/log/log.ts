import { defineReactiveNode } from '@strategraph/strategy-core'
import { z } from 'zod'
import { messageInputs, messageOf, messageSchema } from '../message.ts'

export const log = defineReactiveNode({
  type: 'output.log',
  version: 1,
  title: 'Log',
  summary: "Writes a line into the run's journal.",
  category: 'output',
  keywords: ['print', 'debug', 'note', 'journal', 'message'],
  icon: 'scroll-text',
  help: `Writes *Message* into the journal at every candle at which *When* is true, and at every *Decision* that arrives. \`{{value}}\` stands for what is connected to
*Value*: a number with all its digits, yes or no, text, or "no value". It decides nothing.`,
  config: z.object({
    message: messageSchema,
    level: z.enum(['info', 'warning']).default('info').meta({ title: 'Level' }),
  }),
  inputs: messageInputs,
  outputs: {},
  effects: ['log'],
  reads: [],
  wakesOn: ['when', 'decision'],
  evaluate(context, inputs, { message, level }) {
    const said = messageOf(message, inputs)
    if (said !== undefined) context.ask({ kind: 'log', level, text: said })
    return {}
  },
})
