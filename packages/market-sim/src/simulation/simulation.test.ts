import { createHash } from 'node:crypto'
import { moneyToText } from '@strategraph/market-model'
import type { Lots, Ticks } from '@strategraph/market-model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { personas } from '../agents/registry.ts'
import { handMarket, runFor, smallPopulation, testConfig, testStart } from '../testing/hand-market.ts'
import type { AccountId, MarketIndex, Micros } from '../venue/venue-types.ts'
import { createSimulation, restoreSimulation } from './create-simulation.ts'
import { defaultPopulation } from './default-markets.ts'
import { replaySimulation } from './replay-simulation.ts'
import { SimulationError } from './simulation-error.ts'
import { readSnapshot } from './simulation-snapshot.ts'
import type { Scenario, Simulation, SimulationInput } from './simulation-types.ts'
import { keptTrades } from './trade-tape.ts'

const bytes = (simulation: Simulation) => createHash('sha256').update(JSON.stringify(simulation.snapshot())).digest('hex')
const config = (seed = 1) => testConfig(smallPopulation, { seed })
const assets = ['BTC', 'USD', 'ETH']

/** What everybody has together, with the fees that the venue took. */
function totals({ venue }: Simulation): Record<string, string> {
  return Object.fromEntries(
    assets.map((asset) => {
      let sum: bigint = venue.fees(asset)
      for (let account = 0; account < venue.accountCount; account += 1) sum += venue.balance(account as AccountId, asset).total
      return [asset, sum.toString()]
    }),
  )
}

const crash: Scenario = {
  id: 'crash',
  title: 'Crash',
  summary: 'Somebody sells.',
  steps: [
    { atSeconds: 0, action: { type: 'withdraw-liquidity', share: 0.5, seconds: 20 } },
    { atSeconds: 3, action: { type: 'forced-flow', side: 'sell', change: -0.01, seconds: 15 } },
    { atSeconds: 4, action: { type: 'reject-storm', ppm: 200_000, seconds: 10 } },
  ],
  seconds: 40,
}

describe('determinism', () => {
  it('the same seed gives the same bytes however time is cut, another seed gives others', () => {
    const whole = createSimulation(config())
    runFor(whole, 240)
    const parts = createSimulation(config())
    for (let step = 0; step < 7; step += 1) parts.advance((testStart + 240e6) as Micros, 50)
    for (const second of [100, 101.5, 200, 240]) parts.advance((testStart + second * 1e6) as Micros)
    const other = createSimulation(config(2))
    runFor(other, 240)
    expect(whole.markets()[0]?.trades).toBeGreaterThan(50)
    expect(bytes(parts)).toBe(bytes(whole))
    expect(bytes(other)).not.toBe(bytes(whole))
  })

  it('a budget stops in the middle and says so; the clock never runs ahead of what is left', () => {
    const simulation = createSimulation(config())
    const until = (testStart + 60e6) as Micros
    expect(simulation.advance(until, 10)).toEqual({ reached: false, events: 10 })
    expect(simulation.ticks).toBe(10)
    expect(simulation.now).toBeLessThan(until)
    expect(simulation.advance(until).reached).toBe(true)
    expect(simulation.now).toBe(until)
  })

  it('a simulation restored from a snapshot goes on byte for byte, from any moment, in the middle of a scenario too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 }), (events) => {
        const original = createSimulation(testConfig(smallPopulation, { seed: 5, markets: 3 }))
        original.advance((testStart + 3e6) as Micros)
        original.startScenario(crash)
        original.advance((testStart + 1e9) as Micros, events)
        const restored = restoreSimulation(JSON.parse(JSON.stringify(original.snapshot())))
        expect(bytes(restored)).toBe(bytes(original))
        for (const simulation of [original, restored]) runFor(simulation, 20)
        expect(bytes(restored)).toBe(bytes(original))
      }),
      { numRuns: 5 },
    )
  })

  it('what a snapshot remembers of agents belongs to its version: whoever changes it counts snapshotVersion up', () => {
    const everybody = Object.values(personas).map(({ id }) => ({ persona: id, count: 1 }))
    const simulation = createSimulation(testConfig(everybody, { markets: 3 }))
    const { version, crew } = readSnapshot(simulation.snapshot())
    const remembered = crew.map(({ state }, place) => `${everybody[place]?.persona}: ${Object.keys(state).join(' ')}`)
    expect([version, ...remembered]).toMatchInlineSnapshot(`
      [
        6,
        "market-maker: reference seen lastMid lastLook variance quotedCentre quotedAt width size spacing",
        "value-investor: belief lastMid lastLook margin stubbornness credulity newsDelay",
        "momentum: fast slow lastLook side entryPrice entryLots fastMinutes threshold",
        "mean-reversion: average lastLook side entryPrice entryLots enteredAt minutes threshold",
        "noise: size",
        "fomo: anchor lastLook paid held threshold",
        "whale: side left total pause part startPrice",
        "arbitrageur: trips",
        "llm-trader: askId asked askedAt nextAskAt askedPrice answered",
      ]
    `)
  })

  it('what came from outside is recorded; replayed it gives the same bytes', () => {
    const original = createSimulation(config(9))
    const inputs: SimulationInput[] = []
    original.onInput((input) => inputs.push(input))
    runFor(original, 20)
    const account = original.door.openAccount({ name: 'guest', balances: { USD: '100000', BTC: '1' }, observer: { onOrder: () => {} } })
    original.advance((original.now + 10e6) as Micros, 37)
    const market = original.venue.marketOf('BTC/USD')!
    const request = { account, market, side: 'buy', quantity: 1_000_000 as Lots } as const
    const price = (original.venue.bestBid(market) - 500) as Ticks
    const resting = original.door.submit({ ...request, kind: { type: 'limit', price } })
    original.door.submit({ ...request, kind: { type: 'market' }, quoteBudget: 500_000_000_000_000_000_000n as never })
    runFor(original, 5)
    if (resting.ok) original.door.amend({ account, orderId: resting.orderId, quantity: 900_000 as Lots })
    for (const { askId } of original.takeAsks()) original.answer({ askId, ok: true, action: 'buy', size: 0.5, reason: 'because' })
    original.startScenario(crash)
    runFor(original, 60)
    original.door.cancelAll(account)
    original.door.deposit(account, 'USD', '5')
    runFor(original, 30)
    const recorded = JSON.parse(JSON.stringify(inputs)) as SimulationInput[]
    expect(recorded.map(({ type }) => type)).toContain('answer')
    const end = { tick: original.ticks, time: original.now, type: 'idle', to: original.now } as const
    expect(bytes(replaySimulation(config(9), [...recorded, end]))).toBe(bytes(original))
    const diverged = { tick: 5, time: (testStart + 1e9) as Micros, type: 'idle', to: original.now } as const
    expect(() => replaySimulation(config(9), [diverged])).toThrow(SimulationError)
  })
})

