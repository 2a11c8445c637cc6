import type { PromptAnswer, PromptRequest } from '@strategraph/strategy-core'
import { promptFailure } from './prompt-failure.ts'
import type { PromptRunner } from './prompt-runner.ts'
import { promptKey, type PromptTape } from './prompt-tape.ts'

export type TapeMode =
  /** Asks the model and keeps nothing. */
  | 'live'
  /** Asks the model what is not on the tape yet, and keeps its answers. */
  | 'record'
  /** Never asks: what is not on the tape is PROMPT_NOT_RECORDED, on which a backtest must stop. */
  | 'replay-strict'

export interface RecordingOptions {
  readonly mode: TapeMode
  readonly tape: PromptTape
  /** Not needed to replay. */
  readonly runner?: PromptRunner
  readonly now?: () => number
}

/** Failures that lie in the answer itself belong to the run; an outage does not, and a later recording may ask again. */
const kept = (answer: PromptAnswer) => answer.ok || answer.code.startsWith('ANSWER_') || answer.code === 'MODEL_REFUSED'

export function recordingRunner({ mode, tape, runner, now = Date.now }: RecordingOptions): PromptRunner {
  const asking = new Map<string, Promise<PromptAnswer>>()
  const ask = async (request: PromptRequest, signal: AbortSignal | undefined): Promise<PromptAnswer> =>
    runner === undefined ? promptFailure('NO_API_KEY', 'No model is configured.') : runner.run(request, signal)

  const record = async (key: string, request: PromptRequest, signal: AbortSignal | undefined) => {
    const answer = await ask(request, signal)
    if (kept(answer)) await tape.append(key, request, answer, now())
    return answer
  }

  return {
    async run(request, signal) {
      if (mode === 'live') return ask(request, signal)
      const key = promptKey(request)
      const known = tape.find(key)
      if (known !== undefined) return known
      if (mode === 'replay-strict')
        return promptFailure('PROMPT_NOT_RECORDED', `No answer to this prompt is recorded (${key.slice(0, 12)}).`)
      // The same question asked twice at once must get one answer, as it will in the replay.
      const running = asking.get(key) ?? record(key, request, signal).finally(() => asking.delete(key))
      asking.set(key, running)
      return running
    },
  }
}
