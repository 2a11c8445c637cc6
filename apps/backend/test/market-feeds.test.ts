import { describe, expect, it } from 'vitest'
import { startMarketServer } from './support/market-server.ts'
import { crossStrategy } from './support/strategies.ts'
import { eventually } from './support/test-server.ts'

const onMarket = (symbol?: string) => {
  const document = crossStrategy({ origin: { kind: 'exchange', exchange: 'simulator' } }) as { nodes: { config: object }[] }
  const [feed, ...others] = document.nodes
  return symbol === undefined ? document : { ...document, nodes: [{ ...feed, config: { ...feed?.config, symbol } }, ...others] }
}

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
