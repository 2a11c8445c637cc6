import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callPublic, type RawClient, rawClient, rawSign } from './support/raw-client.ts'
import { startExchange, type TestExchange, traderOf } from './support/test-exchange.ts'

let exchange: TestExchange
let client: RawClient

beforeAll(async () => {
  exchange = await startExchange({ limits: 'off' })
  client = rawClient(exchange.served.url, traderOf(exchange))
})
afterAll(() => exchange.close())

const order = (fields: Readonly<Record<string, string>>) =>
  client.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', volume: '0.01', ...fields })
const open = async (txid: string) => (await client.call('QueryOrders', { txid, trades: 'true' })).result[txid]

describe('public REST', () => {
  it('answers GET and POST alike', async () => {
    const get = await callPublic(exchange.served.url, 'Depth', 'pair=XBTUSD&count=1')
    const post = await fetch(`${exchange.served.url}/0/public/Depth`, {
      method: 'POST',
      body: new URLSearchParams({ pair: 'XBTUSD', count: '1' }),
    })
    const { result } = JSON.parse(await post.text())
    expect(result.XXBTZUSD.asks[0].slice(0, 2)).toEqual(get.result.XXBTZUSD.asks[0].slice(0, 2))
  })

  it('names pairs and assets as Kraken does', async () => {
    const { result } = await callPublic(exchange.served.url, 'AssetPairs')
    expect(Object.keys(result)).toEqual(['XXBTZUSD', 'XETHZUSD', 'XETHXXBT', 'XDGUSD'])
    expect(result.XXBTZUSD).toMatchObject({
      altname: 'XBTUSD',
      wsname: 'XBT/USD',
      base: 'XXBT',
      quote: 'ZUSD',
      pair_decimals: 1,
      lot_decimals: 8,
      ordermin: '0.00005',
      costmin: '0.5',
      tick_size: '0.1',
      status: 'online',
      leverage_buy: [],
      fees: [[0, 0.4]],
      fees_maker: [[0, 0.25]],
    })
    const assets = await callPublic(exchange.served.url, 'Assets')
    expect(assets.result.XXDG).toEqual({ aclass: 'currency', altname: 'XDG', decimals: 8, display_decimals: 2, status: 'enabled' })
  })

  it.each(['XXBTZUSD', 'XBTUSD', 'XBT/USD', 'BTC/USD', 'xbtusd'])('finds a pair by %s', async (pair) => {
    const { result } = await callPublic(exchange.served.url, 'Ticker', `pair=${pair}`)
    expect(Object.keys(result)).toEqual(['XXBTZUSD'])
  })

  it('prints ticker, trades and candles as text with full precision', async () => {
    const { result } = await callPublic(exchange.served.url, 'Ticker', 'pair=XBTUSD')
    expect(result.XXBTZUSD).toMatchObject({ b: ['59999.00000', '1', '1.00000000'], c: ['60001.00000', '0.01000000'], o: '60001.00000' })
    const trades = await callPublic(exchange.served.url, 'Trades', 'pair=XBTUSD')
    const [row] = trades.result.XXBTZUSD
    expect(row).toEqual(['60001.00000', '0.01000000', expect.any(Number), 'b', 'm', '', 1])
    expect(trades.result.last).toMatch(/^\d{19}$/)
    const candles = await callPublic(exchange.served.url, 'OHLC', 'pair=XBTUSD&interval=5')
    expect(candles.result.XXBTZUSD[0]).toEqual([expect.any(Number), '60001.0', '60001.0', '60001.0', '60001.0', '60001.0', '0.01000000', 1])
    expect(candles.result.last).toBe(candles.result.XXBTZUSD[0][0])
  })

  it('goes on with trades where the last answer ended', async () => {
    const first = await callPublic(exchange.served.url, 'Trades', 'pair=XBTUSD')
    exchange.crowd.market('sell', 0.02)
    exchange.crowd.market('sell', 0.03)
    const next = await callPublic(exchange.served.url, 'Trades', `pair=XBTUSD&since=${first.result.last}`)
    expect(next.result.XXBTZUSD.map((row: readonly unknown[]) => row[1])).toEqual(['0.02000000', '0.03000000'])
  })

  it.each([
    ['Ticker', 'pair=NOPE', 'EQuery:Unknown asset pair'],
    ['Assets', 'asset=NOPE', 'EQuery:Unknown asset'],
    ['OHLC', 'pair=XBTUSD&interval=2', 'EGeneral:Invalid arguments:interval'],
    ['Depth', '', 'EGeneral:Invalid arguments:pair'],
    ['Magic', '', 'EGeneral:Unknown method'],
    ['toString', '', 'EGeneral:Unknown method'],
  ])('%s?%s is refused with HTTP 200 and %s', async (endpoint, query, error) => {
    expect((await callPublic(exchange.served.url, endpoint, query)).error).toEqual([error])
  })
})

