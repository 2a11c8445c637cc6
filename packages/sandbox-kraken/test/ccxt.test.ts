import {
  AuthenticationError,
  InsufficientFunds,
  InvalidNonce,
  InvalidOrder,
  type kraken,
  OnMaintenance,
  OrderNotFound,
  PermissionDenied,
} from 'ccxt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CreatedAccount } from '../src/index.ts'
import { ccxtClient } from './support/ccxt-client.ts'
import { startExchange, type TestExchange } from './support/test-exchange.ts'

let exchange: TestExchange
let account: CreatedAccount
let client: kraken

beforeAll(async () => {
  exchange = await startExchange({ limits: 'off', faults: true })
  account = exchange.sandbox.createAccount({ name: 'ccxt', tier: 'pro', balances: { USD: '100000', BTC: '1', ETH: '5' } })
  client = ccxtClient(exchange, account)
  await client.loadMarkets()
})
afterAll(() => exchange.close())

const idOf = (order: { readonly id?: string | undefined }): string => order.id ?? ''

describe('ccxt, market data', () => {
  it('loads markets and currencies under its own names', () => {
    expect(client.symbols).toEqual(['BTC/USD', 'DOGE/USD', 'ETH/BTC', 'ETH/USD'])
    expect(client.market('BTC/USD')).toMatchObject({
      id: 'XXBTZUSD',
      active: true,
      spot: true,
      margin: false,
      taker: 0.004,
      maker: 0.0025,
      precision: { price: 0.1, amount: 1e-8 },
      limits: { amount: { min: 0.00005 }, cost: { min: 0.5 } },
    })
    expect(client.currency('DOGE')).toMatchObject({ id: 'XXDG', active: true })
  })

  it('fetches status, time and tickers', async () => {
    expect((await client.fetchStatus()).status).toBe('ok')
    expect(Math.abs(Number(await client.fetchTime()) - Date.now())).toBeLessThan(5000)
    expect(await client.fetchTicker('BTC/USD')).toMatchObject({ bid: 59_999, ask: 60_001, last: 60_001, bidVolume: 1 })
    const tickers = await client.fetchTickers(['BTC/USD', 'ETH/USD'])
    expect(Object.keys(tickers).sort()).toEqual(['BTC/USD', 'ETH/USD'])
  })

  it('fetches book, trades and candles', async () => {
    const book = await client.fetchOrderBook('BTC/USD', 5)
    expect(book.asks.map((level) => level?.[0])).toEqual([60_001, 60_002, 60_003, 60_004, 60_005])
    expect(book.bids[0]).toEqual([59_999, 1, expect.any(Number)])
    const [trade] = await client.fetchTrades('BTC/USD')
    expect(trade).toMatchObject({ side: 'buy', price: 60_001, amount: 0.01, type: 'market' })
    const candles = await client.fetchOHLCV('BTC/USD', '5m')
    expect(candles.at(-1)?.slice(1)).toEqual([60_001, 60_001, 60_001, 60_001, 0.01])
    const opened = Number(candles.at(-1)?.[0])
    expect(await client.fetchOHLCV('BTC/USD', '5m', opened)).toHaveLength(1)
    expect(await client.fetchOHLCV('BTC/USD', '5m', opened + 600_000)).toHaveLength(0)
  })
})

