import { decisionAnswerSchema } from './decision-answer.ts'
import { type PromptProvider, sdkRetries } from './prompt-provider.ts'

/** `create()` and not `parse()`: parse throws before the usage of a bad answer can be booked. This API has no temperature. */
export async function anthropicProvider(apiKey: string, baseURL: string | undefined): Promise<PromptProvider> {
  const [{ Anthropic }, { zodOutputFormat }] = await Promise.all([import('@anthropic-ai/sdk'), import('@anthropic-ai/sdk/helpers/zod')])
  const client = new Anthropic({
    apiKey,
    baseURL: baseURL ?? 'https://api.anthropic.com',
    maxRetries: sdkRetries,
    logLevel: 'off',
    // A redirect could carry the key to another host.
    fetchOptions: { redirect: 'error' },
  })
  return {
    async ask({ model, system, turns, maxTokens }, signal) {
      const message = await client.messages.create(
        {
          model,
          max_tokens: maxTokens,
          ...(system === '' ? {} : { system }),
          messages: turns.map(({ role, text }) => ({ role, content: text })),
          output_config: { format: zodOutputFormat(decisionAnswerSchema) },
        },
        { signal },
      )
      const { content, usage, stop_reason: stop } = message
      return {
        text: content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join(''),
        stop: stop === 'refusal' ? 'refused' : stop === 'max_tokens' || stop === 'model_context_window_exceeded' ? 'cut' : 'end',
        usage: { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens },
      }
    },
  }
}
