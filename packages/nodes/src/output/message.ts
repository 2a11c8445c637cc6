import { decision, flag, text } from '@strategraph/strategy-core'
import { z } from 'zod'
import { fillTemplate, templateProblems, valueAsText } from '../ai/template/template.ts'

/** Text with `{{value}}` in it, checked. */
export const messageSchema = z
  .string()
  .min(1)
  .max(1000)
  .default('{{value}}')
  .superRefine((template, context) => {
    for (const message of templateProblems(template, ['value'])) context.addIssue({ code: 'custom', message, input: template })
  })
  .meta({ title: 'Message', description: 'Text; {{value}} stands for the connected value', control: 'text-area' })

export const messageInputs = {
  when: flag('True at the candles at which to speak', { title: 'When', optional: true }),
  decision: decision('Speaks at every decision, hold included; {{value}} is its reason unless a value is connected', {
    title: 'Decision',
    optional: true,
  }),
  value: text('Stands for {{value}}: a number, yes/no or text', { title: 'Value', optional: true }),
}

interface Said {
  readonly when: boolean | undefined
  readonly decision: { readonly action: string; readonly reason: string } | undefined
  readonly value: string | undefined
}

/** What is to be said at this row, or undefined when nothing is. */
export function messageOf(template: string, { when, decision: made, value }: Said): string | undefined {
  if (when !== true && made === undefined) return undefined
  const shown = value ?? (made === undefined ? undefined : `${made.action}: ${made.reason}`)
  return fillTemplate(template, () => valueAsText(shown))
}
