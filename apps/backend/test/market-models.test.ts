import { fakeLlmServer, type FakeLlmServer } from '@strategraph/adapters/testing/fake-llm-server'
import { describe, expect, it } from 'vitest'
import { startMarketServer } from './support/market-server.ts'
import { eventually, type TestServer } from './support/test-server.ts'

/** Makers to trade with, and models that ask every few seconds. */
const population = (patienceSeconds = 60) => [
  { persona: 'market-maker', count: 12 },
  { persona: 'noise', count: 12 },
  { persona: 'llm-trader', count: 2, parameters: { wakeSeconds: 5, timeoutSeconds: patienceSeconds } },
]
const said = (action: string) =>
  ({ kind: 'text', text: JSON.stringify({ action, size: 0.5, confidence: 0.9, reason: 'the fake says so' }) }) as const

async function startWith(
  llm: FakeLlmServer,
  provider: 'anthropic' | 'openai',
  { patienceSeconds = 60, ...limits }: { callsPerHour?: number; timeoutSeconds?: number; patienceSeconds?: number } = {},
): Promise<TestServer> {
  const server = await startMarketServer({
    market: { speed: 30, llm: { provider, timeoutSeconds: 2, callsPerHour: 1000, ...limits } },
    config: {
      llm: {
        anthropicApiKey: llm.apiKey,
        anthropicBaseUrl: llm.anthropicUrl,
        openaiApiKey: llm.apiKey,
        openaiBaseUrl: llm.openaiUrl,
      },
    },
  })
  await server.api.resetMarket({ body: { population: population(patienceSeconds) } })
  return server
}
const decisionsOf = async ({ api }: TestServer) => {
  const models = new Set((await api.marketAgents({})).flatMap(({ id, persona }) => (persona === 'llm-trader' ? [id] : [])))
  return (await api.marketDecisions({ query: { limit: 5000 } })).filter(({ agent }) => models.has(agent))
}

describe.each(['anthropic', 'openai'] as const)('agents with a model of %s', (provider) => {
  it('ask with the facts of their market, trade what it says, and their reasons are its words', async () => {
    const llm = await fakeLlmServer()
    llm.script(said('buy'))
    const server = await startWith(llm, provider)
    const decision = await eventually('a trade', async () =>
      (await decisionsOf(server)).find(({ action, outcome }) => action === 'buy' && outcome === 'filled'),
    )
    expect(decision).toMatchObject({ mind: 'model', reason: 'the fake says so' })
    expect(decision.quantity).toBeGreaterThan(0)
    expect(llm.refused).toEqual([])
    const [seen] = llm.seen
    expect(seen).toMatchObject({ provider })
    expect(seen?.turns[0]?.text).toMatch(/Market (BTC|ETH)\/(USD|BTC), \d{4}-/)
    expect(seen?.turns[0]?.text).not.toMatch(/\{\{|unknown\b.*\bunknown\b.*\bunknown\b.*\bunknown\b.*\bunknown/)
    expect(JSON.stringify(await server.api.marketAgents({}))).not.toContain(llm.apiKey)
  })

  it('one that hangs delays no tick, no other agent and no answer of the API, and is a hold with its code when its time is up', async () => {
    const llm = await fakeLlmServer()
    llm.script({ kind: 'hang', afterHeaders: provider === 'openai' })
    // Market time runs 30 times as fast as the model's: the agent itself must not lose patience before.
    const server = await startWith(llm, provider, { patienceSeconds: 3600 })
    await eventually('an open question', async () => ((await server.api.marketStatus({})).openAsks > 0 ? true : undefined))
    const { ticks, time } = await server.api.marketStatus({})
    await eventually('the market goes on', async () => {
      const status = await server.api.marketStatus({})
      return status.ticks > ticks + 50 && status.time > time + 10_000 && status.openAsks > 0 ? true : undefined
    })
    const held = await eventually('the hold', async () => (await decisionsOf(server)).find(({ reason }) => reason.startsWith('DEADLINE')))
    expect(held).toMatchObject({ action: 'hold', mind: 'model', quantity: 0 })
  })
})

describe('agents whose model is no help', () => {
  it.each([
    ['prose', { kind: 'text', text: 'We should not sell here.' }, 'ANSWER_NOT_JSON'],
    ['a size beyond all measure', { kind: 'text', text: '{"action":"buy","size":1e9,"confidence":1,"reason":"x"}' }, 'ANSWER_INVALID'],
    ['half an answer', { kind: 'text', text: '{"action":"bu', cut: true }, 'ANSWER_CUT'],
    ['a page', { kind: 'raw', body: '<html>', type: 'text/html' }, 'PROVIDER_ERROR'],
    ['a refused key', { kind: 'status', status: 401 }, 'KEY_REFUSED'],
  ] as const)('%s is a hold with its code, and nothing is traded', async (_, script, code) => {
    const llm = await fakeLlmServer()
    llm.script(script)
    const server = await startWith(llm, 'anthropic')
    const held = await eventually('the hold', async () => (await decisionsOf(server)).find(({ reason }) => reason.startsWith(code)))
    expect(held).toMatchObject({ action: 'hold', mind: 'model' })
    expect((await decisionsOf(server)).filter(({ action }) => action !== 'hold')).toEqual([])
  })

  it('without a key their own rule decides, labelled so, and nothing is asked', async () => {
    const server = await startMarketServer({ market: { speed: 60 } })
    await server.api.resetMarket({ body: { population: population() } })
    const decision = await eventually('a decision', async () => (await decisionsOf(server))[0])
    expect(decision).toMatchObject({ mind: 'rule-instead-of-model', reason: expect.stringMatching(/^rule: /) })
    expect((await server.api.marketAgents({})).filter(({ mind }) => mind === 'rule-instead-of-model').length).toBeGreaterThan(0)
    expect((await server.api.marketStatus({})).openAsks).toBe(0)
  })

  it('when the budget of the hour is spent their rule decides: so many calls and no more', async () => {
    const llm = await fakeLlmServer()
    llm.script(said('hold'))
    const server = await startWith(llm, 'anthropic', { callsPerHour: 3 })
    await eventually('the rule', async () => (await decisionsOf(server)).find(({ mind }) => mind === 'rule-instead-of-model'))
    await eventually('more decisions', async () => ((await decisionsOf(server)).length > 10 ? true : undefined))
    expect(llm.seen.length).toBe(3)
  })

  it('a reset, and the end of the server, give open questions up', async () => {
    const llm = await fakeLlmServer()
    llm.script({ kind: 'hang' })
    const server = await startWith(llm, 'anthropic', { timeoutSeconds: 600, patienceSeconds: 3600 })
    const open = async () => (await server.api.marketStatus({})).openAsks
    await eventually('an open question', async () => ((await open()) > 0 ? true : undefined))
    await server.api.resetMarket({ body: { population: [{ persona: 'noise', count: 5 }] } })
    await eventually('none', async () => ((await open()) === 0 ? true : undefined))
    await server.api.resetMarket({ body: { population: population() } })
    expect(await eventually('an open question again', async () => (await open()) || undefined)).toBeLessThanOrEqual(2)
    const began = performance.now()
    await server.close()
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})