describe('ccxt, account', () => {
  it('fetches balances, fees, ledger and positions', async () => {
    const balance = await client.fetchBalance()
    expect(balance['BTC']).toEqual({ free: 1, used: 0, total: 1 })
    expect(balance['USD']).toEqual({ free: 100_000, used: 0, total: 100_000 })
    expect(await client.fetchTradingFee('BTC/USD')).toMatchObject({ maker: 0.0025, taker: 0.004 })
    const ledger = await client.fetchLedger('USD')
    expect(ledger[0]).toMatchObject({ direction: 'in', amount: 100_000, after: 100_000, currency: 'USD' })
    expect((await client.fetchLedgerEntry(String(ledger[0]?.id))).amount).toBe(100_000)
    expect(await client.fetchPositions()).toEqual([])
  })

  it('sees a market order from placing to its trades', async () => {
    const placed = await client.createOrder('BTC/USD', 'market', 'buy', 0.1)
    expect(placed).toMatchObject({ symbol: 'BTC/USD', side: 'buy', type: 'market', amount: 0.1 })
    const order = await client.fetchOrder(idOf(placed), 'BTC/USD')
    expect(order).toMatchObject({ status: 'closed', filled: 0.1, remaining: 0, average: 60_001, cost: 6000.1 })
    expect(order.fee).toMatchObject({ currency: 'USD' })
    const [trade] = (await client.fetchMyTrades('BTC/USD')).filter(({ order: id }) => id === placed.id)
    expect(trade).toMatchObject({ amount: 0.1, price: 60_001, takerOrMaker: 'taker', fee: { cost: 24.0004, currency: 'USD' } })
    const trades = await client.fetchOrderTrades(idOf(placed), 'BTC/USD', undefined, undefined, { trades: order.trades })
    expect(trades).toHaveLength(1)
    expect((await client.fetchClosedOrders('BTC/USD'))[0]).toMatchObject({ id: placed.id, status: 'closed' })
  })

  it.each([
    ['limit', 'limit', 'buy', 50_000, {}, { type: 'limit', price: 50_000 }],
    ['post only', 'limit', 'buy', 50_000, { postOnly: true }, { type: 'limit' }],
    ['immediate or cancel', 'limit', 'buy', 50_000, { timeInForce: 'IOC' }, { type: 'limit' }],
    ['good till date', 'limit', 'buy', 50_000, { timeInForce: 'GTD', expiretm: '+60' }, { type: 'limit' }],
    ['stop loss', 'market', 'sell', undefined, { stopLossPrice: 50_000 }, { stopLossPrice: 50_000, type: 'market' }],
    ['stop loss limit', 'limit', 'sell', 49_900, { stopLossPrice: 50_000 }, { stopLossPrice: 50_000, price: 49_900, type: 'limit' }],
    ['take profit', 'market', 'sell', undefined, { takeProfitPrice: 70_000 }, { takeProfitPrice: 70_000, type: 'market' }],
    ['take profit limit', 'limit', 'sell', 69_900, { takeProfitPrice: 70_000 }, { takeProfitPrice: 70_000, price: 69_900 }],
    ['trailing percent', 'market', 'sell', undefined, { trailingPercent: '1.5' }, { type: 'trailing stop' }],
    ['trailing amount', 'market', 'sell', undefined, { trailingAmount: '500' }, { type: 'trailing stop' }],
    ['trailing limit', 'limit', 'sell', 1, { trailingAmount: '500', trailingLimitAmount: '10' }, { type: 'trailing stop' }],
    ['user reference', 'limit', 'buy', 50_000, { userref: 77 }, { type: 'limit' }],
    ['deadline', 'limit', 'buy', 50_000, { deadline: new Date(Date.now() + 50_000).toISOString() }, { type: 'limit' }],
    ['conditional close', 'limit', 'buy', 50_000, { close: { ordertype: 'stop-loss', price: 49_000 } }, { type: 'limit' }],
    ['unknown extras', 'limit', 'buy', 50_000, { trading_agreement: 'agree' }, { type: 'limit' }],
  ] as const)('places a %s order', async (_, type, side, price, params, expected) => {
    const placed = await client.createOrder('BTC/USD', type, side, 0.01, price, params)
    expect(placed).toMatchObject({ id: expect.stringMatching(/^O/), side, symbol: 'BTC/USD', ...expected })
    const fetched = await client.fetchOrder(idOf(placed), 'BTC/USD')
    expect(fetched).toMatchObject({ id: placed.id, side, amount: 0.01, filled: 0, symbol: 'BTC/USD' })
    if (fetched.status === 'open') await client.cancelOrder(idOf(placed))
    expect((await client.fetchOrder(idOf(placed), 'BTC/USD')).status).toBe('canceled')
  })

  it('keeps the post-only flag', async () => {
    const id = idOf(await client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 50_000, { postOnly: true }))
    expect(await client.fetchOrder(id)).toMatchObject({ postOnly: true, status: 'open' })
    await client.cancelOrder(id)
  })

  it('validates without placing', async () => {
    const checked = await client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 50_000, { validate: true })
    expect(checked.id).toBeUndefined()
    expect(await client.fetchOpenOrders('BTC/USD')).toEqual([])
  })

  it('buys by cost', async () => {
    const placed = await client.createMarketBuyOrderWithCost('BTC/USD', 100)
    const { filled, status } = await client.fetchOrder(idOf(placed), 'BTC/USD')
    expect(status).toBe('closed')
    // The fee comes on top: the whole cost is spent on what is bought.
    expect(filled).toBeCloseTo(100 / 60_001, 7)
  })

  it('finds, edits and cancels by its own client ids', async () => {
    const placed = await client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 50_000, { clientOrderId: 'mine-1' })
    expect((await client.fetchOpenOrders('BTC/USD', undefined, undefined, { clientOrderId: 'mine-1' }))[0]).toMatchObject({
      id: placed.id,
      clientOrderId: 'mine-1',
    })
    const edited = await client.editOrder(idOf(placed), 'BTC/USD', 'limit', 'buy', 0.02, 50_500)
    // Not the order's: the id of the amend (H8).
    expect(edited.id).toMatch(/^T/)
    expect(await client.fetchOrder(idOf(placed), 'BTC/USD')).toMatchObject({ amount: 0.02, price: 50_500, status: 'open' })
    await client.cancelOrder(idOf(placed), 'BTC/USD', { clientOrderId: 'mine-1' })
    expect((await client.fetchClosedOrders('BTC/USD', undefined, undefined, { clientOrderId: 'mine-1' }))[0]).toMatchObject({
      status: 'canceled',
    })
  })

  it('places and cancels in batches, cancels all, and sets the dead man switch', async () => {
    const placed = await client.createOrders([
      { symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 0.01, price: 50_000 },
      { symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 0.02, price: 50_001 },
    ])
    expect(placed.map(({ amount }) => amount)).toEqual([0.01, 0.02])
    await client.cancelOrders(placed.map(idOf))
    expect(await client.fetchOpenOrders()).toEqual([])
    await client.createOrder('ETH/USD', 'limit', 'sell', 1, 4000)
    // Whatever symbol is named: all of them (H9).
    await client.cancelAllOrders('BTC/USD')
    expect(await client.fetchOpenOrders()).toEqual([])
    const answer = await client.cancelAllOrdersAfter(60_000)
    expect(answer['result'].triggerTime).toMatch(/Z$/)
    await client.cancelAllOrdersAfter(0)
  })
})

