import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crc32 } from 'node:zlib'
import type { CreatedAccount } from '../src/index.ts'
import { onChannel, type RawClient, rawClient, type RawMessage, type RawSocket, rawSocket, wait } from './support/raw-client.ts'
import { startExchange, type TestExchange } from './support/test-exchange.ts'

let exchange: TestExchange
beforeAll(async () => {
  exchange = await startExchange({ limits: 'off' })
})
afterAll(() => exchange.close())

interface Trader {
  readonly account: CreatedAccount
  readonly client: RawClient
  readonly socket: RawSocket
  readonly token: string
}

async function openTrader(): Promise<Trader> {
  const account = exchange.sandbox.createAccount({ name: 'trader', tier: 'pro' })
  const client = rawClient(exchange.served.url, account)
  const { result } = await client.call('GetWebSocketsToken')
  expect(result.expires).toBe(900)
  return { account, client, token: result.token, socket: await rawSocket(exchange.served.socketUrl) }
}

describe('connection', () => {
  it('begins with the status, answers pings and beats once something is subscribed', async () => {
    const socket = await rawSocket(exchange.served.socketUrl)
    const status = await socket.take(() => true)
    expect(status).toMatchObject({ channel: 'status', type: 'update', data: [{ system: 'online', api_version: 'v2' }] })
    expect(await socket.ask('ping')).toEqual({ method: 'pong', req_id: 1, time_in: expect.any(String), time_out: expect.any(String) })
    await wait(120)
    expect(socket.texts.some((text) => text.includes('heartbeat'))).toBe(false)
    await socket.ask('subscribe', { channel: 'ticker', symbol: ['BTC/USD'] })
    expect(await socket.take(onChannel('heartbeat'))).toEqual({ channel: 'heartbeat' })
    socket.close()
  })

  it('refuses what it does not understand and goes on', async () => {
    const socket = await rawSocket(exchange.served.socketUrl)
    socket.send('no json')
    expect(await socket.take((message) => message.error !== undefined)).toMatchObject({ error: 'Malformed request', success: false })
    expect(await socket.ask('magic')).toMatchObject({ method: 'magic', success: false, error: 'Method not found' })
    expect(await socket.ask('subscribe', { channel: 'level3', symbol: ['BTC/USD'] })).toMatchObject({
      success: false,
      error: 'Subscription name invalid',
    })
    expect(await socket.ask('subscribe', { channel: 'book', symbol: ['BTC/USD'], depth: 11 })).toMatchObject({
      error: 'Subscription depth not supported',
    })
    expect(await socket.ask('subscribe', { channel: 'ohlc', symbol: ['BTC/USD'], interval: 2 })).toMatchObject({ success: false })
    expect(await socket.ask('subscribe', { channel: 'ticker' })).toMatchObject({ success: false })
    expect(await socket.ask('subscribe', { channel: 'ticker', symbol: ['XXX/USD'] })).toMatchObject({
      error: 'Currency pair not supported XXX/USD',
      symbol: 'XXX/USD',
      success: false,
    })
    expect(await socket.ask('subscribe', { channel: 'executions', token: 'invented' })).toMatchObject({ error: 'ESession:Invalid session' })
    expect(await socket.ask('ping')).toMatchObject({ method: 'pong' })
    socket.close()
  })
})

/** A subscriber's book, kept from the raw texts: the checksum is over what was written, not over numbers. */
class TextBook {
  private readonly sides = { bids: new Map<string, string>(), asks: new Map<string, string>() }
  private readonly depth: number

  constructor(depth: number) {
    this.depth = depth
  }

  apply(text: string): { readonly expected: number; readonly computed: number } {
    for (const side of ['bids', 'asks'] as const) {
      const [, list = ''] = new RegExp(`"${side}":\\[(.*?)\\]`).exec(text) ?? []
      if (text.includes('"snapshot"')) this.sides[side].clear()
      for (const [, price = '', quantity = ''] of list.matchAll(/"price":([\d.]+),"qty":([\d.]+)/g)) {
        if (Number(quantity) === 0) this.sides[side].delete(price)
        else this.sides[side].set(price, quantity)
      }
      for (const [price] of this.sorted(side).slice(this.depth)) this.sides[side].delete(price)
    }
    const digits = (level: readonly [string, string]) => level.map((number) => number.replace('.', '').replace(/^0+/, '')).join('')
    const top = (side: 'bids' | 'asks') => this.sorted(side).slice(0, 10).map(digits).join('')
    return { expected: Number(/"checksum":(\d+)/.exec(text)?.[1]), computed: crc32(top('asks') + top('bids')) }
  }

