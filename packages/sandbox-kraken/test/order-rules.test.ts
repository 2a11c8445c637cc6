import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RawClient, rawClient, rawSign, rawSocket } from './support/raw-client.ts'
import { startExchange, type TestExchange, traderOf } from './support/test-exchange.ts'

let exchange: TestExchange
let client: RawClient
beforeAll(async () => {
  exchange = await startExchange({ limits: 'off' })
  client = rawClient(exchange.served.url, traderOf(exchange))
})
afterAll(() => exchange.close())

const refill = () => {
  exchange.crowd.cancelAll()
  exchange.crowd.fillBook()
}
const place = async (fields: Readonly<Record<string, string>>): Promise<string> => {
  const { result, error } = await client.call('AddOrder', { pair: 'XBTUSD', ordertype: 'limit', volume: '0.1', ...fields })
  expect(error).toEqual([])
  return result.txid[0]
}
const query = async (txid: string) => (await client.call('QueryOrders', { txid, trades: 'true' })).result[txid]

describe('orders that would meet an order of the same account', () => {
  it.each([
    [undefined, 'open', 'canceled'],
    ['cancel-newest', 'open', 'canceled'],
    ['cancel-oldest', 'canceled', 'open'],
    ['cancel-both', 'canceled', 'canceled'],
  ])('do not trade with it, stptype %s', async (stptype, older, newer) => {
    const first = await place({ type: 'buy', price: '60000' })
    const second = await place({ type: 'sell', price: '60000', ...(stptype === undefined ? {} : { stptype }) })
    expect(await query(first)).toMatchObject({ status: older, vol_exec: '0.00000000' })
    expect(await query(second)).toMatchObject({ status: newer, vol_exec: '0.00000000' })
    await client.call('CancelAll')
  })
})

describe('triggered orders', () => {
  it('a trailing stop follows the best price and strikes when the market has come back so far', async () => {
    refill()
    const stop = await place({ type: 'sell', ordertype: 'trailing-stop', price: '+3' })
    exchange.crowd.market('buy', 3.5)
    expect(await query(stop)).toMatchObject({ status: 'open', stopprice: '60001.00000' })
    refill()
    exchange.crowd.market('sell', 0.5)
    expect(await query(stop)).toMatchObject({ status: 'closed', misc: 'stopped', vol_exec: '0.10000000' })
  })

  it('a take profit strikes at its price and not before', async () => {
    refill()
    const target = await place({ type: 'sell', ordertype: 'take-profit', price: '60003' })
    exchange.crowd.market('buy', 1.5)
    expect(await query(target)).toMatchObject({ status: 'open' })
    exchange.crowd.market('buy', 1.2)
    expect(await query(target)).toMatchObject({ status: 'closed', vol_exec: '0.10000000' })
  })
})

describe('what is booked and found again', () => {
  it("a maker pays the maker's fee", async () => {
    refill()
    const txid = await place({ type: 'buy', price: '59999.5', oflags: 'post' })
    exchange.crowd.market('sell', 0.1)
    const order = await query(txid)
    expect(order).toMatchObject({ status: 'closed', cost: '5999.95000' })
    expect(Number(order.fee)).toBeCloseTo(5999.95 * 0.0025, 8)
    const trade = (await client.call('QueryTrades', { txid: order.trades[0] })).result[order.trades[0]]
    expect(trade).toMatchObject({ maker: true, ordertxid: txid, fee: order.fee })
  })

  it('open orders by userref, histories between two moments or two ids', async () => {
    refill()
    await client.call('CancelAll')
    const mine = await place({ type: 'buy', price: '50000', userref: '12' })
    await place({ type: 'buy', price: '50000', userref: '13' })
    expect(Object.keys((await client.call('OpenOrders', { userref: '12' })).result.open)).toEqual([mine])
    for (const volume of ['0.01', '0.02', '0.03']) await place({ type: 'buy', ordertype: 'market', volume })
    const all = Object.entries<{ readonly time: number; readonly vol: string }>((await client.call('TradesHistory')).result.trades)
    const [newest, middle, oldest] = all
    const between = async (start: string, end: string) => Object.keys((await client.call('TradesHistory', { start, end })).result.trades)
    expect(await between(oldest?.[0] ?? '', newest?.[0] ?? '')).toContain(middle?.[0])
    expect(await between(oldest?.[0] ?? '', newest?.[0] ?? '')).not.toContain(oldest?.[0])
    expect(await between('1', String((oldest?.[1].time ?? 0) - 3600))).toEqual([])
    expect((await client.call('TradesHistory', { start: 'yesterday' })).error).toEqual(['EGeneral:Invalid arguments:start'])
    await client.call('CancelAll')
  })

  it('batches have 2 to 15 orders, batches of cancels at most 50', async () => {
    const row = { ordertype: 'limit', type: 'buy', volume: '0.001', price: '50000' }
    const batch = async (count: number) =>
      client.callJson('AddOrderBatch', { pair: 'XBTUSD', orders: Array.from({ length: count }, () => row) })
    expect((await batch(1)).error).toEqual(['EGeneral:Invalid arguments:orders'])
    expect((await batch(16)).error).toEqual(['EGeneral:Invalid arguments:orders'])
    expect((await batch(15)).result.orders).toHaveLength(15)
    const ids = Array.from({ length: 51 }, () => 'OAAAAA-AAAAA-AAAAAA')
    expect((await client.callJson('CancelOrderBatch', { orders: ids })).error).toEqual(['EGeneral:Invalid arguments'])
    expect((await client.call('CancelAll')).result).toEqual({ count: 15 })
  })
})

