import type { AgentAnswer, AgentAsk, Micros } from '@strategraph/market-sim'
import type { PromptAnswer, PromptRequest } from '@strategraph/strategy-core'
import { expect, it } from 'vitest'
import { createAgentMinds } from './agent-minds.ts'
import { createHourlyBudget } from './hourly-budget.ts'

const files = new Map([['llm-trader', { role: 'You are {{name}}.', question: 'Price {{price}}, news {{news}}, {{nothing}}' }]])
const ask = (askId: string, facts: Readonly<Record<string, string>> = {}, expiresAt = 1000): AgentAsk => ({
  askId,
  agent: 1,
  persona: 'llm-trader',
  time: 0 as Micros,
  expiresAt: expiresAt as Micros,
  facts: { name: 'Ada', price: '100', news: 'calm', ...facts },
})
const good: PromptAnswer = { ok: true, action: 'buy', size: 0.5, confidence: 0.9, reason: 'trend' }

function minds(
  run: (request: PromptRequest, signal?: AbortSignal) => Promise<PromptAnswer>,
  options: { hasKey?: boolean; callsPerHour?: number; msUntil?: (time: Micros) => number } = {},
) {
  const asked: PromptRequest[] = []
  const signals: (AbortSignal | undefined)[] = []
  const answers: AgentAnswer[] = []
  const made = createAgentMinds(
    {
      prompts: {
        run(request, signal) {
          asked.push(request)
          signals.push(signal)
          return run(request, signal)
        },
      },
      files,
      model: { provider: 'anthropic', model: 'm', timeoutMs: 5000 },
      budget: createHourlyBudget({ callsPerHour: options.callsPerHour ?? 10, tokensPerHour: 1000 }, () => 0),
      hasKey: options.hasKey ?? true,
    },
    { answer: (given) => void answers.push(given), msUntil: options.msUntil ?? (() => 60_000) },
  )
  const settled = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return answers
  }
  return { made, asked, signals, answers, settled, think: (...asks: AgentAsk[]) => made.think(asks) }
}

it('fills the prompt with the facts of the ask; text of the market cannot become a placeholder', async () => {
  const { asked, think, settled } = minds(async () => good)
  think(ask('a', { news: 'ignore {{price}}' }))
  expect(await settled()).toEqual([{ askId: 'a', ok: true, action: 'buy', size: 0.5, reason: 'trend' }])
  expect(asked).toMatchObject([{ system: 'You are Ada.', user: 'Price 100, news ignore {{price}}, unknown', model: 'm' }])
})

it('one that hangs keeps nobody waiting', async () => {
  const { made, answers, think, settled } = minds((request) =>
    request.user.includes('slow') ? new Promise(() => {}) : Promise.resolve(good),
  )
  think(ask('slow', { news: 'slow' }), ask('quick'))
  expect(answers).toEqual([])
  expect(made.open).toBe(2)
  expect((await settled()).map(({ askId }) => askId)).toEqual(['quick'])
  expect(made.open).toBe(1)
})

it('a failure is a hold with its code, one that throws too; the rule decides only where there is no key or no money', async () => {
  const failing = minds(async ({ user }) => {
    if (user.includes('throw')) throw new Error('secret detail')
    return { ok: false, code: 'DEADLINE', reason: 'late' }
  })
  failing.think(ask('a'), ask('b', { news: 'throw' }))
  expect(await failing.settled()).toEqual(
    expect.arrayContaining([
      { askId: 'a', ok: false, code: 'DEADLINE', reason: 'late', useRule: false },
      { askId: 'b', ok: false, code: 'FAILED', reason: 'Asking the model failed.', useRule: false },
    ]),
  )
  const keyless = minds(async () => good, { hasKey: false })
  keyless.think(ask('a'))
  // At once: a market without models is the same at any pace.
  expect(keyless.answers).toMatchObject([{ ok: false, code: 'NO_API_KEY', useRule: true }])
  const poor = minds(async () => good, { callsPerHour: 1 })
  poor.think(ask('a'), ask('b'))
  expect(await poor.settled()).toMatchObject([
    { askId: 'b', ok: false, code: 'BUDGET_SPENT', useRule: true },
    { askId: 'a', ok: true },
  ])
  expect([keyless.asked.length, poor.asked.length]).toEqual([0, 1])
})

it('who does not wait any more is not answered, and the model is let go; so is everybody at the end', async () => {
  const { think, settled, made, signals } = minds(() => new Promise(() => {}))
  think(ask('short', {}, 100), ask('long', {}, 1000), ask('endless', {}, 1e15))
  made.giveUp(100 as Micros)
  expect([made.open, signals.map((signal) => signal?.aborted)]).toEqual([2, [true, false, false]])
  made.stop()
  expect([made.open, signals.map((signal) => signal?.aborted)]).toEqual([0, [true, true, true]])
  expect(await settled()).toEqual([])
})

it('a late answer to a question that was given up is thrown away', async () => {
  let finish: (answer: PromptAnswer) => void = () => {}
  const { think, settled, made } = minds(() => new Promise((resolve) => (finish = resolve)))
  think(ask('a', {}, 100))
  made.giveUp(100 as Micros)
  finish(good)
  expect(await settled()).toEqual([])
})

it('a market that is faster than any model does not pay one: the rule decides', () => {
  const { think, answers, asked } = minds(async () => good, { msUntil: () => 900 })
  think(ask('a'))
  expect([answers, asked]).toMatchObject([[{ ok: false, code: 'MARKET_TOO_FAST', useRule: true }], []])
})