  sorted(side: 'bids' | 'asks'): [string, string][] {
    const direction = side === 'asks' ? 1 : -1
    return [...this.sides[side]].sort(([a], [b]) => direction * (Number(a) - Number(b)))
  }
}

describe('market data', () => {
  it.each([10, 25])('a book of depth %i stays equal to the exchange by its checksum, through sweeps and refills', async (depth) => {
    const socket = await rawSocket(exchange.served.socketUrl)
    const acknowledged = await socket.ask('subscribe', { channel: 'book', symbol: ['BTC/USD'], depth })
    expect(acknowledged).toMatchObject({ success: true, result: { channel: 'book', symbol: 'BTC/USD', depth, snapshot: true } })
    for (let step = 0; step < 12; step += 1) {
      exchange.crowd.market(step % 2 === 0 ? 'buy' : 'sell', 3.7)
      await wait(2)
      exchange.crowd.limit('sell', 60_000.5 + step, 0.3)
      exchange.crowd.limit('buy', 59_990.5 - step, 0.123_456_78)
      exchange.crowd.limit('sell', 60_020 + step, 2)
      await wait(2)
    }
    exchange.crowd.cancelAll()
    exchange.crowd.fillBook()
    await wait(0)
    await socket.ask('ping')
    const book = new TextBook(depth)
    const texts = socket.texts.filter((text) => text.startsWith('{"channel":"book"'))
    expect(texts.length).toBeGreaterThan(20)
    for (const text of texts) {
      const { expected, computed } = book.apply(text)
      expect(computed).toBe(expected)
    }
    const { result } = JSON.parse(await (await fetch(`${exchange.served.url}/0/public/Depth?pair=XBTUSD&count=${depth}`)).text())
    const rest = (levels: readonly (readonly string[])[]) => levels.map(([price, quantity]) => [Number(price).toFixed(1), quantity])
    expect(book.sorted('asks')).toEqual(rest(result.XXBTZUSD.asks))
    expect(book.sorted('bids')).toEqual(rest(result.XXBTZUSD.bids))
    socket.close()
  })

  it('tells each trade, the ticker by trades or best prices, and the candle', async () => {
    const socket = await rawSocket(exchange.served.socketUrl)
    await socket.ask('subscribe', { channel: 'trade', symbol: ['BTC/USD'], snapshot: true })
    const snapshot = await socket.take(onChannel('trade', 'snapshot'))
    await socket.ask('subscribe', { channel: 'ticker', symbol: ['BTC/USD'] })
    await socket.take(onChannel('ticker', 'snapshot'))
    await socket.ask('subscribe', { channel: 'ohlc', symbol: ['BTC/USD'], interval: 5 })
    await socket.take(onChannel('ohlc', 'snapshot'))
    exchange.crowd.market('buy', 0.25)
    const trade = await socket.take(onChannel('trade', 'update'))
    expect(trade.data).toEqual([
      {
        symbol: 'BTC/USD',
        side: 'buy',
        price: 60_001,
        qty: 0.25,
        ord_type: 'market',
        trade_id: snapshot.data.at(-1).trade_id + 1,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      },
    ])
    const ticker = await socket.take(onChannel('ticker', 'update'))
    expect(ticker.data[0]).toMatchObject({ symbol: 'BTC/USD', bid: 59_999, ask: 60_001, ask_qty: 0.75, last: 60_001 })
    const candle = await socket.take(onChannel('ohlc', 'update'))
    expect(candle.data.at(-1)).toMatchObject({
      symbol: 'BTC/USD',
      interval: 5,
      close: 60_001,
      interval_begin: expect.stringMatching(/\.000000000Z$/),
    })
    // A new best price without a trade is for those who asked for best prices.
    await socket.ask('subscribe', { channel: 'ticker', symbol: ['ETH/USD'], event_trigger: 'bbo' })
    await socket.take(onChannel('ticker', 'snapshot'))
    exchange.crowd.limit('buy', 2999.5, 1, 'ETH/USD')
    expect((await socket.take(onChannel('ticker', 'update'))).data[0]).toMatchObject({ symbol: 'ETH/USD', bid: 2999.5 })
    socket.close()
  })

  it('ends what is unsubscribed, by symbol and options', async () => {
    const socket = await rawSocket(exchange.served.socketUrl)
    await socket.ask('subscribe', { channel: 'trade', symbol: ['BTC/USD'] })
    expect(await socket.ask('subscribe', { channel: 'trade', symbol: ['BTC/USD'] })).toMatchObject({
      success: false,
      error: 'Already subscribed',
    })
    expect(await socket.ask('unsubscribe', { channel: 'trade', symbol: ['BTC/USD'] })).toMatchObject({
      success: true,
      result: { symbol: 'BTC/USD' },
    })
    expect(await socket.ask('unsubscribe', { channel: 'trade', symbol: ['BTC/USD'] })).toMatchObject({ success: false })
    exchange.crowd.market('buy', 0.01)
    await wait(0)
    await socket.ask('ping')
    expect(socket.texts.some((text) => text.startsWith('{"channel":"trade"'))).toBe(false)
    socket.close()
  })

  it('describes the instruments', async () => {
    const socket = await rawSocket(exchange.served.socketUrl)
    await socket.ask('subscribe', { channel: 'instrument' })
    const { data } = await socket.take(onChannel('instrument', 'snapshot'))
    expect(data.assets.map(({ id }: { id: string }) => id)).toEqual(['BTC', 'USD', 'ETH', 'DOGE'])
    expect(data.pairs[0]).toMatchObject({ symbol: 'BTC/USD', status: 'online', price_increment: 0.1, qty_min: 0.00005, cost_min: 0.5 })
    socket.close()
  })
})

