import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startMarketServer } from './support/market-server.ts'
import { rawRequest } from './support/raw-request.ts'
import { eventually, startServer, temporaryFolder, type TestServer } from './support/test-server.ts'

const refusal = (call: Promise<unknown>) => call.catch((cause: unknown) => cause)
const symbol = 'BTC/USD'
/** A market whose clock stands, some minutes into its life. */
async function startStepped(options: Parameters<typeof startMarketServer>[0] = {}): Promise<TestServer> {
  const server = await startMarketServer(options)
  await server.api.stepMarket({ body: { seconds: 300 } })
  return server
}

describe('what the market is', () => {
  it('/health tells anybody that it runs; /state and /market/state tell prices, assets, ticks and books', async () => {
    const { port, api } = await startMarketServer()
    const health = await rawRequest(port, '/health')
    expect([health.status, health.body]).toMatchObject([200, { status: 'ok', market: 'running' }])
    const state = await eventually('prices', async () => {
      const read = await api.stateAtRoot({})
      return typeof read.prices[symbol] === 'number' ? read : undefined
    })
    expect(state.assets).toEqual(['BTC', 'USD', 'ETH'])
    expect(state.markets.map((market) => [market.symbol, market.priceDecimals, market.quantityDecimals])).toEqual([
      ['BTC/USD', 1, 8],
      ['ETH/USD', 2, 8],
      ['ETH/BTC', 5, 8],
    ])
    expect(state.tickCount).toBeGreaterThan(0)
    expect(state.status).toMatchObject({ simulated: true, seed: 7, speed: 1, agents: 40 })
    const [book] = state.books
    expect(book?.bids.length).toBeGreaterThan(3)
    expect(book?.bids[0]?.[0]).toBeLessThan(book?.asks[0]?.[0] ?? 0)
    expect((await api.marketState({})).markets.length).toBe(3)
  })

  it('begins at the time of the machine and goes on with it', async () => {
    const { api } = await startMarketServer()
    const { time, startedAt } = await eventually('a status', async () => {
      const status = await api.marketStatus({})
      return status.time > status.startedAt + 200 ? status : undefined
    })
    expect(startedAt).toBe(Math.floor(startedAt / 60_000) * 60_000)
    expect(Math.abs(Date.now() - time)).toBeLessThan(20_000)
  })

  it('book, trades, candles, agents, decisions and events fit each other', async () => {
    const { api } = await startStepped()
    const trades = await api.marketTrades({ query: { symbol, limit: 5000 } })
    expect(trades.length).toBeGreaterThan(20)
    expect(trades.map(({ id }) => id)).toEqual(trades.map(({ id }) => id).toSorted((a, b) => a - b))
    const candles = await api.marketCandles({ query: { symbol, interval: '1m', limit: 100 } })
    expect(candles.filter(({ isClosed }) => isClosed).length).toBeGreaterThanOrEqual(4)
    const candle = candles.findLast(({ isClosed, trades: count }) => isClosed && count > 0)
    const within = trades.filter(({ time }) => candle !== undefined && time >= candle.openTime && time < candle.time)
    expect(candle).toMatchObject({
      trades: within.length,
      high: Math.max(...within.map(({ price }) => price)),
      close: within.at(-1)?.price,
    })
    const agents = await api.marketAgents({})
    expect(agents.length).toBe(40)
    const trader = agents.find(({ trades: count }) => count > 0)
    expect(agents.map(({ name }) => name)).toContain(trades.at(-1)?.taker)
    const detail = await api.marketAgent({ params: { id: trader?.id ?? 0 } })
    expect(detail).toMatchObject({ name: trader?.name, initialCapital: trader?.initialCapital })
    expect(detail.roi).toBeCloseTo(detail.equity / detail.initialCapital - 1, 9)
    expect(detail.decisions[0]?.reason).toMatch(/\w+ \w+/)
    const decisions = await api.marketDecisions({ query: { limit: 50 } })
    expect(decisions.length).toBe(50)
    expect(agents.map(({ name }) => name)).toContain(decisions[0]?.agentName)
    expect(await api.marketEvents({ query: {} })).toEqual(expect.any(Array))
    const book = await api.marketBook({ query: { symbol, depth: 5 } })
    expect([book.bids.length, book.asks.length]).toEqual([5, 5])
  })

  it('every kind of agent is told with its parameters; a market of each of them, with any of these values, can be had', async () => {
    const { api } = await startMarketServer()
    const personas = await api.listPersonas({})
    expect(personas.map(({ id }) => id)).toEqual(expect.arrayContaining(['market-maker', 'noise', 'llm-trader']))
    for (const { title, summary, rule, parameters } of personas) {
      expect([title, summary, rule].every((text) => text.length > 3)).toBe(true)
      for (const { name, title: words, min, max, default: usual } of parameters)
        expect(name !== '' && words !== '' && min <= usual && usual <= max).toBe(true)
    }
    const populationAt = (value: 'default' | 'max') =>
      personas.map(({ id, parameters }) => ({
        persona: id,
        count: 1,
        parameters: Object.fromEntries(parameters.map((spec) => [spec.name, spec[value]])),
      }))
    for (const value of ['default', 'max'] as const)
      expect(await api.resetMarket({ body: { population: populationAt(value) } })).toMatchObject({ agents: personas.length })
    const [first] = personas.flatMap(({ id, parameters }) => parameters.map((spec) => ({ id, ...spec })))
    const beyond = [{ persona: first?.id ?? '', count: 1, parameters: { [first?.name ?? '']: (first?.max ?? 0) * 2 } }]
    expect(await refusal(api.resetMarket({ body: { population: beyond } }))).toMatchObject({ body: { code: 'MARKET_IMPOSSIBLE' } })
  })

  it('the state tells whom the market was made with: kinds, numbers, and the parameters that were set; also after a restart', async () => {
    const dataPath = join(await temporaryFolder(), 'data')
    const first = await startMarketServer({ dataPath })
    expect((await first.api.marketState({})).population).toContainEqual({ persona: 'noise', count: expect.any(Number) })
    const population = [
      { persona: 'market-maker', count: 3 },
      { persona: 'noise', count: 2, parameters: { wakeSeconds: 5, market: 'ETH/USD' } },
    ]
    await first.api.resetMarket({ body: { population } })
    expect((await first.api.stateAtRoot({})).population).toEqual(population)
    await first.close()
    const second = await startMarketServer({ dataPath })
    expect((await second.api.marketState({})).population).toEqual(population)
  })

  it('what is not there is 404 with its name', async () => {
    const { api } = await startMarketServer()
    expect(await refusal(api.marketBook({ query: { symbol: 'DOGE/USD' } }))).toMatchObject({ status: 404 })
    expect(await refusal(api.marketTrades({ query: { symbol: '__proto__' } }))).toMatchObject({ status: 404 })
    expect(await refusal(api.marketCandles({ query: { symbol, interval: '7m' } }))).toMatchObject({ status: 404 })
    expect(await refusal(api.marketCandles({ query: { symbol, interval: '__pr' } }))).toMatchObject({ status: 404 })
    expect(await refusal(api.marketAgent({ params: { id: 4000 } }))).toMatchObject({ status: 404 })
    expect(await refusal(api.startScenario({ params: { id: 'nothing' } }))).toMatchObject({ status: 404 })
    expect(await refusal(api.restoreCheckpoint({ params: { id: 'nothing' } }))).toMatchObject({ status: 404 })
    expect(await refusal(api.readReport({ params: { id: '__proto__' } }))).toMatchObject({ status: 404 })
  })

  it('switched off, it says so, and the server works', async () => {
    const { api, port } = await startServer()
    expect((await rawRequest(port, '/health')).body).toMatchObject({ market: 'off', ticks: 0 })
    expect(await refusal(api.marketStatus({}))).toMatchObject({ status: 409, body: { code: 'MARKET_OFF' } })
    expect(await api.listWorkflows({})).toEqual([])
  })
})

