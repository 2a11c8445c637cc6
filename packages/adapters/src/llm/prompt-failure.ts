import type { PromptAnswer } from '@strategraph/strategy-core'

/** Why a prompt came to nothing. Every one of them means: hold. */
export type PromptFailureCode =
  | 'NO_API_KEY'
  | 'DEADLINE'
  | 'CANCELED'
  | 'MODEL_PAUSED'
  | 'MODEL_REFUSED'
  | 'MODEL_UNKNOWN'
  | 'KEY_REFUSED'
  | 'RATE_LIMITED'
  | 'PROVIDER_ERROR'
  | 'PROVIDER_UNREACHABLE'
  | 'ANSWER_CUT'
  | 'ANSWER_EMPTY'
  | 'ANSWER_NOT_JSON'
  | 'ANSWER_INVALID'
  | 'PROMPT_NOT_RECORDED'

export type PromptFailure = Extract<PromptAnswer, { ok: false }>

export function promptFailure(code: PromptFailureCode, reason: string): PromptFailure {
  return { ok: false, code, reason }
}

/** These say nothing about the health of the model, so the breaker does not count them. */
const harmless = new Set<string>(['NO_API_KEY', 'CANCELED', 'MODEL_REFUSED', 'PROMPT_NOT_RECORDED'] satisfies PromptFailureCode[])
export const countsAsFailure = (answer: PromptAnswer): boolean => !answer.ok && !harmless.has(answer.code)

/** SDK errors by their HTTP status. The provider's own text is left out: it may repeat a part of the key. */
export function failureOfError(cause: unknown): PromptFailure {
  const status = cause instanceof Error && 'status' in cause && typeof cause.status === 'number' ? cause.status : undefined
  if (status === undefined) {
    const isAnswer = cause instanceof SyntaxError || (cause instanceof Error && cause.name === 'TypeError')
    if (isAnswer) return promptFailure('PROVIDER_ERROR', 'The provider sent something that is not an answer of its API.')
    return promptFailure('PROVIDER_UNREACHABLE', 'The provider could not be reached.')
  }
  if (status === 401 || status === 403) return promptFailure('KEY_REFUSED', `The provider refused the API key (HTTP ${status}).`)
  if (status === 404) return promptFailure('MODEL_UNKNOWN', 'The provider does not know this model (HTTP 404).')
  if (status === 429) return promptFailure('RATE_LIMITED', 'Too many requests, or the quota is used up (HTTP 429).')
  return promptFailure('PROVIDER_ERROR', `The provider answered HTTP ${status}.`)
}