const types = (messages: readonly RawMessage[]) => messages.map(({ data }) => data[0].exec_type)
const executions = (socket: RawSocket): readonly RawMessage[] =>
  socket.texts.map((text): RawMessage => JSON.parse(text)).filter(onChannel('executions', 'update'))

describe('private channels', () => {
  it('tell the life of an order in order, numbered without gaps', async () => {
    const { socket, token, client } = await openTrader()
    const subscribed = await socket.ask('subscribe', { channel: 'executions', token })
    expect(subscribed.result).toMatchObject({ channel: 'executions', snap_orders: true, snap_trades: false })
    expect(await socket.take(onChannel('executions', 'snapshot'))).toMatchObject({ data: [], sequence: 1 })
    const placed = await socket.ask('add_order', {
      order_type: 'limit',
      side: 'buy',
      limit_price: 60_005,
      order_qty: 3.5,
      symbol: 'BTC/USD',
      cl_ord_id: 'life',
      token,
      validate: false,
    })
    expect(placed).toMatchObject({ error: 'EOrder:Insufficient funds', success: false })
    const inBase = { order_type: 'market', side: 'buy', order_qty: 0.1, symbol: 'BTC/USD', fee_preference: 'base', token }
    expect(await socket.ask('add_order', inBase)).toMatchObject({ error: 'EGeneral:Invalid arguments:oflags', success: false })
    const { result } = await socket.ask('add_order', {
      order_type: 'limit',
      side: 'buy',
      limit_price: 60_002,
      order_qty: 1.5,
      symbol: 'BTC/USD',
      cl_ord_id: 'life',
      token,
    })
    expect(result).toEqual({ order_id: expect.stringMatching(/^O/), cl_ord_id: 'life' })
    await socket.take((message) => message.data?.[0]?.exec_type === 'filled')
    const messages = executions(socket)
    expect(types(messages)).toEqual(['pending_new', 'new', 'trade', 'trade', 'filled'])
    expect(messages.map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5, 6])
    const [pending, created, first, second, filled] = messages.map(({ data }) => data[0])
    expect(pending).toMatchObject({
      symbol: 'BTC/USD',
      order_qty: 1.5,
      limit_price: 60_002,
      order_status: 'pending_new',
      fee_ccy_pref: 'fciq',
      cl_ord_id: 'life',
    })
    expect(Object.keys(created).sort()).toEqual(['cl_ord_id', 'exec_type', 'order_id', 'order_status', 'timestamp'])
    expect(first).toMatchObject({ order_status: 'partially_filled', last_price: 60_001, liquidity_ind: 't', fees: [{ asset: 'USD' }] })
    expect(second.order_status).toBe('partially_filled')
    expect(second.cum_qty).toBe(1.5)
    expect(filled).toMatchObject({ order_status: 'filled', cum_qty: 1.5 })
    expect(filled.symbol).toBeUndefined()
    const trades = (await client.call('TradesHistory')).result.trades
    expect(new Set(Object.keys(trades))).toEqual(new Set([first.exec_id, second.exec_id]))
    socket.close()
  })

  it('show open orders and the last fills to whoever subscribes later', async () => {
    const { socket, token, client } = await openTrader()
    await client.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.1' })
    const resting = await client.call('AddOrder', {
      pair: 'XBTUSD',
      type: 'buy',
      ordertype: 'limit',
      price: '50000',
      volume: '0.1',
      userref: '9',
    })
    await socket.ask('subscribe', { channel: 'executions', token, snap_trades: true })
    const trades = await socket.take(onChannel('executions', 'snapshot'))
    expect(trades.data).toEqual([expect.objectContaining({ exec_type: 'trade', last_qty: 0.1, order_status: 'filled' })])
    const orders = await socket.take(onChannel('executions', 'snapshot'))
    expect(orders.data).toEqual([
      expect.objectContaining({ order_id: resting.result.txid[0], order_userref: 9, symbol: 'BTC/USD', exec_type: 'new' }),
    ])
    expect([trades.sequence, orders.sequence]).toEqual([1, 2])
    socket.close()
  })

  it('tell amends, cancels and trailing triggers', async () => {
    const { socket, token } = await openTrader()
    await socket.ask('subscribe', { channel: 'executions', token })
    const params = { order_type: 'limit', side: 'sell', limit_price: 70_000, order_qty: 0.5, symbol: 'BTC/USD', token }
    const { order_id: id } = (await socket.ask('add_order', params)).result
    const amended = await socket.ask('amend_order', { order_id: id, limit_price: 71_000, token })
    expect(amended.result).toEqual({ amend_id: expect.stringMatching(/^T/), order_id: id })
    expect((await socket.take((message) => message.data?.[0]?.exec_type === 'amended')).data[0]).toMatchObject({
      limit_price: 71_000,
      order_status: 'new',
      reason: 'User requested',
      amended: true,
    })
    const edited = (await socket.ask('edit_order', { order_id: id, order_qty: 0.4, symbol: 'BTC/USD', token })).result
    expect(edited).toEqual({ order_id: expect.stringMatching(/^O/), original_order_id: id })
    expect((await socket.ask('cancel_order', { order_id: [edited.order_id], token })).result).toEqual({ order_id: edited.order_id })
    const canceled = await socket.take(
      (message) => message.data?.[0]?.exec_type === 'canceled' && message.data[0].order_id === edited.order_id,
    )
    expect(canceled.data[0]).toMatchObject({ cum_qty: 0, avg_price: 0, cancel_reason: 'User requested', order_userref: 0 })
    expect(canceled.data[0].symbol).toBeUndefined()
    const trailing = {
      order_type: 'trailing-stop',
      side: 'sell',
      order_qty: 0.1,
      symbol: 'BTC/USD',
      triggers: { price: 1, price_type: 'pct' },
      token,
    }
    expect((await socket.ask('add_order', trailing)).success).toBe(true)
    const [pending] = executions(socket).filter(({ data }) => data[0].order_type === 'trailing-stop')
    expect(pending.data[0].triggers).toMatchObject({ reference: 'last', price: 1, price_type: 'pct', status: 'untriggered' })
    socket.close()
  })

  it('tell balances: a snapshot, then each ledger entry', async () => {
    const { socket, token, client } = await openTrader()
    await socket.ask('subscribe', { channel: 'balances', token })
    const snapshot = await socket.take(onChannel('balances', 'snapshot'))
    expect(snapshot).toMatchObject({ sequence: 1 })
    expect(snapshot.data).toContainEqual({
      asset: 'USD',
      asset_class: 'currency',
      balance: 100_000,
      wallets: [{ type: 'spot', id: 'main', balance: 100_000 }],
    })
    await client.call('AddOrder', { pair: 'XBTUSD', type: 'sell', ordertype: 'market', volume: '0.1' })
    const [base, quote] = [await socket.take(onChannel('balances', 'update')), await socket.take(onChannel('balances', 'update'))]
    expect(base).toMatchObject({ sequence: 2, data: [{ asset: 'BTC', type: 'trade', amount: -0.1, fee: 0, balance: 0.9 }] })
    expect(quote).toMatchObject({ sequence: 3, data: [{ asset: 'USD', type: 'trade', ref_id: base.data[0].ref_id }] })
    expect(quote.data[0].fee).toBeCloseTo(quote.data[0].amount * 0.004, 8)
    socket.close()
  })
})