describe('authentication', () => {
  it('signs as the documented example', () => {
    const secret = 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg=='
    const body = 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25'
    expect(rawSign(secret, '/0/private/AddOrder', '1616492376594', body)).toBe(
      '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
    )
  })

  it('refuses unknown keys, wrong signatures and used nonces, in this order', async () => {
    const account = traderOf(exchange)
    const own = rawClient(exchange.served.url, account)
    const answer = async (response: Promise<Response>) => JSON.parse(await (await response).text()).error
    expect(await answer(own.send('Balance', 'nonce=5', '5', { 'API-Key': 'nobody' }))).toEqual(['EAPI:Invalid key'])
    expect(await answer(own.send('Balance', 'nonce=5', '5', { 'API-Sign': 'bm8=' }))).toEqual(['EAPI:Invalid signature'])
    // The refused ones have not used it up.
    expect(await answer(own.send('Balance', 'nonce=5', '5'))).toEqual([])
    expect(await answer(own.send('Balance', 'nonce=5', '5'))).toEqual(['EAPI:Invalid nonce'])
    expect(await answer(own.send('Balance', 'nonce=4', '4'))).toEqual(['EAPI:Invalid nonce'])
    expect(await answer(own.send('Balance', 'nonce=18446744073709551615', '18446744073709551615'))).toEqual([])
    expect(await answer(own.send('Balance', 'nonce=18446744073709551616', '18446744073709551616'))).toEqual(['EAPI:Invalid nonce'])
  })

  it('reads the nonce of a JSON body to the last digit', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    const nonce = '9007199254740993001'
    const response = await own.send('Balance', `{"nonce":${nonce}}`, nonce, { 'content-type': 'application/json' })
    expect(JSON.parse(await response.text()).error).toEqual([])
    const info = await own.send('GetApiKeyInfo', 'nonce=9007199254740993002', '9007199254740993002')
    expect(JSON.parse(await info.text()).result.nonce).toBe('9007199254740993002')
  })

  it('lets a key do what it may and nothing else', async () => {
    const account = traderOf(exchange)
    const key = exchange.sandbox.addKey(account.id, { name: 'reader', permissions: ['query-funds'] })
    const reader = rawClient(exchange.served.url, key!)
    expect((await reader.call('Balance')).error).toEqual([])
    const denied = [
      'OpenOrders',
      'ClosedOrders',
      'TradesHistory',
      'Ledgers',
      'AddOrder',
      'CancelAll',
      'GetWebSocketsToken',
      'WithdrawMethods',
    ]
    for (const endpoint of denied) expect((await reader.call(endpoint)).error).toEqual(['EGeneral:Permission denied'])
    const info = await reader.call('GetApiKeyInfo')
    expect(info.result).toMatchObject({ apiKeyName: 'reader', apiKey: key?.key, permissions: ['query-funds'], nonceWindow: 0 })
    expect((await client.call('WithdrawMethods')).error).toEqual(['EGeneral:Permission denied'])
  })
})

