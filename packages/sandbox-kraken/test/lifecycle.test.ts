import { createVenue, type Micros } from '@strategraph/market-sim'
import { afterEach, describe, expect, it } from 'vitest'
import { createSandboxKraken, serveSandbox, venueMarket } from '../src/index.ts'
import { rawClient, rawSocket } from './support/raw-client.ts'
import { createCrowd, instruments, startExchange, type TestExchange } from './support/test-exchange.ts'

let exchange: TestExchange
afterEach(() => exchange.close())

const freshVenue = () => {
  const venue = createVenue({ instruments, now: (Date.now() * 1000) as Micros })
  createCrowd(venue).fillBook()
  return venue
}

describe('another market takes the place of this one', () => {
  it('ends orders, funds accounts anew, keeps histories, and tells sockets by closing them', async () => {
    exchange = await startExchange({ limits: 'off' })
    const account = exchange.sandbox.createAccount({ name: 'survivor' })
    const client = rawClient(exchange.served.url, account)
    const [bought] = (await client.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.1' })).result.txid
    const resting = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.1' }
    const [open] = (await client.call('AddOrder', resting)).result.txid
    const socket = await rawSocket(exchange.served.socketUrl)
    const venue = freshVenue()
    exchange.sandbox.attach(venueMarket(venue))
    expect(await socket.closed).toBe(1012)
    expect((await client.call('OpenOrders')).result.open).toEqual({})
    const { closed } = (await client.call('ClosedOrders')).result
    expect(closed[open]).toMatchObject({ status: 'canceled', reason: 'Market reset' })
    expect(closed[bought]).toMatchObject({ status: 'closed' })
    expect((await client.call('Balance')).result).toEqual({ ZUSD: '100000.0000', XXBT: '1.0000000000' })
    // The ledger says why.
    const { ledger } = (await client.call('Ledgers', { type: 'adjustment' })).result
    expect(Object.values(ledger)).toEqual([
      expect.objectContaining({ asset: 'XXBT', amount: '-0.1000000000', balance: '1.0000000000' }),
      expect.objectContaining({ asset: 'ZUSD', amount: '6024.1004', balance: '100000.0000' }),
    ])
    // Old market: nothing of this account any more. New one: at work.
    exchange.crowd.market('sell', 9)
    const [next] = (await client.call('AddOrder', resting)).result.txid
    expect(venue.openOrders(venueAccountOf(venue)).map(({ tag }) => tag)).toEqual([next])
    expect((await client.call('CancelAll')).result.count).toBe(1)
  })
})

const venueAccountOf = (venue: ReturnType<typeof freshVenue>) => {
  for (let id = 0; id < venue.accountCount; id += 1) {
    const account = id as Parameters<typeof venue.accountName>[0]
    if (venue.accountName(account).startsWith('survivor')) return account
  }
  throw new Error('no such account')
}

describe('accounts over a restart', () => {
  it('keep keys, permissions and the last nonce; what was left open in a restored market ends', async () => {
    exchange = await startExchange({ limits: 'off' })
    const account = exchange.sandbox.createAccount({
      name: 'kept',
      permissions: ['query-funds', 'modify-trades'],
      balances: { USD: '5000' },
    })
    const client = rawClient(exchange.served.url, account)
    await client.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.01' })
    const stored: unknown = JSON.parse(JSON.stringify(exchange.sandbox.snapshotAccounts()))
    // The same market under a new process.
    const next = createSandboxKraken({ market: venueMarket(exchange.venue), accounts: stored, seed: 'test' })
    const served = await serveSandbox(next)
    expect(next.accounts()).toEqual([expect.objectContaining({ id: account.id, name: 'kept', openOrders: 0 })])
    const again = rawClient(served.url, account)
    const stale = await again.send('Balance', 'nonce=1', '1')
    expect(JSON.parse(await stale.text()).error).toEqual(['EAPI:Invalid nonce'])
    expect((await again.call('BalanceEx')).result).toEqual({ ZUSD: { balance: '5000.0000', hold_trade: '0.0000' } })
    expect((await again.call('OpenOrders')).error).toEqual(['EGeneral:Permission denied'])
    const placed = await again.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.01' })
    expect(placed.error).toEqual([])
    expect(exchange.venue.depth(exchange.venue.marketOf('BTC/USD')!, 'buy', 100).at(-1)?.quantity).toBe(1_000_000)
    next.close()
    await served.close()
  })

  it('are refused when they are not what was stored', async () => {
    exchange = await startExchange()
    expect(() => createSandboxKraken({ market: venueMarket(exchange.venue), accounts: { version: 2 } })).toThrow('version')
  })
})

describe('closing an account', () => {
  it('cancels its orders and ends its key', async () => {
    exchange = await startExchange({ limits: 'off' })
    const account = exchange.sandbox.createAccount({ name: 'gone' })
    const client = rawClient(exchange.served.url, account)
    await client.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.01' })
    expect(exchange.sandbox.closeAccount(account.id)).toBe(true)
    expect(exchange.sandbox.closeAccount(account.id)).toBe(false)
    expect((await client.call('Balance')).error).toEqual(['EAPI:Invalid key'])
    expect(exchange.venue.depth(exchange.venue.marketOf('BTC/USD')!, 'buy', 100)).toHaveLength(10)
  })
})

describe('a seed', () => {
  it('gives the same ids for the same commands', async () => {
    const ids: string[] = []
    for (let round = 0; round < 2; round += 1) {
      exchange = await startExchange({ limits: 'off', seed: 'fixed' })
      const client = rawClient(exchange.served.url, exchange.sandbox.createAccount({ name: 'seeded' }))
      const { result } = await client.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.01' })
      ids.push(result.txid[0])
      if (round === 0) await exchange.close()
    }
    expect(ids[0]).toBe(ids[1])
  })
})
