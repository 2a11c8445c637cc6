import type { PromptAnswer, PromptRequest } from '@strategraph/strategy-core'
import { circuitBreaker, ConsecutiveBreaker, handleWhenResult, isBrokenCircuitError } from 'cockatiel'
import { anthropicProvider } from './anthropic-provider.ts'
import { cleanPromptText } from './clean-prompt-text.ts'
import { parseDecisionAnswer } from './decision-answer.ts'
import { openaiProvider } from './openai-provider.ts'
import { countsAsFailure, failureOfError, promptFailure } from './prompt-failure.ts'
import { addUsage, noUsage, type PromptProvider, type ProviderOptions, type Usage } from './prompt-provider.ts'

/** Answers prompts. Never rejects: whatever goes wrong is an answer with a code, which the node turns into hold. */
export interface PromptRunner {
  run(request: PromptRequest, signal?: AbortSignal): Promise<PromptAnswer>
}

/** What was spent, booked also for answers that were refused. */
export interface UsageRecord extends Usage {
  readonly provider: PromptRequest['provider']
  readonly model: string
}

export interface PromptRunnerOptions {
  readonly anthropic?: ProviderOptions
  readonly openai?: ProviderOptions
  readonly onUsage?: (record: UsageRecord) => void
  /** Failures in a row after which a model is left alone, and for how long before one prompt may try again. */
  readonly breaker?: { readonly failures: number; readonly pauseMs: number }
}

const defaultTimeoutMs = 20_000
const keyNames = { anthropic: 'ANTHROPIC_API_KEY', openai: 'OPENAI_API_KEY' } as const

export function createPromptRunner(options: PromptRunnerOptions): PromptRunner {
  const { breaker: limits = { failures: 3, pauseMs: 60_000 } } = options
  const providers = new Map<PromptRequest['provider'], Promise<PromptProvider>>()
  const breakers = new Map<string, ReturnType<typeof newBreaker>>()
  const newBreaker = () =>
    circuitBreaker(
      handleWhenResult((answer) => isPromptAnswer(answer) && countsAsFailure(answer)),
      { halfOpenAfter: limits.pauseMs, breaker: new ConsecutiveBreaker(limits.failures) },
    )

  const providerOf = (name: PromptRequest['provider']): Promise<PromptProvider> | undefined => {
    const { apiKey, baseURL } = options[name] ?? {}
    if (apiKey === undefined || apiKey === '') return undefined
    const known = providers.get(name) ?? (name === 'anthropic' ? anthropicProvider : openaiProvider)(apiKey, baseURL)
    providers.set(name, known)
    return known
  }

  const breakerOf = (key: string) => {
    const known = breakers.get(key) ?? newBreaker()
    breakers.set(key, known)
    return known
  }

  return {
    async run(request, signal) {
      const began = performance.now()
      const loading = providerOf(request.provider)
      if (loading === undefined) {
        return promptFailure('NO_API_KEY', `No API key for ${request.provider}: set ${keyNames[request.provider]} or llm in config.json.`)
      }
      const book = (usage: Usage) => options.onUsage?.({ provider: request.provider, model: request.model, ...usage })
      const answer = await breakerOf(`${request.provider} ${request.model}`)
        .execute(async () => withDeadline(request, signal, async (both) => askTwice(await loading, request, both, book)))
        .catch((cause: unknown) =>
          isBrokenCircuitError(cause)
            ? promptFailure('MODEL_PAUSED', `The last ${limits.failures} prompts to this model failed; it is tried again after a pause.`)
            : failureOfError(cause),
        )
      return { ...answer, latencyMs: Math.round(performance.now() - began) }
    },
  }
}

const isPromptAnswer = (value: unknown): value is PromptAnswer => typeof value === 'object' && value !== null && 'ok' in value

/** One deadline for everything: the SDK's own timeout counts per try. An answer that comes later is thrown away. */
async function withDeadline(
  request: PromptRequest,
  outer: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<PromptAnswer>,
): Promise<PromptAnswer> {
  const milliseconds = request.timeoutMs > 0 ? request.timeoutMs : defaultTimeoutMs
  const deadline = AbortSignal.timeout(milliseconds)
  const both = outer === undefined ? deadline : AbortSignal.any([outer, deadline])
  const stopped = () =>
    outer?.aborted === true
      ? promptFailure('CANCELED', 'The run was stopped.')
      : promptFailure('DEADLINE', `No answer within ${milliseconds / 1000} s.`)
  if (both.aborted) return stopped()
  let onAbort = () => {}
  const aborted = new Promise<PromptAnswer>((resolve) => {
    onAbort = () => resolve(stopped())
    both.addEventListener('abort', onAbort, { once: true })
  })
  try {
    const answering = task(both).catch((cause: unknown): PromptAnswer => (both.aborted ? stopped() : failureOfError(cause)))
    return await Promise.race([answering, aborted])
  } finally {
    both.removeEventListener('abort', onAbort)
  }
}

/** One try, and one more in which the model is told what was wrong with its answer. */
async function askTwice(
  provider: PromptProvider,
  request: PromptRequest,
  signal: AbortSignal,
  book: (usage: Usage) => void,
): Promise<PromptAnswer> {
  const { model, maxTokens } = request
  const first = { role: 'user' as const, text: cleanPromptText(request.user) }
  const system = cleanPromptText(request.system)
  let total = noUsage
  const ask = async (turns: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[]) => {
    const said = await provider.ask({ model, system, turns, maxTokens }, signal)
    book(said.usage)
    total = addUsage(total, said.usage)
    if (said.stop === 'refused') return { said, failure: promptFailure('MODEL_REFUSED', 'The model refused to answer.') }
    if (said.stop === 'cut') return { said, failure: promptFailure('ANSWER_CUT', `The answer was cut at ${maxTokens} tokens.`) }
    const parsed = parseDecisionAnswer(said.text)
    return parsed.ok ? { said, answer: parsed.answer } : { said, failure: promptFailure(parsed.code, parsed.reason) }
  }
  const one = await ask([first])
  if (one.answer !== undefined) return { ok: true, ...one.answer, usage: total }
  if (one.said.stop === 'refused') return one.failure
  const complaint = `${one.failure.reason} Answer again with nothing but one JSON object of the given schema.`
  // An empty assistant turn is refused by the providers.
  const answered = one.said.text.trim() === '' ? [] : [{ role: 'assistant' as const, text: one.said.text }]
  const two = await ask(
    answered.length === 0
      ? [{ role: 'user', text: `${first.text}\n\n${complaint}` }]
      : [first, ...answered, { role: 'user', text: complaint }],
  )
  return two.answer === undefined ? two.failure : { ok: true, ...two.answer, usage: total }
}