describe('steering', () => {
  it('paused, time and ticks stand still; resumed, they go on', async () => {
    const { api } = await startMarketServer()
    const paused = await api.pauseMarket({})
    expect(paused.state).toBe('paused')
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(await api.marketStatus({})).toMatchObject({ time: paused.time, ticks: paused.ticks, measuredSpeed: 0 })
    await api.resumeMarket({})
    await eventually('time goes on', async () => ((await api.marketStatus({})).time > paused.time + 100 ? true : undefined))
  })

  it('a step goes on by exactly so many market seconds and leaves the market paused', async () => {
    const { api } = await startMarketServer()
    const { time } = await api.pauseMarket({})
    expect(await api.stepMarket({ body: { seconds: 2.5 } })).toMatchObject({ time: time + 2500, state: 'paused' })
    expect(await api.stepMarket({ body: {} })).toMatchObject({ time: time + 3500 })
  })

  it('runs at the speed that is asked for, or as fast as the machine, and says what it really does', async () => {
    const { api } = await startMarketServer()
    expect(await api.setMarketSpeed({ body: { speed: 20 } })).toMatchObject({ speed: 20 })
    const before = await api.marketStatus({})
    const began = Date.now()
    await eventually('twenty seconds of market', async () => ((await api.marketStatus({})).time > before.time + 20_000 ? true : undefined))
    expect(Date.now() - began).toBeGreaterThan(800)
    await api.setMarketSpeed({ body: { speed: null } })
    const fast = await eventually('faster than anybody could ask', async () => {
      const status = await api.marketStatus({})
      return status.measuredSpeed > 30 ? status : undefined
    })
    expect(fast.speed).toBeNull()
    expect(await refusal(api.setMarketSpeed({ body: { speed: 0 } }))).toMatchObject({ status: 400 })
  })

  it('the same seed, population and length give the same market again, another seed another one', async () => {
    const { api } = await startMarketServer()
    const play = async (seed: number) => {
      await api.pauseMarket({})
      const { startedAt, seed: shown } = await api.resetMarket({
        body: {
          seed,
          population: [
            { persona: 'noise', count: 20 },
            { persona: 'market-maker', count: 5 },
          ],
        },
      })
      expect(shown).toBe(seed)
      // The start is a whole minute of real time: the shape of the market does not depend on which.
      await api.pauseMarket({})
      const { time } = await api.marketStatus({})
      await api.stepMarket({ body: { seconds: (startedAt + 900_000 - time) / 1000 } })
      return (await api.marketTrades({ query: { symbol, limit: 5000 } })).map(({ price, quantity, taker }) => [price, quantity, taker])
    }
    const [first, second, other] = [await play(11), await play(11), await play(12)]
    expect(first.length).toBeGreaterThan(10)
    expect(second).toEqual(first)
    expect(other).not.toEqual(first)
    expect((await api.marketAgents({})).length).toBe(25)
  })

  it.each([
    ['a persona that is not there', [{ persona: 'wizard', count: 1 }], 'PERSONA_UNKNOWN'],
    ['too many agents', [1, 2].map(() => ({ persona: 'noise', count: 1500 })), 'TOO_MANY_AGENTS'],
    ['a parameter that is not there', [{ persona: 'noise', count: 1, parameters: { luck: 1 } }], 'MARKET_IMPOSSIBLE'],
  ])('%s is refused and changes nothing', async (_, population, code) => {
    const { api } = await startMarketServer()
    const { startedAt } = await api.marketStatus({})
    expect(await refusal(api.resetMarket({ body: { population } }))).toMatchObject({ status: 422, body: { code } })
    expect(await api.marketStatus({})).toMatchObject({ startedAt, agents: 40 })
  })
})