describe('ccxt, errors', () => {
  it('get the classes that clients match on', async () => {
    await expect(client.createOrder('BTC/USD', 'limit', 'buy', 100, 50_000)).rejects.toThrow(InsufficientFunds)
    await expect(client.createOrder('BTC/USD', 'limit', 'buy', 0.00001, 50_000)).rejects.toThrow(InvalidOrder)
    await expect(client.cancelOrder('OAAAAA-AAAAA-AAAAAA')).rejects.toThrow(OrderNotFound)
    await expect(ccxtClient(exchange, { ...account, key: 'nobody' }).fetchBalance()).rejects.toThrow(AuthenticationError)
    const reader = exchange.sandbox.addKey(account.id, { permissions: [] })
    await expect(ccxtClient(exchange, { ...account, ...reader }).fetchBalance()).rejects.toThrow(PermissionDenied)
  })

  it('a key that was used with microsecond nonces locks ccxt out', async () => {
    const created = exchange.sandbox.createAccount({ name: 'poisoned' })
    const fine = ccxtClient(exchange, created)
    Object.assign(fine, { nonce: () => Date.now() * 1000 })
    await fine.fetchBalance()
    await expect(ccxtClient(exchange, created).fetchBalance()).rejects.toThrow(InvalidNonce)
  })

  it('knows maintenance and one-sided modes', async () => {
    exchange.sandbox.faults?.set({ modes: { 'BTC/USD': 'cancel_only' } })
    await expect(client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 50_000)).rejects.toThrow(OnMaintenance)
    exchange.sandbox.faults?.set({ modes: { 'BTC/USD': null } })
    expect((await client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 50_000)).id).toMatch(/^O/)
    await client.cancelAllOrders()
  })
})