describe('private calls', () => {
  it('are answered to GET too, signed over the query', async () => {
    const { key, secret } = traderOf(exchange)
    const headers = { 'API-Key': key, 'API-Sign': rawSign(secret, '/0/private/Balance', '7', 'nonce=7') }
    const response = await fetch(`${exchange.served.url}/0/private/Balance?nonce=7`, { headers })
    expect(JSON.parse(await response.text()).result).toEqual({ ZUSD: '100000.0000', XXBT: '1.0000000000' })
  })

  it('by socket may no more than the key of their token', async () => {
    const account = traderOf(exchange)
    const reader = exchange.sandbox.addKey(account.id, { permissions: ['query-open-trades', 'create-ws-token'] })
    expect(reader).toBeDefined()
    const { token } = (await rawClient(exchange.served.url, reader ?? account).call('GetWebSocketsToken')).result
    const socket = await rawSocket(exchange.served.socketUrl)
    const order = { order_type: 'limit', side: 'buy', limit_price: 50_000, order_qty: 0.01, symbol: 'BTC/USD' }
    for (const [method, params] of [
      ['add_order', order],
      ['batch_add', { symbol: 'BTC/USD', orders: [order, order] }],
      ['cancel_all', {}],
      ['cancel_all_orders_after', { timeout: 10 }],
    ] as const) {
      expect(await socket.ask(method, { ...params, token })).toMatchObject({ success: false, error: 'EGeneral:Permission denied' })
    }
    expect(await socket.ask('subscribe', { channel: 'balances', token })).toMatchObject({
      success: false,
      error: 'EGeneral:Permission denied',
    })
    socket.close()
  })

  it('by socket find orders by client id and userref too', async () => {
    const account = traderOf(exchange)
    const { token } = (await rawClient(exchange.served.url, account).call('GetWebSocketsToken')).result
    const socket = await rawSocket(exchange.served.socketUrl)
    const order = { order_type: 'limit', side: 'buy', limit_price: 50_000, order_qty: 0.01, symbol: 'BTC/USD', token }
    const first = (await socket.ask('add_order', { ...order, cl_ord_id: 'one' })).result.order_id
    for (const price of [50_001, 50_002]) await socket.ask('add_order', { ...order, limit_price: price, order_userref: 5 })
    expect((await socket.ask('amend_order', { cl_ord_id: 'one', order_qty: 0.02, token })).result).toMatchObject({ cl_ord_id: 'one' })
    expect(await socket.ask('cancel_order', { cl_ord_id: ['one'], token })).toMatchObject({
      success: true,
      result: { order_id: first, cl_ord_id: 'one' },
    })
    expect(await socket.ask('cancel_order', { order_userref: [5], token })).toMatchObject({ success: true })
    expect(await socket.ask('cancel_all', { token })).toMatchObject({ result: { count: 0 } })
    socket.close()
  })
})
