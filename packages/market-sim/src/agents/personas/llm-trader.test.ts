import type { Lots, Ticks } from '@strategraph/market-model'
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

  it('asks as often as it says, also where the answer comes long before the timeout', () => {
    const market = handMarket([{ persona: 'llm-trader', count: 1, parameters: { wakeSeconds: 300, timeoutSeconds: 60 } }])
    market.quote(599_990, 600_010)
    market.order('buy', 600_010, 1_000_000)
    let questions = 0
    for (let minute = 0; minute < 600; minute += 1) {
      market.run(60)
      for (const { askId } of market.simulation.takeAsks()) {
        questions += 1
        market.simulation.answer({ askId, ok: true, action: 'hold', size: 0, reason: 'nothing to do' })
      }
    }
    // 600 minutes at one in five; the pauses are drawn.
    expect(questions).toBeGreaterThan(95)
    expect(questions).toBeLessThan(145)
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

  describe('its rule, without a model', () => {
    /** A market whose price the test moves by so much a minute, with somebody who trades each minute, and one agent who follows its rule. */
    function ruled() {
      const market = handMarket(population)
      const { door } = market.simulation
      // The hand does not trade with itself, and candles need trades.
      const other = door.openAccount({ name: 'other', balances: { USD: '1000000000' }, feeTier: { makerPpm: 0, takerPpm: 0 } })
      let mid = 600_000
      const minutes = (count: number, change: number) => {
        for (let minute = 0; minute < count; minute += 1) {
          mid = Math.round(mid * (1 + change))
          market.quote(mid - 10, mid + 10)
          const kind = { type: 'limit', price: (mid + 10) as Ticks } as const
          door.submit({ account: other, market: btc, side: 'buy', kind, quantity: 1_000_000 as Lots })
          market.run(60)
          for (const { askId } of market.simulation.takeAsks())
            market.simulation.answer({ askId, ok: false, code: 'NO_API_KEY', reason: 'no key', useRule: true })
        }
      }
      const agent = () => market.simulation.agent(0)!
      const base = () => agent().balances.find(({ asset }) => asset === 'BTC')!
      return { minutes, agent, holds: () => base().total / base().initial - 1 }
    }

    it('goes with a rising market up to its limit, then holds: it does not buy every minute', () => {
      const { minutes, agent, holds } = ruled()
      minutes(40, 0.002)
      expect(holds()).toBeGreaterThan(0.14)
      expect(holds()).toBeLessThan(0.151)
      const bought = agent().trades
      expect(bought).toBeLessThanOrEqual(6)
      minutes(40, 0.002)
      expect(agent().trades).toBe(bought)
      expect(agent().decisions[0]).toMatchObject({
        action: 'hold',
        reason: expect.stringMatching(/^rule: \+.* in 15 minutes, but has bought its 15 % already$/),
      })
    })

    it('closes what it bought once the price is below that of 15 minutes ago, then goes with the fall up to the same limit', () => {
      const { minutes, agent, holds } = ruled()
      minutes(40, 0.002)
      minutes(10, -0.002)
      const closes = agent().decisions.filter(({ reason }) => reason.includes('closes what it had bought'))
      expect(closes).toMatchObject([{ action: 'sell', outcome: 'filled' }])
      minutes(30, -0.002)
      expect(holds()).toBeLessThan(-0.14)
      expect(holds()).toBeGreaterThan(-0.151)
    })

    it('holds in a calm market, and tells losses only where there were some', () => {
      const calm = ruled()
      calm.minutes(30, 0)
      expect(calm.agent().trades).toBe(0)
      expect(calm.agent().decisions[0]?.reason).toMatch(/is not enough$/)
      const rising = ruled()
      rising.minutes(20, 0.002)
      const reasons = rising.agent().decisions.map(({ reason }) => reason)
      expect(reasons).toContainEqual(expect.stringMatching(/^rule: \+.* in 15 minutes, goes with it$/))
      expect(reasons.filter((reason) => reason.includes('(0 losses'))).toEqual([])
    })
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