describe('money', () => {
  it('nothing is made and nothing is lost over a whole simulation, to the last unit', () => {
    const simulation = createSimulation(testConfig(defaultPopulation(60), { seed: 3, markets: 3 }))
    const before = totals(simulation)
    runFor(simulation, 1200)
    expect(simulation.markets().reduce((sum, { trades }) => sum + trades, 0)).toBeGreaterThan(50)
    expect(totals(simulation)).toEqual(before)
  })

  it('ROI counts what an agent was really given, inventory at the mid price on both sides', () => {
    const simulation = createSimulation(config())
    for (const { roi, roiByTrading } of simulation.agents()) {
      expect(Math.abs(roi)).toBeLessThan(1e-9)
      expect(Math.abs(roiByTrading)).toBeLessThan(1e-9)
    }
    runFor(simulation, 300)
    const { bid, ask } = simulation.markets()[0]!
    const mid = ((bid ?? 0) + (ask ?? 0)) / 2
    for (const { id, initialCapital, equity, roi, roiByTrading } of simulation.agents()) {
      const balances = simulation.agent(id)!.balances
      const of = (asset: string) => balances.find((balance) => balance.asset === asset)!
      expect(initialCapital).toBeCloseTo(of('USD').initial + of('BTC').initial * 60_000, 4)
      expect(equity).toBeCloseTo(of('USD').total + of('BTC').total * mid, 4)
      expect(roi).toBeCloseTo(equity / initialCapital - 1, 12)
      expect(roiByTrading).toBeCloseTo(equity / (of('USD').initial + of('BTC').initial * mid) - 1, 9)
    }
    // Somebody has lost or won: the numbers are not those of the start.
    expect(new Set(simulation.agents().map(({ roi }) => roi)).size).toBeGreaterThan(10)
  })
})

