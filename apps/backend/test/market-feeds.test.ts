import type { Client } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { startMarketServer } from './support/market-server.ts'
import { crossStrategy, eagerStrategy } from './support/strategies.ts'
import { eventually } from './support/test-server.ts'

const onMarket = (symbol?: string, exchange = 'simulator') => {
  const document = crossStrategy({ origin: { kind: 'exchange', exchange } }) as { nodes: { config: object }[] }
  const [feed, ...others] = document.nodes
  return symbol === undefined ? document : { ...document, nodes: [{ ...feed, config: { ...feed?.config, symbol } }, ...others] }
}

/** Steps by whole minutes, to the middle of one: the newest candle is 30 s old then. */
async function stepMinutes(api: Client, minutes: number): Promise<void> {
  const { time } = await api.marketStatus({})
  const toMiddle = (90 - (Math.floor(time / 1000) % 60)) % 60
  await api.stepMarket({ body: { seconds: minutes * 60 + toMiddle } })
}

/** Until the run has seen every candle that has closed. */
const caughtUp = (api: Client, id: string) =>
  eventually('all closed candles', async () => {
    const made = await api.marketCandles({ query: { symbol: 'BTC/USD', interval: '1m', limit: 1000 } })
    const seen = (await api.runBars({ params: { id }, query: {} })).time
    return seen.at(-1) === made.findLast(({ isClosed }) => isClosed)?.time ? seen.length : undefined
  })