describe('order methods', () => {
  it('place every kind of order', async () => {
    const { socket, token } = await openTrader()
    const base = { side: 'sell', order_qty: 0.01, symbol: 'BTC/USD', token }
    const orders = [
      { order_type: 'market' },
      {
        order_type: 'limit',
        limit_price: 70_000,
        post_only: true,
        time_in_force: 'gtd',
        expire_time: new Date(Date.now() + 60_000).toISOString(),
      },
      { order_type: 'iceberg', limit_price: 70_000, display_qty: 0.001 },
      { order_type: 'stop-loss', triggers: { price: 50_000 } },
      { order_type: 'stop-loss', triggers: { price: -2, price_type: 'pct', reference: 'index' } },
      { order_type: 'stop-loss-limit', triggers: { price: 50_000 }, limit_price: 49_900 },
      { order_type: 'take-profit', stop_price: 70_000 },
      { order_type: 'take-profit-limit', triggers: { price: 70_000 }, limit_price: 69_900 },
      { order_type: 'trailing-stop', triggers: { price: 150 } },
      { order_type: 'trailing-stop-limit', triggers: { price: 1.5, price_type: 'pct' }, limit_price: -5 },
      { order_type: 'market', side: 'buy', cash_order_qty: 100 },
      {
        order_type: 'limit',
        limit_price: 70_000,
        conditional: { order_type: 'limit', limit_price: 60_000 },
        stp_type: 'cancel_both',
        order_userref: 5,
      },
    ]
    for (const order of orders) expect(await socket.ask('add_order', { ...base, ...order })).toMatchObject({ success: true })
    expect((await socket.ask('add_order', { ...base, order_type: 'limit', limit_price: 70_000, validate: true })).result).toEqual({})
    const open = (await socket.ask('cancel_all', { token })).result
    expect(open).toEqual({ count: 10 })
    socket.close()
  })

  it('place and cancel in batches', async () => {
    const { socket, token } = await openTrader()
    const order = { order_type: 'limit', side: 'buy', limit_price: 50_000, order_qty: 0.01 }
    const added = await socket.ask('batch_add', {
      symbol: 'BTC/USD',
      token,
      orders: [
        { ...order, order_userref: 1 },
        { ...order, cl_ord_id: 'two' },
      ],
    })
    expect(added.result).toEqual([
      { order_id: expect.any(String), order_userref: 1 },
      { order_id: expect.any(String), cl_ord_id: 'two' },
    ])
    const canceled = await socket.ask('batch_cancel', { token, orders: [added.result[0].order_id, '77'], cl_ord_id: ['two'] })
    expect(canceled.result).toEqual({ count: 2 })
    expect(await socket.ask('cancel_order', { token, order_id: [added.result[0].order_id] })).toMatchObject({
      error: 'EOrder:Unknown order',
    })
    socket.close()
  })

  it('set the dead man switch', async () => {
    const { socket, token } = await openTrader()
    const { result } = await socket.ask('cancel_all_orders_after', { timeout: 100, token })
    expect(Date.parse(result.triggerTime) - Date.parse(result.currentTime)).toBe(100_000)
    await socket.ask('cancel_all_orders_after', { timeout: 0, token })
    socket.close()
  })
})

describe('tokens', () => {
  it('open for fifteen minutes, and stay good on a connection that used them', async () => {
    let now = Date.now()
    const other = await startExchange({ limits: 'off', realNow: () => now })
    const account = other.sandbox.createAccount({ name: 'trader' })
    const { token } = (await rawClient(other.served.url, account).call('GetWebSocketsToken')).result
    const early = await rawSocket(other.served.socketUrl)
    expect(await early.ask('subscribe', { channel: 'balances', token })).toMatchObject({ success: true })
    now += 901_000
    expect(await early.ask('cancel_all', { token })).toMatchObject({ success: true })
    const late = await rawSocket(other.served.socketUrl)
    expect(await late.ask('subscribe', { channel: 'balances', token })).toMatchObject({ success: false, error: 'EAPI:Invalid token' })
    other.sandbox.closeAccount(account.id)
    expect(await early.ask('cancel_all', { token })).toMatchObject({ success: false, error: 'ESession:Invalid session' })
    await other.close()
  })
})