describe('what is kept', () => {
  it('decisions have words with numbers and an outcome, newest last', () => {
    const simulation = createSimulation(config())
    runFor(simulation, 200)
    const decisions = simulation.decisions(100_000)
    expect(decisions.length).toBeGreaterThan(100)
    decisions.forEach(({ seq }, index) => expect(seq).toBe((decisions[0]?.seq ?? 0) + index))
    for (const { reason } of decisions) expect(reason).toMatch(/\w/)
    expect(decisions.some(({ outcome }) => outcome === 'filled')).toBe(true)
    const { decisions: own, memory } = simulation.agent(0)!
    expect(own.length).toBeGreaterThan(0)
    expect(own.every(({ agent }) => agent === 0)).toBe(true)
    expect(memory['losses in a row']).toBeTypeOf('number')
  })

  it('observers hear trades, closed minutes, events and decisions, and nothing after they have left', () => {
    const simulation = createSimulation(config())
    const heard = { trades: 0, bars: 0, events: 0, decisions: 0 }
    const stop = simulation.observe({
      onTrade: () => (heard.trades += 1),
      onBar: () => (heard.bars += 1),
      onEvent: () => (heard.events += 1),
      onDecision: () => (heard.decisions += 1),
    })
    runFor(simulation, 125)
    simulation.startScenario(crash)
    expect(heard.trades).toBe(simulation.trades(simulation.venue.marketOf('BTC/USD')!, 100_000).length)
    expect(heard.bars).toBe(2)
    expect(heard.events).toBe(simulation.events(0, 1000).length)
    expect(heard.decisions).toBe(simulation.decisions(100_000).length)
    stop()
    const before = { ...heard }
    runFor(simulation, 65)
    expect(heard).toEqual(before)
  })

  it('nothing grows with time: once what is kept of trades and decisions is full, two hours take no more room than one', () => {
    const busy = { persona: 'noise' as const, count: 20, parameters: { wakeSeconds: 4, patience: 0.2 } }
    const simulation = createSimulation(testConfig([...smallPopulation, busy]))
    const sizes = () => {
      // Candles and the journalist's stories fill up for days, and have a bound of their own.
      const others = { ...simulation.snapshot(), records: [], feed: [] }
      const trades = simulation.venue.instruments.map(
        (_, market) => simulation.trades(market as MarketIndex, Number.POSITIVE_INFINITY).length,
      )
      return { bytes: JSON.stringify(others).length, trades, decisions: simulation.decisions(Number.POSITIVE_INFINITY).length }
    }
    runFor(simulation, 3600)
    const early = sizes()
    runFor(simulation, 3600)
    const late = sizes()
    expect(late.trades).toEqual([keptTrades])
    expect(early).toMatchObject({ trades: late.trades, decisions: late.decisions })
    expect(late.bytes).toBeLessThan(1.1 * early.bytes)
  })

  it('every market hour the journalist tells a story with the numbers of the candles', () => {
    const simulation = createSimulation(
      testConfig([
        { persona: 'market-maker', count: 2 },
        { persona: 'noise', count: 3 },
      ]),
    )
    runFor(simulation, 7300)
    const stories = simulation.events(0, 10_000).filter(({ kind, symbol }) => kind === 'story' && symbol === 'BTC/USD')
    expect(stories.length).toBeGreaterThanOrEqual(1)
    const story = stories.at(-1)!
    const hour = simulation.candles(simulation.venue.marketOf('BTC/USD')!, '1h', 10).find(({ time }) => time === story.time / 1000)!
    const inWords = (price: number) => price.toLocaleString('en-US', { minimumFractionDigits: 1 })
    expect(story.text).toContain(inWords(hour.open))
    expect(story.text).toContain(inWords(hour.high))
    expect(story.text).toContain(`in ${hour.trades} trades`)
  }, 60_000)
})

describe('configuration', () => {
  it('everything that is wrong is named, with a code', () => {
    const wrong = {
      ...testConfig([
        { persona: 'noise', count: 1, parameters: { size: -1, nonsense: 3, market: 'DOGE/USD' } },
        { persona: 'nobody' as never, count: 1 },
      ]),
      seed: -1,
    }
    expect(() => createSimulation(wrong)).toThrow(/seed.*size is -1.*no parameter "nonsense".*no market "DOGE\/USD".*no persona "nobody"/)
    expect(() => restoreSimulation({ config: config() })).toThrow(SimulationError)
  })

  it('a population of any size is whole, and an entry can name its market', () => {
    for (const count of [1, 7, 200, 999]) expect(defaultPopulation(count).reduce((sum, entry) => sum + entry.count, 0)).toBe(count)
    const simulation = createSimulation(testConfig([{ persona: 'noise', count: 4, parameters: { market: 'ETH/USD' } }], { markets: 3 }))
    for (const { id } of simulation.agents()) {
      const given = simulation.agent(id)?.balances.filter(({ initial }) => initial > 0)
      expect(given?.map(({ asset }) => asset).toSorted()).toEqual(['ETH', 'USD'])
    }
  })
})

it('an outsider at the door trades with the agents and is told of it', () => {
  const { simulation, run } = handMarket([{ persona: 'market-maker', count: 2 }])
  run(2)
  const fills: string[] = []
  const market = simulation.venue.marketOf('BTC/USD')!
  const guest = simulation.door.openAccount({
    name: 'guest',
    balances: { USD: '100000' },
    observer: {
      onFill: ({ makerAccount, takerFee }) => fills.push(`${simulation.venue.accountName(makerAccount)} ${moneyToText(takerFee)}`),
    },
  })
  simulation.door.submit({ account: guest, market, side: 'buy', kind: { type: 'market' }, quantity: 100_000 as Lots })
  expect(fills[0]).toMatch(/^Market maker \d 0\.\d+$/)
})