describe('a strategy on the running market', () => {
  it('a dry-run sees exactly the candles of the market page, says simulated, and ends with the market it began on', async () => {
    const { api } = await startMarketServer()
    // Some history first: the run starts warm.
    await api.stepMarket({ body: { seconds: 1200 } })
    const { id, feeds } = await api.startRun({ body: { mode: 'dry-run', document: onMarket() } })
    expect(feeds).toMatchObject([
      { provenance: 'simulated', source: 'simulator', instrument: { id: 'simulator:BTC/USD', tickSize: '0.1' } },
    ])
    const barsOf = async () => (await api.readRun({ params: { id } })).bars
    const warm = await eventually('its history', async () => ((await barsOf()) >= 8 ? await barsOf() : undefined))
    await api.stepMarket({ body: { seconds: 300 } })
    await eventually('five minutes more', async () => ((await barsOf()) >= warm + 5 ? true : undefined))

    const seen = await api.runBars({ params: { id }, query: {} })
    const made = await api.marketCandles({ query: { symbol: 'BTC/USD', interval: '1m', limit: 1000 } })
    const closed = new Map(made.filter(({ isClosed }) => isClosed).map((candle) => [candle.time, candle]))
    expect(seen.time.length).toBeGreaterThan(10)
    expect(seen.time.map((time) => closed.get(time)?.close)).toEqual(seen.close)
    expect(seen.time.map((time) => closed.get(time)?.volume)).toEqual(seen.volume)

    await api.resetMarket({ body: { seed: 9 } })
    const { reason } = await eventually('the news', async () => {
      const run = await api.readRun({ params: { id } })
      return run.reason === undefined ? undefined : run
    })
    expect(reason).toMatch(/^MARKET_RESET: /)
    const before = await barsOf()
    await api.stepMarket({ body: { seconds: 120 } })
    expect(await barsOf()).toBe(before)
  })

  it('a dry-run on the sandbox gets the same candles from unmodified ccxt by the socket of this server, and says simulated', async () => {
    const { api } = await startMarketServer()
    await stepMinutes(api, 20)
    const { id, feeds } = await api.startRun({ body: { mode: 'dry-run', document: onMarket('BTC/USD', 'sandbox') } })
    const label = { provenance: 'simulated', source: 'sandbox', instrument: { id: 'sandbox:BTC/USD', tickSize: '0.1' } }
    expect(feeds).toMatchObject([label])
    const warm = await caughtUp(api, id)
    await stepMinutes(api, 3)
    expect(await caughtUp(api, id)).toBe(warm + 3)

    const seen = await api.runBars({ params: { id }, query: {} })
    const made = await api.marketCandles({ query: { symbol: 'BTC/USD', interval: '1m', limit: 1000 } })
    const closed = new Map(made.map((candle) => [candle.time, candle]))
    const [first = 0] = seen.time
    expect(seen.time).toEqual(seen.time.map((_, row) => first + row * 60_000))
    for (const field of ['open', 'high', 'low', 'close'] as const)
      expect(seen.time.map((time) => closed.get(time)?.[field])).toEqual(seen[field])
    const { events } = await api.runEvents({ params: { id }, query: { types: 'run.started' } })
    expect(events).toMatchObject([{ payload: { feeds: [label] } }])
    expect((await api.listRuns({ query: {} }))[0]?.feeds).toMatchObject([label])

    await api.resetMarket({ body: { seed: 9 } })
    const { reason } = await eventually('the news', async () => {
      const run = await api.readRun({ params: { id } })
      return run.reason === undefined ? undefined : run
    })
    expect(reason).toMatch(/^MARKET_RESET: /)
  })

  it.each(['simulator', 'sandbox'])(
    'candles of the %s that a frozen feed gives all at once open no position: the run refuses to trade on old data, as a live one would',
    async (exchange) => {
      const { api } = await startMarketServer()
      // Fewer candles than the strategy needs: it begins to want within the freeze.
      await stepMinutes(api, 15)
      const { id } = await api.startRun({ body: { mode: 'dry-run', document: eagerStrategy({ kind: 'exchange', exchange }, 20) } })
      await caughtUp(api, id)
      await api.startScenario({ params: { id: 'feed-freeze' } })
      await stepMinutes(api, 20)
      await caughtUp(api, id)
      const { events } = await api.runEvents({ params: { id }, query: { limit: 5000 } })
      const age = new Map(events.flatMap((event) => (event.type === 'bar' ? [[event.time, (event.payload.seenAt ?? 0) - event.time]] : [])))
      // The freeze was long: some candles came many minutes late.
      expect(Math.max(...age.values())).toBeGreaterThan(10 * 60_000)
      const denied = events.flatMap((event) => (event.type === 'denied' ? [{ time: event.time, ...event.payload.denial }] : []))
      const stale = denied.filter(({ code }) => code === 'STALE_DATA')
      expect(stale.length).toBeGreaterThan(0)
      for (const { time, actual } of stale) expect(actual).toBe((age.get(time) ?? 0) / 1000)
      const entries = events.filter((event) => event.type === 'order' && event.payload.order.role === 'entry')
      expect(entries).toHaveLength(1)
      expect(age.get(entries[0]?.time ?? 0)).toBeLessThan(60_000)
    },
  )

  it('a backtest runs on its candles so far and keeps them, whatever becomes of the market', async () => {
    const { api } = await startMarketServer()
    await api.stepMarket({ body: { seconds: 3000 } })
    const ended = async (id: string) =>
      eventually('its end', async () => {
        const run = await api.readRun({ params: { id } })
        return run.status === 'finished' ? run : undefined
      })
    const first = await ended((await api.startRun({ body: { mode: 'backtest', document: onMarket() } })).id)
    expect(first.bars).toBeGreaterThan(40)
    const bars = await api.runBars({ params: { id: first.id }, query: {} })
    await api.resetMarket({ body: { seed: 9 } })
    expect(await api.runBars({ params: { id: first.id }, query: {} })).toEqual(bars)
  })

  it('a symbol that the market does not have, and a market that is switched off, are refused in words', async () => {
    const { api } = await startMarketServer()
    const refusal = (document: object, from = api) =>
      from.startRun({ body: { mode: 'dry-run', document: { ...document } } }).catch((cause: unknown) => cause)
    expect(await refusal(onMarket('DOGE/USD'))).toMatchObject({ status: 422, body: { code: 'SYMBOL_UNKNOWN' } })
    const off = await startMarketServer({ environment: { STRATEGRAPH_MARKET: 'off' } })
    expect(await refusal(onMarket(), off.api)).toMatchObject({ status: 422, body: { code: 'SYMBOL_UNKNOWN' } })
  })
})
