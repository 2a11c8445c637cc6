import { afterEach, describe, expect, it } from 'vitest'
import { tiers } from '../src/index.ts'
import { onChannel, rawClient, rawSocket } from './support/raw-client.ts'
import { startExchange, type TestExchange } from './support/test-exchange.ts'

let exchange: TestExchange
let now = 1_800_000_000_000
const start = async () => {
  exchange = await startExchange({ realNow: () => now })
  return exchange.sandbox.createAccount({ name: 'starter', tier: 'starter', balances: { USD: '1000000', BTC: '10' } })
}
afterEach(() => exchange.close())

const startClient = async () => {
  const account = await start()
  return rawClient(exchange.served.url, account)
}

const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.001' }

describe('call counter of a key', () => {
  it('refuses the 16th call of a starter and decays a third of a call a second', async () => {
    const client = await startClient()
    for (let call = 0; call < 15; call += 1) expect((await client.call('Balance')).error).toEqual([])
    expect((await client.call('Balance')).error).toEqual(['EAPI:Rate limit exceeded'])
    // Orders are not on this counter.
    expect((await client.call('AddOrder', order)).error).toEqual([])
    now += 2900
    expect((await client.call('Balance')).error).toEqual(['EAPI:Rate limit exceeded'])
    now += 200
    expect((await client.call('Balance')).error).toEqual([])
  })

  it('counts histories twice, and each key by itself', async () => {
    const account = await start()
    const client = rawClient(exchange.served.url, account)
    for (let call = 0; call < 7; call += 1) expect((await client.call('TradesHistory')).error).toEqual([])
    expect((await client.call('Ledgers')).error).toEqual(['EAPI:Rate limit exceeded'])
    expect((await client.call('Balance')).error).toEqual([])
    const other = exchange.sandbox.addKey(account.id, {})
    expect((await rawClient(exchange.served.url, other!).call('Ledgers')).error).toEqual([])
  })
})

describe("matching engine's counter", () => {
  it('refuses the 61st order of a pair, whatever interface it comes by, and leaves other pairs alone', async () => {
    const account = await start()
    const client = rawClient(exchange.served.url, account)
    const { token } = (await client.call('GetWebSocketsToken')).result
    const socket = await rawSocket(exchange.served.socketUrl)
    const params = { order_type: 'limit', side: 'buy', limit_price: 50000, order_qty: 0.001, symbol: 'BTC/USD', token }
    for (let index = 0; index < 30; index += 1) {
      expect((await client.call('AddOrder', order)).error).toEqual([])
      expect((await socket.ask('add_order', params)).success).toBe(true)
    }
    expect((await client.call('AddOrder', order)).error).toEqual(['EOrder:Rate limit exceeded'])
    expect(await socket.ask('add_order', params)).toMatchObject({ success: false, error: 'EOrder:Rate limit exceeded' })
    expect((await client.call('AddOrder', { ...order, pair: 'ETHUSD', price: '100', volume: '0.01' })).error).toEqual([])
    now += 1000
    // One decayed; but sixty are open.
    expect((await client.call('AddOrder', order)).error).toEqual(['EOrder:Orders limit exceeded'])
    socket.close()
  })

  it('charges malformed orders too, and cancels by their age', async () => {
    const client = await startClient()
    for (let index = 0; index < 44; index += 1) await client.call('AddOrder', { ...order, volume: 'x' })
    const place = async () => (await client.call('AddOrder', order)).result.txid[0]
    const [young, old] = [await place(), await place()]
    // 46, and 8 for a cancel within five seconds.
    expect((await client.call('CancelOrder', { txid: young })).error).toEqual([])
    for (let index = 0; index < 6; index += 1) expect((await client.call('AddOrder', order)).error).toEqual([])
    expect((await client.call('CancelOrder', { txid: old })).error).toEqual(['EOrder:Rate limit exceeded'])
    now += 400_000
    expect((await client.call('CancelOrder', { txid: old })).error).toEqual([])
    for (let index = 0; index < 54; index += 1) expect((await client.call('AddOrder', order)).error).toEqual([])
  })

  it('tells its threshold on the executions channel', async () => {
    const client = await startClient()
    const { token } = (await client.call('GetWebSocketsToken')).result
    const socket = await rawSocket(exchange.served.socketUrl)
    const acknowledged = await socket.ask('subscribe', { channel: 'executions', token })
    expect(acknowledged.result.maxratecount).toBe(tiers.starter.engine.max)
    await socket.take(onChannel('executions', 'snapshot'))
    socket.close()
  })
})
