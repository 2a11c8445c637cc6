import type { MarketFrame } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { startMarketServer } from './support/market-server.ts'
import { rawRequest, upgradeHeaders } from './support/raw-request.ts'
import { type MarketClient, openMarketStream } from './support/stream-client.ts'
import { eventually, type TestServer } from './support/test-server.ts'

const symbol = 'BTC/USD'
const open = (server: TestServer) => openMarketStream(server.port, { authorization: `Bearer ${server.token}` })
const tickersOf = (client: MarketClient, of = symbol) => client.of('ticker').flatMap(({ data }) => (data.symbol === of ? [data] : []))

describe('tickers', () => {
  it('of every market come by themselves, about two a second each, also while the market is paused', async () => {
    const server = await startMarketServer()
    await server.api.pauseMarket({})
    const client = await open(server)
    const began = performance.now()
    await eventually('ten tickers', () => (tickersOf(client).length >= 10 ? true : undefined))
    const seconds = (performance.now() - began) / 1000
    // Never more often than that; less often only where the machine is busy.
    expect(seconds).toBeGreaterThan(4)
    expect(tickersOf(client, 'ETH/BTC').length).toBeGreaterThanOrEqual(9)
    expect(new Set(tickersOf(client).map(({ time }) => time)).size).toBe(1)
    expect(client.of('status')[0]?.data).toMatchObject({ state: 'paused', simulated: true })
  })

  it('move with the market, and stand still with a frozen feed, which they say', async () => {
    const server = await startMarketServer({ market: { speed: 60 } })
    const client = await open(server)
    await eventually('two prices', () => (new Set(tickersOf(client).map(({ bid }) => bid)).size > 1 ? true : undefined))
    await server.api.pauseMarket({})
    await server.api.startScenario({ params: { id: 'feed-freeze' } })
    await eventually('the freeze', async () => {
      await server.api.stepMarket({ body: { seconds: 1 } })
      return (await server.api.stateAtRoot({})).markets[0]?.feedIsLive === false ? true : undefined
    })
    const frozen = () => tickersOf(client).filter(({ feedIsLive }) => !feedIsLive)
    const { ticks } = await server.api.marketStatus({})
    await server.api.stepMarket({ body: { seconds: 5 } })
    await eventually('three frozen tickers', () => (frozen().length >= 3 ? true : undefined))
    expect(new Set(frozen().map((ticker) => JSON.stringify(ticker))).size).toBe(1)
    expect((await server.api.marketStatus({})).ticks).toBeGreaterThan(ticks)
  })
})

describe('a subscription', () => {
  it('brings book, trades, candles, agents, decisions and events of what was asked for, each trade once', async () => {
    const server = await startMarketServer({ market: { speed: 60 } })
    const client = await open(server)
    client.send({ type: 'subscribe', channels: ['book', 'trades', 'candle', 'agents', 'decisions', 'events'], symbol, depth: 5 })
    const closed = await eventually('a closed candle', () => client.of('candle').find(({ data }) => data.isClosed))
    expect(closed.data).toMatchObject({ symbol, interval: '1m' })
    await eventually('decisions', () => client.of('decisions')[0])
    expect((await eventually('agents', () => client.of('agents')[0])).data.length).toBe(40)
    const trades = await eventually('trades', () => {
      const all = client.of('trades').flatMap(({ data }) => data)
      return all.length > 30 ? all : undefined
    })
    const ids = trades.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b))
    expect(trades.every((trade) => trade.symbol === symbol)).toBe(true)
    const seqs = client.of('decisions').flatMap(({ data }) => data.map(({ seq }) => seq))
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
    await server.api.startScenario({ params: { id: 'flash-crash' } })
    await eventually('the event', () => client.of('events').find(({ data }) => data.some(({ kind }) => kind === 'scenario')))
    const [book] = client.of('book')
    expect([book?.data.symbol, book?.data.bids.length]).toEqual([symbol, 5])
  })

  it('replaces the one before; without one only tickers and the status come', async () => {
    const server = await startMarketServer({ market: { speed: 20 } })
    const [quiet, client] = [await open(server), await open(server)]
    client.send({ type: 'subscribe', channels: ['book'], symbol, depth: 5 })
    await eventually('a book', () => client.of('book')[0])
    client.send({ type: 'subscribe', channels: ['trades'], symbol })
    const trade = await eventually('a trade', () => client.of('trades')[0])
    expect(trade.data[0]?.symbol).toBe(symbol)
    const books = client.of('book').length
    const more = client.of('ticker').length + 6
    await eventually('a second later', () => (client.of('ticker').length > more ? true : undefined))
    expect(client.of('book').length).toBe(books)
    expect(new Set(quiet.frames.map(({ type }) => type))).toEqual(new Set(['status', 'ticker']))
  })

  it('an unchanged book is not sent twice', async () => {
    const server = await startMarketServer()
    await server.api.stepMarket({ body: { seconds: 60 } })
    const client = await open(server)
    client.send({ type: 'subscribe', channels: ['book', 'candle'], symbol })
    await eventually('a book', () => client.of('book')[0])
    await eventually('a second later', () => (client.of('ticker').length > 6 ? true : undefined))
    expect(client.of('book').length).toBe(1)
    const candles = client.of('candle').map(({ data }) => JSON.stringify(data))
    expect(candles).toEqual([...new Set(candles)])
  })

  it('who watches is told that the market began anew, and of changes of its state at once', async () => {
    const server = await startMarketServer()
    const client = await open(server)
    await server.api.resetMarket({ body: { seed: 99 } })
    expect((await eventually('the reset', () => client.of('reset')[0])).data).toMatchObject({ seed: 99 })
    await server.api.pauseMarket({})
    await eventually('paused', () => client.of('status').find(({ data }) => data.state === 'paused'))
  })
})

