import type { pro } from 'ccxt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ccxtProClient } from './support/ccxt-client.ts'
import { wait } from './support/raw-client.ts'
import { startExchange, type TestExchange } from './support/test-exchange.ts'

let exchange: TestExchange
let client: InstanceType<typeof pro.kraken>

beforeAll(async () => {
  exchange = await startExchange({ limits: 'off' })
  client = await ccxtProClient(exchange, exchange.sandbox.createAccount({ name: 'pro', tier: 'pro' }))
  await client.loadMarkets()
})
afterAll(async () => {
  await client.close()
  await exchange.close()
})

const idOf = (order: { readonly id?: string | undefined }): string => order.id ?? ''

/** The market moves while the client waits. */
async function during<T>(watched: Promise<T>, act: () => void): Promise<T> {
  await wait(30)
  act()
  return watched
}

describe('ccxt.pro, market data', () => {
  it('watches a book that equals the exchange after many changes', async () => {
    await client.watchOrderBook('BTC/USD')
    for (let step = 0; step < 10; step += 1) {
      const watched = client.watchOrderBook('BTC/USD')
      exchange.crowd.market(step % 2 === 0 ? 'buy' : 'sell', 1.3)
      exchange.crowd.limit('buy', 59_950.5 - step, 0.123_456_78)
      await watched
    }
    const fetched = await client.fetchOrderBook('BTC/USD', 10)
    const levels = (side: readonly (readonly unknown[])[]) => side.map(([price, quantity]) => [price, quantity])
    const watched = () => [levels([...client.orderbooks['BTC/USD']!.bids]), levels([...client.orderbooks['BTC/USD']!.asks])]
    await expect.poll(watched).toEqual([levels(fetched.bids), levels(fetched.asks)])
    exchange.crowd.cancelAll()
    exchange.crowd.fillBook()
  })

  it('watches trades, tickers, best prices and candles', async () => {
    const trades = await during(client.watchTrades('BTC/USD'), () => exchange.crowd.market('buy', 0.1))
    expect(trades.at(-1)).toMatchObject({ symbol: 'BTC/USD', side: 'buy', amount: 0.1, price: 60_001 })
    const ticker = await client.watchTicker('BTC/USD')
    expect(ticker).toMatchObject({ symbol: 'BTC/USD', bid: 59_999, ask: 60_001, last: 60_001 })
    const candles = await client.watchOHLCV('BTC/USD', '1m')
    expect(candles.at(-1)?.[4]).toBe(60_001)
  })
})

describe('ccxt.pro, private streams', () => {
  it('watches balances change with a trade', async () => {
    const first = await client.watchBalance()
    expect(first['USD']?.total).toBe(100_000)
    await during(client.watchBalance(), () => void client.createOrder('BTC/USD', 'market', 'sell', 0.1))
    await expect.poll(() => client.balance['spot']['BTC'].total).toBe(0.9)
  })

  it('watches orders and trades of orders that are placed, amended and canceled by socket', async () => {
    const orders = client.watchOrders()
    const placed = await client.createOrderWs('BTC/USD', 'limit', 'buy', 0.01, 50_000)
    expect(idOf(placed)).toMatch(/^O/)
    await orders
    // Twice: Kraken's second message has no symbol, and ccxt files it apart (H12).
    const cached = [...client.orders!].filter(({ id }) => id === placed.id)
    expect(cached.map(({ side, price }) => [side, price])).toEqual([
      ['buy', 50_000],
      [undefined, undefined],
    ])
    const edited = await client.editOrderWs(idOf(placed), 'BTC/USD', 'limit', 'buy', 0.02, 50_100)
    expect(edited.id).toBe(idOf(placed))
    expect(await client.fetchOrder(idOf(placed))).toMatchObject({ amount: 0.02, price: 50_100 })
    const canceled = await client.cancelOrderWs(idOf(placed))
    expect(canceled).toMatchObject({ method: 'cancel_order', success: true })
    expect((await client.fetchOrder(idOf(placed))).status).toBe('canceled')
    const trades = client.watchMyTrades()
    await wait(30)
    const market = await client.createOrderWs('BTC/USD', 'market', 'buy', 0.05)
    expect((await trades).at(-1)).toMatchObject({ order: market.id, amount: 0.05, takerOrMaker: 'taker' })
  })

  it('places triggered orders by socket', async () => {
    const stop = await client.createOrderWs('BTC/USD', 'market', 'sell', 0.01, undefined, { stopLossPrice: 50_000 })
    const trailing = await client.createOrderWs('BTC/USD', 'market', 'sell', 0.01, undefined, { trailingPercent: 1 })
    const bracket = await client.createOrderWs('BTC/USD', 'limit', 'buy', 0.01, 50_000, { stopLoss: { triggerPrice: 49_000 } })
    const open = (await client.fetchOpenOrders()).map(({ id }) => id)
    expect(open).toEqual(expect.arrayContaining([stop.id, trailing.id, bracket.id]))
    expect(await client.cancelAllOrdersWs()).toMatchObject({ result: { count: 3 } })
  })

  it('hears refusals', async () => {
    await expect(client.createOrderWs('BTC/USD', 'limit', 'buy', 100, 50_000)).rejects.toThrow('EOrder:Insufficient funds')
    await expect(client.cancelOrderWs('OAAAAA-AAAAA-AAAAAA')).rejects.toThrow('EOrder:Unknown order')
  })
})