describe('orders by REST', () => {
  it('places, shows, amends and cancels a limit order', async () => {
    const { result } = await order({ price: '50000', cl_ord_id: 'my-order', trading_agreement: 'agree' })
    expect(result).toEqual({
      descr: { order: 'buy 0.01000000 XBTUSD @ limit 50000.0' },
      txid: [expect.stringMatching(/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/)],
    })
    const [txid] = result.txid
    expect(await open(txid)).toMatchObject({
      cl_ord_id: 'my-order',
      status: 'open',
      descr: { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000.0', price2: '0', leverage: 'none', close: '' },
      vol: '0.01000000',
      vol_exec: '0.00000000',
      cost: '0.00000',
      oflags: 'fciq',
      opentm: expect.any(Number),
    })
    const amended = await client.call('AmendOrder', { cl_ord_id: 'my-order', limit_price: '50001', order_qty: '0.02' })
    expect(amended.result).toEqual({ amend_id: expect.stringMatching(/^T/) })
    expect(await open(txid)).toMatchObject({ descr: { price: '50001.0' }, vol: '0.02000000', misc: 'amended' })
    expect((await client.call('CancelOrder', { cl_ord_id: 'my-order' })).result).toEqual({ count: 1 })
    expect((await client.call('CancelOrder', { txid })).error).toEqual(['EOrder:Unknown order'])
    expect(await open(txid)).toMatchObject({ status: 'canceled', reason: 'User requested', closetm: expect.any(Number) })
  })

  it('fills a market order and books it to the last digit', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    const { result } = await own.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.1' })
    const [txid] = result.txid
    const closed = (await own.call('ClosedOrders', { trades: 'true' })).result.closed[txid]
    expect(closed).toMatchObject({ status: 'closed', vol_exec: '0.10000000', cost: '6000.10000', fee: '24.00040', price: '60001.00000' })
    const trades = (await own.call('TradesHistory', { ledgers: 'true' })).result
    expect(trades.count).toBe(1)
    const [[id, trade] = []] = Object.entries<Record<string, unknown>>(trades.trades)
    expect(closed.trades).toEqual([id])
    expect(trade).toMatchObject({ ordertxid: txid, pair: 'XXBTZUSD', type: 'buy', ordertype: 'market', maker: false, vol: '0.10000000' })
    expect((await own.call('QueryTrades', { txid: id! })).result[id!]).toMatchObject({ ordertxid: txid })
    const ledger = (await own.call('QueryLedgers', { id: String(trade?.['ledgers']) })).result
    expect(Object.values(ledger)).toEqual([
      expect.objectContaining({ refid: id, asset: 'XXBT', amount: '0.1000000000', balance: '1.1000000000', type: 'trade' }),
      expect.objectContaining({ refid: id, asset: 'ZUSD', amount: '-6000.1000', fee: '24.0004', balance: '93975.8996' }),
    ])
    expect((await own.call('Balance')).result).toEqual({ ZUSD: '93975.8996', XXBT: '1.1000000000' })
  })

  it('buys for an amount of quote currency', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    const { result } = await own.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '500', oflags: 'viqc' })
    const closed = (await own.call('QueryOrders', { txid: result.txid[0] })).result[result.txid[0]]
    expect(closed).toMatchObject({ status: 'closed', vol: '500.00000000', oflags: 'fciq,viqc' })
    // The fee comes on top: 0.4 %.
    expect(Number(closed.cost)).toBeLessThanOrEqual(500)
    expect(Number(closed.cost)).toBeGreaterThan(499.999)
    expect(Number(closed.fee)).toBeCloseTo(0.004 * Number(closed.cost), 4)
  })

  it('an amount of quote currency that leaves nothing for the fee is more than the account has', async () => {
    const buyFor = (volume: string) =>
      rawClient(exchange.served.url, exchange.sandbox.createAccount({ name: 'thrifty', balances: { USD: '1000' } })).call('AddOrder', {
        pair: 'XBTUSD',
        type: 'buy',
        ordertype: 'market',
        volume,
        oflags: 'viqc',
      })
    expect((await buyFor('1000')).error).toEqual(['EOrder:Insufficient funds'])
    expect((await buyFor('996')).error).toEqual([])
  })

  it('holds what open orders need', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    await own.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '1', oflags: 'post' })
    await own.call('AddOrder', { pair: 'XBTUSD', type: 'sell', ordertype: 'limit', price: '70000', volume: '0.4' })
    expect((await own.call('BalanceEx')).result).toEqual({
      ZUSD: { balance: '100000.0000', hold_trade: '50125.0000' },
      XXBT: { balance: '1.0000000000', hold_trade: '0.4000000000' },
    })
    const refused = await own.call('AddOrder', { pair: 'XBTUSD', type: 'sell', ordertype: 'limit', price: '70000', volume: '0.7' })
    expect(refused.error).toEqual(['EOrder:Insufficient funds'])
    expect((await own.call('CancelAll')).result).toEqual({ count: 2 })
    expect((await own.call('BalanceEx')).result.ZUSD.hold_trade).toBe('0.0000')
  })

  it.each([
    [{ ordertype: 'stop-loss', price: '55000', type: 'sell' }, 'sell 0.01000000 XBTUSD @ stop loss 55000.0'],
    [
      { ordertype: 'stop-loss-limit', price: '55000', price2: '54900', type: 'sell' },
      'sell 0.01000000 XBTUSD @ stop loss 55000.0 -> limit 54900.0',
    ],
    [{ ordertype: 'take-profit', price: '70000', type: 'sell' }, 'sell 0.01000000 XBTUSD @ take profit 70000.0'],
    [
      { ordertype: 'take-profit-limit', price: '70000', price2: '70001', type: 'sell' },
      'sell 0.01000000 XBTUSD @ take profit 70000.0 -> limit 70001.0',
    ],
    [{ ordertype: 'trailing-stop', price: '+1.5%', type: 'sell' }, 'sell 0.01000000 XBTUSD @ trailing stop +1.5000%'],
    [{ ordertype: 'trailing-stop', price: '+500', type: 'sell' }, 'sell 0.01000000 XBTUSD @ trailing stop +500.0'],
    [
      { ordertype: 'trailing-stop-limit', price: '+500', price2: '-10', type: 'sell' },
      'sell 0.01000000 XBTUSD @ trailing stop +500.0 -> limit -10.0',
    ],
    [{ ordertype: 'iceberg', price: '50000', displayvol: '0.001' }, 'buy 0.01000000 XBTUSD @ limit 50000.0'],
    [{ price: '-500' }, /^buy 0\.01000000 XBTUSD @ limit 59[45]\d\d\.\d$/],
    [{ price: '#1%' }, /^buy 0\.01000000 XBTUSD @ limit 59(399|400|401)\.\d$/],
  ])('takes %o', async (fields, text) => {
    const { result, error } = await order(fields)
    expect(error).toEqual([])
    expect(result.descr.order).toMatch(text)
    expect(await open(result.txid[0])).toMatchObject({ status: 'open' })
    await client.call('CancelOrder', { txid: result.txid[0] })
  })

  it.each([
    [{ ordertype: 'magic', price: '1' }, 'EGeneral:Invalid arguments:ordertype'],
    [{ type: 'hold', price: '1' }, 'EGeneral:Invalid arguments:type'],
    [{ pair: 'NOPE', price: '1' }, 'EQuery:Unknown asset pair'],
    [{}, 'EGeneral:Invalid arguments:price'],
    [{ price: '-1x' }, 'EGeneral:Invalid arguments:price'],
    [{ price: '0' }, 'EGeneral:Invalid arguments:price'],
    [{ price: '50000.12' }, 'EOrder:Invalid price:XBT/USD price can only be specified up to 1 decimals.'],
    [{ price: '50000', volume: '0.001abc' }, 'EGeneral:Invalid arguments:volume'],
    [{ price: '50000', volume: '-1' }, 'EGeneral:Invalid arguments:volume'],
    [{ price: '50000', volume: '1e21' }, 'EGeneral:Invalid arguments:volume'],
    [{ price: '50000', volume: 'NaN' }, 'EGeneral:Invalid arguments:volume'],
    [{ price: '50000', volume: '0.000000001' }, 'EGeneral:Invalid arguments:volume'],
    [{ price: '50000', volume: '0.00001' }, 'EGeneral:Invalid arguments:volume minimum not met'],
    [{ price: '1', volume: '0.001' }, 'EOrder:Cost minimum not met'],
    [{ price: '50000', volume: '1000' }, 'EOrder:Insufficient funds'],
    [{ price: '61000', oflags: 'post' }, 'EOrder:Post only order'],
    [{ price: '50000', oflags: 'viqc' }, 'EGeneral:Invalid arguments:viqc'],
    [{ price: '50000', oflags: 'fcib' }, 'EGeneral:Invalid arguments:oflags'],
    [{ price: '50000', oflags: 'magic' }, 'EGeneral:Invalid arguments:oflags'],
    [{ price: '50000', leverage: '5' }, 'EOrder:Cannot open position'],
    [{ price: '50000', reduce_only: 'true' }, 'EOrder:Reduce only:No position exists'],
    [{ price: '50000', timeinforce: 'DAY' }, 'EGeneral:Invalid arguments:timeinforce'],
    [{ price: '50000', timeinforce: 'GTD' }, 'EGeneral:Invalid arguments:expiretm'],
    [{ price: '50000', expiretm: '+1' }, 'EGeneral:Invalid arguments:expiretm'],
    [{ price: '50000', cl_ord_id: 'more-than-eighteen-c' }, 'EGeneral:Invalid arguments:cl_ord_id'],
    [{ price: '50000', cl_ord_id: 'a', userref: '1' }, 'EGeneral:Invalid arguments:cl_ord_id'],
    [{ price: '50000', userref: '2147483648' }, 'EGeneral:Invalid arguments:userref'],
    [{ price: '50000', cl_ord_id: 'a', 'close[ordertype]': 'limit', 'close[price]': '70000' }, 'EGeneral:Invalid arguments:cl_ord_id'],
    [{ price: '50000', 'close[ordertype]': 'magic' }, 'EGeneral:Invalid arguments:close ordertype'],
    [{ price: '50000', stptype: 'magic' }, 'EGeneral:Invalid arguments:stptype'],
    [{ price: '50000', displayvol: '0.001' }, 'EGeneral:Invalid arguments:display-volume'],
    [{ ordertype: 'iceberg', price: '50000', displayvol: '0.0001' }, 'EGeneral:Invalid arguments:display-volume'],
    [{ ordertype: 'trailing-stop', price: '500' }, 'EGeneral:Invalid arguments:price'],
    [{ ordertype: 'stop-loss-limit', price: '50000' }, 'EGeneral:Invalid arguments:price2'],
    [{ price: '50000', deadline: 'tomorrow' }, 'EGeneral:Invalid arguments:deadline'],
  ])('refuses %o with %s', async (fields, error) => {
    expect((await order(fields)).error).toEqual([error])
    expect((await client.call('OpenOrders')).result.open).toEqual({})
  })

  it.each([
    [-1000, 'EService:Deadline elapsed'],
    [1900, 'EGeneral:Invalid arguments:deadline'],
    [90_000, 'EGeneral:Invalid arguments:deadline'],
  ])('refuses a deadline %i ms from now with %s', async (distance, error) => {
    expect((await order({ price: '50000', deadline: new Date(Date.now() + distance).toISOString() })).error).toEqual([error])
  })

  it('takes a deadline that is near enough', async () => {
    expect((await order({ price: '50000', deadline: new Date(Date.now() + 10_000).toISOString() })).error).toEqual([])
    await client.call('CancelAll')
  })

  it('only validates where that is asked', async () => {
    const { result } = await order({ price: '50000', validate: 'true' })
    expect(result).toEqual({ descr: { order: 'buy 0.01000000 XBTUSD @ limit 50000.0' } })
    expect((await order({ price: '50000', volume: '1000', validate: 'true' })).error).toEqual(['EOrder:Insufficient funds'])
    expect((await client.call('OpenOrders')).result.open).toEqual({})
  })

  it.each(['6d1b345e-2821-40e2-ad83-4ecb18a06876', 'da8e4ad59b78481c93e589746b0cf91f', 'arb-20240509-00010'])(
    'takes the client id %s once while the order is open',
    async (id) => {
      const first = await order({ price: '50000', cl_ord_id: id })
      expect((await order({ price: '50000', cl_ord_id: id })).error).toEqual(['EGeneral:Invalid arguments:cl_ord_id already in use'])
      expect(Object.keys((await client.call('OpenOrders', { cl_ord_id: id })).result.open)).toEqual(first.result.txid)
      await client.call('CancelOrder', { txid: first.result.txid[0] })
      const second = await order({ price: '50000', cl_ord_id: id })
      await client.call('CancelOrder', { cl_ord_id: id })
      const closed = (await client.call('ClosedOrders', { cl_ord_id: id })).result
      expect(Object.keys(closed.closed)).toEqual([...second.result.txid, ...first.result.txid])
    },
  )

  it('cancels all orders of a userref', async () => {
    await order({ price: '50000', userref: '7' })
    await order({ price: '50001', userref: '7' })
    await order({ price: '50002', userref: '8' })
    expect((await client.call('CancelOrder', { txid: '7' })).result).toEqual({ count: 2 })
    expect((await client.call('CancelOrder', { txid: '8' })).result).toEqual({ count: 1 })
  })

  it('cancels the rest of an IOC order and a FOK order that cannot be filled', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    const [best] = (await callPublic(exchange.served.url, 'Depth', 'pair=XBTUSD&count=1')).result.XXBTZUSD.asks
    const place = (timeinforce: string) =>
      own.call('AddOrder', {
        pair: 'XBTUSD',
        type: 'buy',
        ordertype: 'limit',
        price: Number(best[0]).toFixed(1),
        volume: '1.5',
        timeinforce,
      })
    const killed = (await place('FOK')).result.txid[0]
    const taken = (await place('IOC')).result.txid[0]
    const { closed } = (await own.call('ClosedOrders')).result
    expect(closed[killed]).toMatchObject({ status: 'canceled', vol_exec: '0.00000000' })
    expect(closed[taken]).toMatchObject({ status: 'canceled', vol_exec: best[1], misc: 'partial' })
  })

  it('expires a GTD order', async () => {
    const { result } = await order({ price: '50000', timeinforce: 'GTD', expiretm: '+5' })
    expect(await open(result.txid[0])).toMatchObject({ status: 'open', expiretm: expect.any(Number) })
    exchange.venue.advance((exchange.venue.now + 6_000_000) as typeof exchange.venue.now)
    expect(await open(result.txid[0])).toMatchObject({ status: 'expired' })
  })

  it('places a scheduled order when its time has come', async () => {
    const { result } = await order({ price: '50000', starttm: '+1' })
    expect(await open(result.txid[0])).toMatchObject({ status: 'pending' })
    await expect.poll(async () => (await open(result.txid[0])).status, { timeout: 5000 }).toBe('open')
    await client.call('CancelAll')
  })

  it('places the conditional close of each fill', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    const { result } = await own.call('AddOrder', {
      pair: 'XBTUSD',
      type: 'buy',
      ordertype: 'limit',
      price: '59990.5',
      volume: '0.5',
      userref: '42',
      'close[ordertype]': 'stop-loss-limit',
      'close[price]': '59000',
      'close[price2]': '58900',
    })
    expect(result.descr.close).toBe('close position @ stop loss 59000.0 -> limit 58900.0')
    exchange.crowd.cancelAll()
    exchange.crowd.market('sell', 0.2)
    exchange.crowd.market('sell', 0.3)
    const { open: orders } = (await own.call('OpenOrders')).result
    expect(Object.values(orders)).toEqual([
      expect.objectContaining({
        refid: result.txid[0],
        vol: '0.30000000',
        descr: expect.objectContaining({ type: 'sell', ordertype: 'stop-loss-limit' }),
      }),
      expect.objectContaining({ refid: result.txid[0], vol: '0.20000000', stopprice: '59000.00000' }),
    ])
    await own.call('CancelAll')
    exchange.crowd.fillBook()
  })

  it('triggers a stop at the last price', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    const { result } = await own.call('AddOrder', { pair: 'XBTUSD', type: 'sell', ordertype: 'stop-loss', price: '59995', volume: '0.1' })
    exchange.crowd.market('sell', 4.5)
    const stop = (await own.call('QueryOrders', { txid: result.txid[0] })).result[result.txid[0]]
    expect(stop).toMatchObject({ status: 'closed', misc: 'stopped', vol_exec: '0.10000000', trigger: 'last' })
    exchange.crowd.cancelAll()
    exchange.crowd.fillBook()
  })

  it('edits an order into a new one', async () => {
    const { result } = await order({ price: '50000', userref: '3', oflags: 'post' })
    const [txid] = result.txid
    const edited = await client.call('EditOrder', { txid, pair: 'XBTUSD', price: '51000', volume: '0.02' })
    expect(edited.result).toMatchObject({
      status: 'ok',
      originaltxid: txid,
      orders_cancelled: 1,
      volume: '0.02000000',
      price: '51000.0',
      olduserref: '3',
    })
    expect(await open(txid)).toMatchObject({ status: 'canceled' })
    expect(await open(edited.result.txid)).toMatchObject({ status: 'open', vol: '0.02000000', oflags: 'fciq' })
    await client.call('CancelAll')
  })

  it('refuses amends that change nothing or do not fit the order', async () => {
    const { result } = await order({ price: '50000' })
    const [txid] = result.txid
    const amend = async (fields: Readonly<Record<string, string>>) => (await client.call('AmendOrder', { txid, ...fields })).error
    expect(await amend({})).toEqual(['EGeneral:Invalid arguments'])
    expect(await amend({ trigger_price: '1' })).toEqual(['EGeneral:Invalid arguments:trigger_price'])
    expect(await amend({ limit_price: '65000', post_only: 'true' })).toEqual(['EOrder:Post only order'])
    expect(await amend({ order_qty: '0.00000001' })).toEqual(['EGeneral:Invalid arguments:volume minimum not met'])
    expect((await client.call('AmendOrder', { txid: 'OAAAAA-AAAAA-AAAAAA', order_qty: '1' })).error).toEqual(['EOrder:Unknown order'])
    await client.call('CancelAll')
  })

  it('takes batches as JSON and as a form, refuses malformed ones whole and lacking funds alone', async () => {
    const row = { ordertype: 'limit', type: 'buy', volume: '0.01', price: '50000' }
    const batch = await client.callJson('AddOrderBatch', { pair: 'XBTUSD', orders: [row, { ...row, price: 50001.5, volume: 0.02 }] })
    expect(batch.result.orders.map((one: { descr: { order: string } }) => one.descr.order)).toEqual([
      'buy 0.01000000 XBTUSD @ limit 50000.0',
      'buy 0.02000000 XBTUSD @ limit 50001.5',
    ])
    const poor = await client.callJson('AddOrderBatch', { pair: 'XBTUSD', orders: [row, { ...row, volume: '1000' }] })
    expect(poor.result.orders).toEqual([expect.objectContaining({ txid: expect.any(String) }), { error: 'EOrder:Insufficient funds' }])
    const wrong = await client.callJson('AddOrderBatch', { pair: 'XBTUSD', orders: [row, { ...row, type: 'hold' }] })
    expect(wrong.error).toEqual(['EGeneral:Invalid arguments:type'])
    const form = await client.call('AddOrderBatch', {
      pair: 'XBTUSD',
      ...Object.fromEntries([0, 1].flatMap((index) => Object.entries(row).map(([name, value]) => [`orders[${index}][${name}]`, value]))),
    })
    expect(form.result.orders).toHaveLength(2)
    const ids = Object.keys((await client.call('OpenOrders')).result.open)
    expect(ids).toHaveLength(5)
    expect((await client.callJson('CancelOrderBatch', { orders: [...ids.slice(1), 'OAAAAA-AAAAA-AAAAAA'] })).result).toEqual({ count: 4 })
    await client.call('CancelAll')
  })

  it('cancels everything when the dead man switch is not set again', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    const { result } = await own.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.01' })
    const set = await own.call('CancelAllOrdersAfter', { timeout: '1' })
    expect(Date.parse(set.result.triggerTime) - Date.parse(set.result.currentTime)).toBe(1000)
    const query = async () => (await own.call('QueryOrders', { txid: result.txid[0] })).result[result.txid[0]]
    await expect.poll(query, { timeout: 5000 }).toMatchObject({ status: 'canceled', reason: 'CancelAllOrdersAfter Timeout' })
    expect((await own.call('CancelAllOrdersAfter', { timeout: '0' })).result.triggerTime).toBe('0')
    expect((await own.call('CancelAllOrdersAfter', { timeout: '86401' })).error).toEqual(['EGeneral:Invalid arguments:timeout'])
  })
})

