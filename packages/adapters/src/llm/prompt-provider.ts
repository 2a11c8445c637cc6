/** One exchange with a model, without policy: retries, deadlines and checks are the runner's. */
export interface PromptProvider {
  /** Rejects with the SDK's error where no answer came. */
  ask(question: Question, signal: AbortSignal): Promise<ModelText>
}

export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

export interface Question {
  readonly model: string
  readonly system: string
  readonly turns: readonly Turn[]
  readonly maxTokens: number
}

export interface ModelText {
  readonly text: string
  /** `cut`: the token limit ended the answer. */
  readonly stop: 'end' | 'cut' | 'refused'
  readonly usage: Usage
}

export interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
}

export interface ProviderOptions {
  readonly apiKey?: string | undefined
  /** Another address; never taken from the environment, so that a key is only sent where its owner said. */
  readonly baseURL?: string | undefined
}

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0 }
export const addUsage = (a: Usage, b: Usage): Usage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
})

/** The SDKs retry with backoff; more than one retry would be an answer to a market that has moved on. */
export const sdkRetries = 1
