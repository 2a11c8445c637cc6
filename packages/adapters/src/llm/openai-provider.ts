import { decisionAnswerSchema } from './decision-answer.ts'
import { noUsage, type PromptProvider, sdkRetries } from './prompt-provider.ts'

/** Chat completions and not responses: only these are common to the compatible providers. */
export async function openaiProvider(apiKey: string, baseURL: string | undefined): Promise<PromptProvider> {
  const [{ OpenAI }, { zodResponseFormat }] = await Promise.all([import('openai'), import('openai/helpers/zod')])
  const client = new OpenAI({
    apiKey,
    baseURL: baseURL ?? 'https://api.openai.com/v1',
    organization: null,
    project: null,
    maxRetries: sdkRetries,
    logLevel: 'off',
    // A redirect could carry the key to another host.
    fetchOptions: { redirect: 'error' },
  })
  return {
    async ask({ model, system, turns, maxTokens }, signal) {
      const completion = await client.chat.completions.create(
        {
          model,
          // Compatible providers know the older name only; OpenAI's newer models refuse it.
          ...(baseURL === undefined ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
          messages: [
            ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
            ...turns.map(({ role, text }) => ({ role, content: text })),
          ],
          response_format: zodResponseFormat(decisionAnswerSchema, 'decision'),
        },
        { signal },
      )
      const [choice] = completion.choices
      const { usage } = completion
      const isRefused = typeof choice?.message.refusal === 'string' || choice?.finish_reason === 'content_filter'
      return {
        text: choice?.message.content ?? '',
        stop: isRefused ? 'refused' : choice?.finish_reason === 'length' ? 'cut' : 'end',
        usage: usage === undefined ? noUsage : { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens },
      }
    },
  }
}