describe('scenarios', () => {
  it('are listed, start now, are told in the events and end', async () => {
    const { api } = await startStepped()
    const scenarios = await api.listScenarios({})
    expect(scenarios.map(({ id }) => id)).toContain('flash-crash')
    const [before] = await api.marketCandles({ query: { symbol, interval: '1m', limit: 1 } })
    const running = await api.startScenario({ params: { id: 'flash-crash' } })
    expect(running.scenarios).toMatchObject([{ id: 'flash-crash', startedAt: running.time }])
    const seconds = scenarios.find(({ id }) => id === 'flash-crash')?.seconds ?? 0
    await api.stepMarket({ body: { seconds: Math.min(3600, seconds + 1) } })
    expect((await api.marketStatus({})).scenarios).toEqual([])
    const candles = await api.marketCandles({ query: { symbol, interval: '1m', limit: 1000 } })
    expect(Math.min(...candles.map(({ low }) => low))).toBeLessThan((before?.close ?? 0) * 0.995)
    const kinds = (await api.marketEvents({ query: {} })).map(({ kind }) => kind)
    expect(kinds).toContain('scenario')
  })

  it('a frozen feed stands still for everybody: ticker, book, trades and candles, while the market trades on', async () => {
    const { api } = await startStepped()
    await api.startScenario({ params: { id: 'feed-freeze' } })
    const look = async () => ({
      tickers: (await api.stateAtRoot({})).markets,
      book: await api.marketBook({ query: { symbol } }),
      trades: await api.marketTrades({ query: { symbol, limit: 10 } }),
      candles: (await api.marketCandles({ query: { symbol, limit: 10 } })).filter(({ isClosed }) => isClosed),
    })
    const frozen = await eventually('the freeze', async () => {
      await api.stepMarket({ body: { seconds: 1 } })
      const seen = await look()
      return seen.tickers[0]?.feedIsLive === false ? seen : undefined
    })
    const { ticks } = await api.marketStatus({})
    await api.stepMarket({ body: { seconds: 5 } })
    expect(await look()).toEqual(frozen)
    expect((await api.marketStatus({})).ticks).toBeGreaterThan(ticks)
    await eventually('live again', async () => {
      await api.stepMarket({ body: { seconds: 30 } })
      return (await look()).tickers[0]?.feedIsLive === true ? true : undefined
    })
    expect((await look()).book.time).toBeGreaterThan(frozen.book.time)
  })
})
