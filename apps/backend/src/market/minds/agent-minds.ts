import type { PromptRunner } from '@strategraph/adapters'
import { instrumentId } from '@strategraph/market-model'
import type { AgentAnswer, AgentAsk } from '@strategraph/market-sim'
import type { PromptAnswer, PromptRequest } from '@strategraph/strategy-core'
import type { HourlyBudget } from './hourly-budget.ts'
import { fillQuestion, type PromptFile, promptOf } from './prompt-files.ts'

/** Lets models answer for the LLM agents of the market, all at the same time and none in anybody's way. */
export interface AgentMinds {
  /**
   * `answer` is called once per ask: at once where no model is needed, so that a market without models does not depend on anybody's pace, else
   * whenever the model has answered. After an abort nothing is answered any more.
   */
  think(asks: readonly AgentAsk[], answer: (answer: AgentAnswer) => void, signal: AbortSignal): void
  /** Questions without an answer yet. */
  readonly open: number
}

export interface AgentMindsOptions {
  readonly prompts: Pick<PromptRunner, 'run'>
  readonly files: ReadonlyMap<string, PromptFile>
  readonly model: Pick<PromptRequest, 'provider' | 'model' | 'timeoutMs'>
  readonly budget: HourlyBudget
  /** Whether there is a key for the provider: without one the agents' rules decide, and nothing is counted. */
  readonly hasKey: boolean
}

const longestAnswerTokens = 300

export function createAgentMinds({ prompts, files, model, budget, hasKey }: AgentMindsOptions): AgentMinds {
  let open = 0

  /** An answer that needs no model, or what the model is to be asked. */
  const prepare = ({ askId, agent, facts, persona }: AgentAsk): AgentAnswer | PromptRequest => {
    const instead = (code: string, why: string): AgentAnswer => ({
      askId,
      ok: false,
      code,
      reason: `${why}: the agent's own rule decides.`,
      useRule: true,
    })
    if (!hasKey) return instead('NO_API_KEY', `No API key for ${model.provider}`)
    const file = promptOf(files, persona, agent)
    if (file === undefined) return instead('NO_PROMPT', `There is no prompt for ${persona}`)
    if (!budget.takeCall()) return instead('BUDGET_SPENT', 'The budget of this hour is spent')
    return {
      ...model,
      maxTokens: longestAnswerTokens,
      system: fillQuestion(file.role, facts),
      user: fillQuestion(file.question, facts),
      instrument: instrumentId('simulated', facts['symbol'] ?? ''),
    }
  }

  const ask = async (askId: string, request: PromptRequest, signal: AbortSignal): Promise<AgentAnswer> => {
    try {
      return asAgentAnswer(askId, await prompts.run(request, signal))
    } catch {
      return { askId, ok: false, code: 'FAILED', reason: 'Asking the model failed.', useRule: false }
    }
  }

  return {
    get open() {
      return open
    },
    think(asks, answer, signal) {
      for (const asked of asks) {
        const prepared = prepare(asked)
        if ('askId' in prepared) {
          answer(prepared)
          continue
        }
        open += 1
        void ask(asked.askId, prepared, signal).then((given) => {
          open -= 1
          if (!signal.aborted) answer(given)
        })
      }
    },
  }
}

/** A failure is a hold with its code; only a key that is missing hands the decision to the rule. */
function asAgentAnswer(askId: string, answer: PromptAnswer): AgentAnswer {
  if (!answer.ok) return { askId, ok: false, code: answer.code, reason: answer.reason, useRule: answer.code === 'NO_API_KEY' }
  const { action, size, reason } = answer
  return { askId, ok: true, action, size, reason }
}