describe('clients that misbehave', () => {
  it.each([
    ['no JSON', '{', 'BAD_FRAME'],
    ['another type', '{"type":"shout"}', 'BAD_FRAME'],
    ['an unknown channel', '{"type":"subscribe","channels":["gossip"]}', 'BAD_FRAME'],
    ['a field too many', '{"type":"subscribe","channels":[],"__proto__":{"x":1},"y":2}', 'BAD_FRAME'],
    ['a book of no market', '{"type":"subscribe","channels":["book"]}', 'NO_SYMBOL'],
    ['a market that is not there', '{"type":"subscribe","channels":["book"],"symbol":"__proto__"}', 'MARKET_UNKNOWN'],
    ['too much text', `{"type":"subscribe","channels":[],"symbol":"${'x'.repeat(6000)}"}`, 'FRAME_TOO_LARGE'],
  ])('%s is answered with an error and the connection lives on', async (_, text, code) => {
    const server = await startMarketServer()
    const client = await open(server)
    client.send(text)
    expect((await eventually('the error', () => client.of('error')[0])).data).toMatchObject({ code })
    const seen = client.of('ticker').length
    await eventually('tickers go on', () => (client.of('ticker').length > seen ? true : undefined))
  })
})

describe('who may listen', () => {
  it('nobody without a credential, no foreign page, no foreign host; our own page and a script with a token', async () => {
    const { port, url, page, token } = await startMarketServer()
    const status = async (headers: Readonly<Record<string, string>>) =>
      (await rawRequest(port, '/ws', { headers: { ...upgradeHeaders, ...headers } })).status
    expect(await status({ origin: url })).toBe(401)
    expect(await status({ ...page, origin: 'http://evil.example' })).toBe(403)
    expect(await status({ authorization: `Bearer ${token}`, host: 'evil.example' })).toBe(421)
    expect(await status({ ...page })).toBe(101)
    expect(await status({ authorization: `Bearer ${token}` })).toBe(101)
  })

  it('a logout closes the connection of that session', async () => {
    const server = await startMarketServer()
    const client = await openMarketStream(server.port, server.page)
    await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: { ...server.page } })
    expect(await eventually('the close', () => client.closeCode)).toBe(4401)
  })
})

it('frames of two clients with the same subscription are the same', async () => {
  const server = await startMarketServer({ market: { speed: 20 } })
  const clients = [await open(server), await open(server)]
  for (const client of clients) client.send({ type: 'subscribe', channels: ['trades'], symbol })
  const texts = (client: MarketClient | undefined) => client?.of('trades').map((frame: MarketFrame) => JSON.stringify(frame)) ?? []
  await eventually('trades', () => (clients.every((client) => texts(client).length > 5) ? true : undefined))
  const [first, second] = clients.map(texts)
  const shared = first?.filter((text) => second?.includes(text)) ?? []
  expect(shared.length).toBeGreaterThan(3)
})
