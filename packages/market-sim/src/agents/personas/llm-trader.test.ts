import { describe, expect, it } from 'vitest'
import { btc, handMarket, runFor, smallPopulation, testConfig } from '../../testing/hand-market.ts'
import { createSimulation, restoreSimulation } from '../../simulation/create-simulation.ts'
import type { AgentAnswer, AgentAsk } from '../../simulation/simulation-types.ts'

const population = [{ persona: 'llm-trader', count: 1, parameters: { wakeSeconds: 30, timeoutSeconds: 60 } }] as const

function asked() {
  const market = handMarket(population)
  market.quote(599_990, 600_010)
  market.order('buy', 600_010, 1_000_000)
  market.run(40)
  const [ask] = market.simulation.takeAsks()
  if (ask === undefined) throw new Error('nobody asked')
  return { ...market, ask, agent: () => market.simulation.agent(0)! }
}

const yes = ({ askId }: AgentAsk, more: Partial<Extract<AgentAnswer, { ok: true }>> = {}): AgentAnswer => ({
  askId,
  ok: true,
  action: 'buy',
  size: 0.1,
  reason: 'it looks cheap',
  ...more,
})

describe('LLM trader', () => {
  it('asks with market facts; its order comes when the answer comes, with the model’s words', () => {
    const { simulation, ask, agent } = asked()
    expect(ask.facts).toMatchObject({ symbol: 'BTC/USD', bid: '59999.0', ask: '60001.0', decisions: 'none yet' })
    expect(simulation.takeAsks()).toEqual([])
    runFor(simulation, 20)
    expect(agent().trades).toBe(0)
    expect(simulation.answer(yes(ask))).toBe(true)
    expect(agent().trades).toBe(1)
    expect(agent().decisions[0]).toMatchObject({
      action: 'buy',
      reason: 'it looks cheap',
      mind: 'model',
      outcome: 'filled',
      price: expect.any(Number),
    })
    expect(simulation.answer(yes(ask))).toBe(false)
  })

  it('an answer that never comes delays nobody: the market has the same trades, and the agent holds after the timeout', () => {
    // The LLM trader is the last of the population: without it all others are who they were.
    const hanging = createSimulation(testConfig(smallPopulation))
    const without = createSimulation(testConfig(smallPopulation.filter(({ persona }) => persona !== 'llm-trader')))
    for (const simulation of [hanging, without]) runFor(simulation, 200)
    const llm = hanging.agents().at(-1)!
    expect(llm.persona).toBe('llm-trader')
    expect(hanging.takeAsks().length).toBeLessThanOrEqual(1)
    const told = (simulation: typeof hanging) => simulation.trades(btc, 100_000).map(({ time, price, quantity }) => [time, price, quantity])
    expect(told(hanging).length).toBeGreaterThan(50)
    expect(told(hanging)).toEqual(told(without))
    const [last] = hanging.agent(llm.id)!.decisions
    expect(last).toMatchObject({ action: 'hold', outcome: 'discarded', reason: expect.stringMatching(/^no answer after \d+ s: holds$/) })
  })

  it('an answer after the timeout is for nobody', () => {
    const { simulation, ask, agent } = asked()
    expect(ask.expiresAt).toBeGreaterThan(simulation.now)
    runFor(simulation, 70)
    expect(simulation.answer(yes(ask))).toBe(false)
    expect(agent().trades).toBe(0)
  })

  it('a failure is a hold with its code; without a key its rule decides, labelled so', () => {
    const failed = asked()
    failed.simulation.answer({ askId: failed.ask.askId, ok: false, code: 'TIMEOUT', reason: 'took too long', useRule: false })
    expect(failed.agent().decisions[0]).toMatchObject({ action: 'hold', reason: 'TIMEOUT: took too long' })
    const keyless = asked()
    keyless.simulation.answer({ askId: keyless.ask.askId, ok: false, code: 'NO_API_KEY', reason: 'no key', useRule: true })
    expect(keyless.agent()).toMatchObject({ mind: 'rule-instead-of-model' })
    expect(keyless.agent().decisions[0]).toMatchObject({ mind: 'rule-instead-of-model', reason: expect.stringMatching(/^rule: /) })
  })

  it('an order is reviewed against the present price and funds: discarded when the market has run away, cut to its share', () => {
    const moved = asked()
    moved.quote(650_000, 650_010)
    moved.simulation.answer(yes(moved.ask))
    expect(moved.agent()).toMatchObject({ trades: 0 })
    expect(moved.agent().decisions[0]).toMatchObject({ outcome: 'discarded', reason: expect.stringContaining('out of date') })
    const greedy = asked()
    const usd = () => greedy.agent().balances.find(({ asset }) => asset === 'USD')!
    greedy.simulation.answer(yes(greedy.ask, { size: 1000 }))
    expect(usd().total / usd().initial).toBeGreaterThan(0.7)
    expect(usd().total / usd().initial).toBeLessThan(0.8)
    const tiny = asked()
    tiny.simulation.answer(yes(tiny.ask, { size: 0 }))
    expect(tiny.agent().decisions[0]).toMatchObject({ outcome: 'discarded', reason: expect.stringContaining('below the venue') })
  })

  it('the next question recalls its own decisions, with the model’s reason and what became of them', () => {
    const { simulation, ask } = asked()
    simulation.answer(yes(ask))
    runFor(simulation, 400)
    const next = simulation.takeAsks().at(-1)
    expect(next?.facts['decisions']).toMatch(/buy .* BTC at .* \(filled\).*: it looks cheap/)
  })

  it('after a restore the open questions are handed out again, because whoever had them is gone', () => {
    const { simulation, ask } = asked()
    const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.snapshot())))
    expect(restored.takeAsks()).toEqual([ask])
    expect(restored.answer(yes(ask))).toBe(true)
  })
})