describe('account by REST', () => {
  it('tells value, fees and positions', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    const equity = (await own.call('TradeBalance', { asset: 'ZUSD' })).result
    expect(Number(equity.eb)).toBeGreaterThan(150_000)
    expect(equity.m).toBe('0.0000')
    const volume = (await own.call('TradeVolume', { pair: 'XBTUSD', 'fee-info': 'true' })).result
    expect(volume.fees.XXBTZUSD.fee).toBe('0.4000')
    expect(volume.fees_maker.XXBTZUSD.fee).toBe('0.2500')
    expect((await own.call('OpenPositions', { docalcs: 'true' })).result).toEqual([])
  })

  it('keeps the ledger by time, asset and kind', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    const all = (await own.call('Ledgers')).result
    expect(all.count).toBe(2)
    const usd = (await own.call('Ledgers', { asset: 'ZUSD', type: 'deposit' })).result
    expect(Object.values(usd.ledger)).toEqual([expect.objectContaining({ asset: 'ZUSD', amount: '100000.0000', balance: '100000.0000' })])
    expect((await own.call('Ledgers', { start: String(Math.ceil(Date.now() / 1000) + 5) })).result).toEqual({ ledger: {}, count: 0 })
  })

  it('pages through closed orders fifty at a time, newest first', async () => {
    const own = rawClient(exchange.served.url, traderOf(exchange))
    const ids: string[] = []
    for (let index = 0; index < 53; index += 1) {
      const { result } = await own.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.001' })
      ids.unshift(result.txid[0])
    }
    await own.call('CancelAll')
    const first = (await own.call('ClosedOrders')).result
    expect(first.count).toBe(53)
    expect(Object.keys(first.closed)).toHaveLength(50)
    const rest = (await own.call('ClosedOrders', { ofs: '50', without_count: 'true' })).result
    expect(Object.keys(rest)).toEqual(['closed'])
    expect(Object.keys(rest.closed)).toHaveLength(3)
    expect(new Set([...Object.keys(first.closed), ...Object.keys(rest.closed)])).toEqual(new Set(ids))
    const since = (await own.call('ClosedOrders', { start: ids[10]!, closetime: 'open' })).result
    expect(since.count).toBe(10)
  })
})
