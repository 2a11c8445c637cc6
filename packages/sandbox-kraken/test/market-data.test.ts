import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callPublic, rawClient } from './support/raw-client.ts'
import { startExchange, type TestExchange, traderOf } from './support/test-exchange.ts'

let exchange: TestExchange
beforeAll(async () => {
  exchange = await startExchange({ limits: 'off' })
})
afterAll(() => exchange.close())

const ask = (endpoint: string, query: string) => callPublic(exchange.served.url, endpoint, query)

describe('market data by REST', () => {
  it('a ticker has all of its figures, today and over 24 hours, and no time', async () => {
    const { result } = await ask('Ticker', 'pair=XBTUSD')
    expect(result.XXBTZUSD).toEqual({
      a: ['60001.00000', '0', '0.99000000'],
      b: ['59999.00000', '1', '1.00000000'],
      c: ['60001.00000', '0.01000000'],
      v: ['0.01000000', '0.01000000'],
      p: ['60001.00000', '60001.00000'],
      t: [1, 1],
      l: ['60001.00000', '60001.00000'],
      h: ['60001.00000', '60001.00000'],
      o: '60001.00000',
    })
  })

  it('tickers of a list of pairs, or of all', async () => {
    expect(Object.keys((await ask('Ticker', 'pair=XBTUSD,XETHZUSD')).result)).toEqual(['XXBTZUSD', 'XETHZUSD'])
    expect(Object.keys((await ask('Ticker', '')).result)).toHaveLength(4)
  })

  it('parts of the pairs, where only those are asked for', async () => {
    expect((await ask('AssetPairs', 'pair=XBTUSD&info=fees')).result).toEqual({
      XXBTZUSD: { fees: [[0, 0.4]], fees_maker: [[0, 0.25]], fee_volume_currency: 'ZUSD' },
    })
    expect((await ask('AssetPairs', 'pair=XBTUSD&info=leverage')).result.XXBTZUSD).toEqual({ leverage_buy: [], leverage_sell: [] })
    expect((await ask('AssetPairs', 'pair=XBTUSD&info=margin')).result.XXBTZUSD).toEqual({ margin_call: 80, margin_stop: 40 })
  })

  it('a book of as many levels as were asked for, and a few trades of many', async () => {
    const book = (await ask('Depth', 'pair=XBTUSD&count=3')).result.XXBTZUSD
    expect([book.asks.length, book.bids.length]).toEqual([3, 3])
    expect((await ask('Depth', 'pair=XBTUSD&count=501')).error).toEqual(['EGeneral:Invalid arguments:count'])
    for (const quantity of [0.02, 0.03, 0.04]) exchange.crowd.market('buy', quantity)
    const newest = (await ask('Trades', 'pair=XBTUSD&count=2')).result
    expect(newest.XXBTZUSD.map((row: readonly unknown[]) => row[1])).toEqual(['0.03000000', '0.04000000'])
    const ofLongAgo = (await ask('Trades', 'pair=XBTUSD&count=2&since=0')).result
    expect(ofLongAgo.XXBTZUSD.map((row: readonly unknown[]) => row[1])).toEqual(['0.01000000', '0.02000000'])
    const next = (await ask('Trades', `pair=XBTUSD&since=${ofLongAgo.last}`)).result
    expect(next.XXBTZUSD).toEqual(newest.XXBTZUSD)
  })

  it('errors have HTTP status 200, whatever they are about', async () => {
    const { url } = exchange.served
    const statuses = [
      await fetch(`${url}/0/public/Ticker?pair=NOPE`),
      await fetch(`${url}/0/public/Magic`),
      await fetch(`${url}/0/private/Balance`, { method: 'POST', body: 'nonce=1' }),
      await rawClient(url, traderOf(exchange)).raw('AddOrder'),
      await rawClient(url, traderOf(exchange)).raw('Magic'),
    ]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await Promise.all(statuses.map(async (response) => JSON.parse(await response.text()).error))).toEqual([
      ['EQuery:Unknown asset pair'],
      ['EGeneral:Unknown method'],
      ['EAPI:Invalid key'],
      ['EGeneral:Invalid arguments'],
      ['EGeneral:Unknown method'],
    ])
  })

  it('at most 720 candles, the newest', async () => {
    const venue = exchange.venue
    const { url } = exchange.served
    const started = venue.now
    for (let minute = 1; minute <= 730; minute += 1) {
      venue.advance((started + minute * 60_000_000) as typeof started)
      exchange.crowd.market(minute % 2 === 0 ? 'buy' : 'sell', 0.001)
    }
    const { result } = await callPublic(url, 'OHLC', 'pair=XBTUSD')
    const times: readonly number[] = result.XXBTZUSD.map((row: readonly unknown[]) => row[0])
    expect(times).toHaveLength(720)
    expect(times.at(-1)).toBe(Math.floor(venue.now / 60_000_000) * 60)
    expect(result.last).toBe(times.at(-2))
    const since = times.at(-3) ?? 0
    const { result: later } = await callPublic(url, 'OHLC', `pair=XBTUSD&since=${since}`)
    expect(later.XXBTZUSD).toHaveLength(2)
  })
})
