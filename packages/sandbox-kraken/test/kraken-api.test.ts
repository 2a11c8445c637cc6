import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startExchange, type TestExchange, traderOf } from './support/test-exchange.ts'

interface KrakenApi {
  // oxlint-disable-next-line typescript/no-explicit-any -- the client's own answer, untyped
  api(method: string, params?: Readonly<Record<string, unknown>>): Promise<any>
}
const constructorSchema = z.custom<new (key: string, secret: string, options: { readonly url: string }) => KrakenApi>(
  (value) => typeof value === 'function',
)

let exchange: TestExchange
let client: KrakenApi

beforeAll(async () => {
  exchange = await startExchange({ limits: 'off' })
  const { key, secret } = traderOf(exchange)
  const Client = constructorSchema.parse(createRequire(import.meta.url)('kraken-api'))
  client = new Client(key, secret, { url: exchange.served.url })
})
afterAll(() => exchange.close())

describe('kraken-api', () => {
  it('reads public data, which it asks for by POST', async () => {
    expect((await client.api('Time')).result.unixtime).toBeGreaterThan(1_700_000_000)
    expect(Object.keys((await client.api('Assets')).result)).toEqual(['XXBT', 'ZUSD', 'XETH', 'XXDG'])
    expect((await client.api('AssetPairs', { pair: 'XXBTZUSD' })).result.XXBTZUSD.wsname).toBe('XBT/USD')
    expect((await client.api('Ticker', { pair: 'XXBTZUSD' })).result.XXBTZUSD.a[0]).toBe('60001.00000')
    expect((await client.api('Depth', { pair: 'XXBTZUSD', count: 3 })).result.XXBTZUSD.bids).toHaveLength(3)
    expect((await client.api('Trades', { pair: 'XXBTZUSD' })).result.XXBTZUSD).toHaveLength(1)
    expect((await client.api('OHLC', { pair: 'XXBTZUSD', interval: 1 })).result.XXBTZUSD).toHaveLength(1)
    exchange.crowd.limit('buy', 59_999.5, 1)
    expect((await client.api('Spread', { pair: 'XXBTZUSD' })).result.XXBTZUSD.at(-1).slice(1)).toEqual(['59999.5', '60001.0'])
  })

  it('trades', async () => {
    expect((await client.api('Balance')).result.XXBT).toBe('1.0000000000')
    const limit = {
      pair: 'XBTUSD',
      type: 'sell',
      ordertype: 'limit',
      price: '70000',
      volume: '0.1',
      'close[ordertype]': 'limit',
      'close[price]': '60000',
    }
    const [id] = (await client.api('AddOrder', limit)).result.txid
    expect((await client.api('OpenOrders')).result.open[id].descr.close).toBe('close position @ limit 60000.0')
    expect((await client.api('QueryOrders', { txid: id })).result[id].status).toBe('open')
    expect((await client.api('CancelOrder', { txid: id })).result.count).toBe(1)
    expect((await client.api('ClosedOrders')).result.closed[id].status).toBe('canceled')
    await client.api('AddOrder', { pair: 'XBTUSD', type: 'sell', ordertype: 'market', volume: '0.1' })
    expect((await client.api('TradesHistory')).result.count).toBe(1)
    expect((await client.api('Ledgers')).result.count).toBe(4)
    expect(Number((await client.api('TradeBalance', { asset: 'ZUSD' })).result.eb)).toBeGreaterThan(150_000)
    expect((await client.api('TradeVolume', { pair: 'XXBTZUSD' })).result.currency).toBe('ZUSD')
    expect((await client.api('GetWebSocketsToken')).result.expires).toBe(900)
    // The client has written its nonce into what it was given.
    await expect(client.api('AddOrder', { ...limit, nonce: undefined, volume: '100' })).rejects.toThrow('Order:Insufficient funds')
  })
})
