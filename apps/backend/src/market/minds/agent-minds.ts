import type { PromptRunner } from '@strategraph/adapters'
import { instrumentId } from '@strategraph/market-model'
import type { AgentAnswer, AgentAsk, Micros } from '@strategraph/market-sim'
import type { PromptAnswer, PromptRequest } from '@strategraph/strategy-core'
import type { HourlyBudget } from './hourly-budget.ts'
import { fillQuestion, type PromptFile, promptOf } from './prompt-files.ts'

/** Lets models answer for the LLM agents of a market, all at the same time and none in anybody's way. */
export interface AgentMinds {
  /** Questions without an answer yet. */
  readonly open: number
  /**
   * Each ask is answered once: at once where no model is needed, so that a market without models does not depend on anybody's pace, else whenever
   * the model has answered.
   */
  think(asks: readonly AgentAsk[]): void
  /** Market time has come so far: who does not wait any more is not answered, and the model is let go. */
  giveUp(now: Micros): void
  /** Nothing is answered any more. */
  stop(): void
}

/** The market that the agents are in. */
export interface AgentMarket {
  answer(answer: AgentAnswer): void
  /** Real ms until the market will be there, as things are; Infinity while it stands. */
  msUntil(time: Micros): number
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
/** No model answers faster; asking one would be paid for and useless. */
const shortestPatienceMs = 1000

interface OpenAsk {
  readonly expiresAt: Micros
  readonly giveUp: AbortController
}

export function createAgentMinds({ prompts, files, model, budget, hasKey }: AgentMindsOptions, market: AgentMarket): AgentMinds {
  const open = new Map<string, OpenAsk>()

  /** An answer that needs no model, or what the model is to be asked. */
  const prepare = ({ askId, agent, facts, persona, expiresAt }: AgentAsk): AgentAnswer | PromptRequest => {
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
    if (market.msUntil(expiresAt) < shortestPatienceMs) return instead('MARKET_TOO_FAST', 'The market runs too fast for a model')
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

  const drop = (askId: string) => {
    open.get(askId)?.giveUp.abort()
    open.delete(askId)
  }

  return {
    get open() {
      return open.size
    },
    think(asks) {
      for (const asked of asks) {
        const { askId, expiresAt } = asked
        const prepared = prepare(asked)
        if ('askId' in prepared) {
          market.answer(prepared)
          continue
        }
        const giveUp = new AbortController()
        open.set(askId, { expiresAt, giveUp })
        void ask(askId, prepared, giveUp.signal).then((given) => {
          if (open.delete(askId)) market.answer(given)
        })
      }
    },
    giveUp(now) {
      for (const [askId, { expiresAt }] of open) if (expiresAt <= now) drop(askId)
    },
    stop() {
      for (const askId of open.keys()) drop(askId)
    },
  }
}

/** A failure is a hold with its code; only a key that is missing hands the decision to the rule. */
function asAgentAnswer(askId: string, answer: PromptAnswer): AgentAnswer {
  if (!answer.ok) return { askId, ok: false, code: answer.code, reason: answer.reason, useRule: answer.code === 'NO_API_KEY' }
  const { action, size, reason } = answer
  return { askId, ok: true, action, size, reason }
}
