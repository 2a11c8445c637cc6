import { z } from 'zod'

/** What a model may answer, whole: anything else is refused, extra fields too. */
export const decisionAnswerSchema = z.strictObject({
  action: z.enum(['buy', 'sell', 'hold']).describe('What to do now'),
  size: z.number().min(0).max(1).describe('Fraction of the allowed size, 0 to 1'),
  confidence: z.number().min(0).max(1).describe('How sure you are, 0 to 1'),
  reason: z.string().max(500).describe('Why, in at most 500 characters'),
})
export type DecisionAnswer = z.output<typeof decisionAnswerSchema>

/** Part of the key of recorded answers: another schema is another question. */
export const decisionAnswerSchemaText = JSON.stringify(z.toJSONSchema(decisionAnswerSchema))

export type ParsedAnswer =
  | { readonly ok: true; readonly answer: DecisionAnswer }
  | { readonly ok: false; readonly code: 'ANSWER_EMPTY' | 'ANSWER_NOT_JSON' | 'ANSWER_INVALID'; readonly reason: string }

/**
 * The whole text must be one JSON object of the schema. Nothing is searched for in prose and no fence is stripped: a model
 * that writes "we should not sell" must never be read as "sell".
 */
export function parseDecisionAnswer(text: string): ParsedAnswer {
  if (text.trim() === '') return { ok: false, code: 'ANSWER_EMPTY', reason: 'The model answered nothing.' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, code: 'ANSWER_NOT_JSON', reason: `The answer is not one JSON object: ${shorten(text)}` }
  }
  const parsed = decisionAnswerSchema.safeParse(value)
  if (parsed.success) return { ok: true, answer: parsed.data }
  const issues = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.') || 'answer'}: ${message}`)
  return { ok: false, code: 'ANSWER_INVALID', reason: `The answer does not fit: ${issues.join('; ')}` }
}

const shorten = (text: string) => JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}...` : text)
