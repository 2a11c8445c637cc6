import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CreatedAccount, FaultPort, HookEvent } from '../src/index.ts'
import { callPublic, onChannel, type RawClient, rawClient, type RawSocket, rawSocket, wait } from './support/raw-client.ts'
import { startExchange, type TestExchange } from './support/test-exchange.ts'

let exchange: TestExchange
let account: CreatedAccount
let client: RawClient
let faults: FaultPort

beforeAll(async () => {
  exchange = await startExchange({ limits: 'off', faults: true })
  account = exchange.sandbox.createAccount({ name: 'faulty', tier: 'pro' })
  client = rawClient(exchange.served.url, account)
  faults = exchange.sandbox.faults!
})
afterEach(async () => {
  faults.clear()
  await client.call('CancelAll')
  faults.clearLog()
})
afterAll(() => exchange.close())

const limit = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.001' }
const openIds = async () => Object.keys((await client.call('OpenOrders')).result.open)
describe('faults of requests', () => {
  it('drop-request: nothing is placed and the connection breaks', async () => {
    faults.addRule({ on: 'request', target: 'AddOrder', count: 1, effect: { type: 'drop-request' } })
    await expect(client.call('AddOrder', limit)).rejects.toThrow('fetch failed')
    expect(await openIds()).toEqual([])
    expect((await client.call('AddOrder', limit)).error).toEqual([])
  })

  it('drop-answer: the order is placed and the connection breaks', async () => {
    faults.addRule({ on: 'request', target: 'AddOrder', effect: { type: 'drop-answer' } })
    await expect(client.call('AddOrder', limit)).rejects.toThrow('fetch failed')
    expect(await openIds()).toHaveLength(1)
    expect(faults.log().filter(({ target }) => target === 'AddOrder')).toEqual([
      expect.objectContaining({ key: account.key, fault: 'drop-answer', outcome: 'ok', params: expect.objectContaining(limit) }),
    ])
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('hang, %s: no answer, and %i order', async (phase, count) => {
    faults.addRule({ on: 'request', target: 'AddOrder', count: 1, effect: { type: 'hang', phase } })
    const outcome = await Promise.race([client.call('AddOrder', limit).then(() => 'answered'), wait(150).then(() => 'hangs')])
    expect(outcome).toBe('hangs')
    await expect.poll(openIds).toHaveLength(count)
  })

  it('delay-answer: the order is placed at once', async () => {
    faults.addRule({ on: 'request', target: 'AddOrder', effect: { type: 'delay-answer', ms: 400 } })
    const sentAt = Date.now()
    const answer = client.call('AddOrder', limit)
    await expect.poll(openIds).toHaveLength(1)
    expect((await answer).error).toEqual([])
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(395)
  })

  it('delay-request: the order comes later, and not at all after its deadline', async () => {
    faults.addRule({ on: 'request', target: 'AddOrder', count: 1, effect: { type: 'delay-request', ms: 600 } })
    const answer = client.call('AddOrder', limit)
    await expect.poll(() => faults.log().some(({ target }) => target === 'AddOrder')).toBe(true)
    expect(await openIds()).toEqual([])
    expect((await answer).error).toEqual([])
    faults.addRule({ on: 'request', target: 'AddOrder', effect: { type: 'delay-request', ms: 2600 } })
    const late = await client.call('AddOrder', { ...limit, deadline: new Date(Date.now() + 2400).toISOString() })
    expect(late.error).toEqual(['EService:Deadline elapsed'])
  })

  it('cut-answer: a part of the body, then the connection breaks', async () => {
    faults.addRule({ on: 'request', target: 'AddOrder', count: 1, effect: { type: 'cut-answer', bytes: 20 } })
    const response = await client.raw('AddOrder', limit)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('terminated')
    expect(await openIds()).toHaveLength(1)
  })

  it('stall-body: headers and a part of the body, then nothing', async () => {
    faults.addRule({ on: 'request', target: 'AddOrder', count: 1, effect: { type: 'stall-body', bytes: 20 } })
    const response = await client.raw('AddOrder', limit)
    expect(response.status).toBe(200)
    expect(await Promise.race([response.text(), wait(150).then(() => 'stalled')])).toBe('stalled')
    expect(await openIds()).toHaveLength(1)
    await response.body?.cancel().catch(() => undefined)
  })

  it.each([
    [{ type: 'html', phase: 'after' }, 200, /^<!DOCTYPE html>/, 1],
    [{ type: 'html', phase: 'before', status: 403 }, 403, /^<!DOCTYPE html>/, 0],
    [{ type: 'status', phase: 'after', status: 502 }, 502, /^$/, 1],
    [{ type: 'status', phase: 'before', status: 429, body: 'slow down' }, 429, /^slow down$/, 0],
    [{ type: 'error', phase: 'after', error: 'EService:Unavailable' }, 200, /^\{"error":\["EService:Unavailable"\]\}$/, 1],
    [{ type: 'error', phase: 'before', error: 'EGeneral:Temporary lockout' }, 200, /^\{"error":\["EGeneral:Temporary lockout"\]\}$/, 0],
    [{ type: 'empty-result', phase: 'after' }, 200, /^\{"error":\[\],"result":\{\}\}$/, 1],
  ] as const)('%o answers %i, and the order exists or not', async (effect, status, body, count) => {
    faults.addRule({ on: 'request', target: 'AddOrder', count: 1, effect })
    const response = await client.raw('AddOrder', limit)
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(body)
    expect(await openIds()).toHaveLength(count)
  })
})

describe('rules', () => {
  it('strike by endpoint and key, after a number that pass, so often, and by chance from a seed', async () => {
    const other = exchange.sandbox.createAccount({ name: 'other' })
    const busy = { type: 'error', phase: 'before', error: 'EService:Busy' } as const
    const id = faults.addRule({ on: 'request', target: 'Balance', key: account.key, skip: 1, count: 2, effect: busy })
    expect((await rawClient(exchange.served.url, other).call('Balance')).error).toEqual([])
    const errors: string[] = []
    for (let call = 0; call < 4; call += 1) errors.push((await client.call('Balance')).error.join())
    expect(errors).toEqual(['', 'EService:Busy', 'EService:Busy', ''])
    expect(faults.rules()).toEqual([expect.objectContaining({ id, struck: 2 })])
    expect(faults.removeRule(id)).toBe(true)
    const draw = async () => {
      const rule = faults.addRule({ on: 'request', target: 'Time', probability: 0.5, seed: 7, effect: busy })
      const outcomes: number[] = []
      for (let call = 0; call < 20; call += 1) outcomes.push((await callPublic(exchange.served.url, 'Time')).error.length)
      faults.removeRule(rule)
      return outcomes
    }
    const first = await draw()
    expect(await draw()).toEqual(first)
    expect(new Set(first)).toEqual(new Set([0, 1]))
  })

  it('are refused when they are none', () => {
    expect(() => faults.addRule(JSON.parse('{"on":"request","effect":{"type":"explode"}}'))).toThrow('Invalid discriminator')
    expect(() => faults.addHook({ phase: 'arrived', url: 'http://example.com/' })).toThrow('this machine only')
    expect(() => faults.addHook({ phase: 'arrived', url: 'file:///etc/passwd' })).toThrow('this machine only')
  })
})

async function openStream(): Promise<{ readonly socket: RawSocket; readonly token: string }> {
  const { token } = (await client.call('GetWebSocketsToken')).result
  const socket = await rawSocket(exchange.served.socketUrl)
  await socket.ask('subscribe', { channel: 'executions', token })
  await socket.take(onChannel('executions', 'snapshot'))
  return { socket, token }
}

const sequences = (socket: RawSocket) =>
  socket.texts
    .map((text) => JSON.parse(text))
    .filter(onChannel('executions', 'update'))
    .map(({ sequence }) => sequence)

describe('faults of messages', () => {
  it.each([
    ['drop-message', { type: 'drop-message' }, [3, 4, 5]],
    ['duplicate-message', { type: 'duplicate-message' }, [2, 2, 3, 4, 5]],
    ['hold-message', { type: 'hold-message', behind: 2 }, [3, 4, 2, 5]],
  ] as const)('%s changes what a subscriber gets, and the numbers show it', async (_, effect, expected) => {
    const { socket } = await openStream()
    faults.addRule({ on: 'message', target: 'executions', count: 1, effect })
    await client.call('AddOrder', { ...limit, ordertype: 'market', type: 'sell' })
    // Whatever comes, comes before the pong.
    await socket.ask('ping')
    expect(sequences(socket)).toEqual(expected)
    socket.close()
  })

  it('delay-message and close-socket', async () => {
    const { socket } = await openStream()
    faults.addRule({ on: 'message', target: 'executions', count: 1, effect: { type: 'delay-message', ms: 60 } })
    await client.call('AddOrder', limit)
    await expect.poll(() => sequences(socket)).toEqual([3, 2])
    faults.addRule({ on: 'message', target: 'executions', count: 1, effect: { type: 'close-socket' } })
    await client.call('CancelAll')
    expect(await socket.closed).toBe(1006)
  })

  it('silence: connected, with or without pongs, and nothing else', async () => {
    const { socket } = await openStream()
    faults.set({ silence: 'data' })
    await socket.ask('ping')
    const before = socket.texts.length
    await client.call('AddOrder', limit)
    expect(await socket.ask('ping')).toMatchObject({ method: 'pong' })
    await wait(120)
    expect(socket.texts.length).toBe(before + 1)
    faults.set({ silence: 'all' })
    socket.send({ method: 'ping' })
    await wait(60)
    expect(socket.texts.length).toBe(before + 1)
    faults.set({ silence: 'off' })
    expect(await socket.take(onChannel('heartbeat'))).toEqual({ channel: 'heartbeat' })
    socket.close()
  })

  it('requests by socket are dropped, unanswered, late or refused as those by REST', async () => {
    const { socket, token } = await openStream()
    const order = { order_type: 'limit', side: 'buy', limit_price: 50_000, order_qty: 0.001, symbol: 'BTC/USD', token }
    const unanswered = async () => {
      const before = socket.texts.filter((text) => text.includes('"add_order"')).length
      socket.send({ method: 'add_order', params: order, req_id: 900 })
      await wait(50)
      return socket.texts.filter((text) => text.includes('"add_order"')).length === before
    }
    faults.addRule({ on: 'request', target: 'ws:add_order', count: 1, effect: { type: 'drop-request' } })
    expect(await unanswered()).toBe(true)
    expect(await openIds()).toHaveLength(0)
    faults.addRule({ on: 'request', target: 'ws:add_order', count: 1, effect: { type: 'drop-answer' } })
    expect(await unanswered()).toBe(true)
    expect(await openIds()).toHaveLength(1)
    faults.addRule({ on: 'request', target: 'ws:add_order', count: 1, effect: { type: 'error', phase: 'before', error: 'EService:Busy' } })
    expect(await socket.ask('add_order', order)).toMatchObject({ success: false, error: 'EService:Busy' })
    expect(await openIds()).toHaveLength(1)
    expect(await socket.ask('add_order', order)).toMatchObject({ success: true })
    socket.close()
  })
})

describe('state', () => {
  it('modes: of one market, as clients see them and as orders feel them', async () => {
    const socket = await rawSocket(exchange.served.socketUrl)
    await socket.ask('subscribe', { channel: 'instrument' })
    const mode = async (name: 'post_only' | 'limit_only' | 'cancel_only' | 'maintenance' | null) =>
      faults.set({ modes: { 'BTC/USD': name } })
    const [resting] = (await client.call('AddOrder', limit)).result.txid
    await mode('post_only')
    expect((await socket.take(onChannel('instrument', 'update'))).data.pairs).toEqual([
      expect.objectContaining({ symbol: 'BTC/USD', status: 'post_only' }),
    ])
    expect((await client.call('AddOrder', limit)).error).toEqual(['EService:Market in post_only mode'])
    expect((await client.call('AddOrder', { ...limit, oflags: 'post' })).error).toEqual([])
    await mode('limit_only')
    expect((await client.call('AddOrder', { ...limit, ordertype: 'market' })).error).toEqual(['EService:Market in limit_only mode'])
    await mode('cancel_only')
    expect((await client.call('AmendOrder', { txid: resting, limit_price: '50001' })).error).toEqual([
      'EService:Market in cancel_only mode',
    ])
    await mode('maintenance')
    expect((await client.call('CancelOrder', { txid: resting })).error).toEqual(['EService:Unavailable'])
    expect((await callPublic(exchange.served.url, 'AssetPairs')).result.XXBTZUSD.status).toBe('maintenance')
    expect((await callPublic(exchange.served.url, 'SystemStatus')).result.status).toBe('online')
    faults.set({ modes: { 'ETH/USD': 'maintenance', 'ETH/BTC': 'maintenance', 'DOGE/USD': 'maintenance' } })
    expect((await callPublic(exchange.served.url, 'SystemStatus')).result.status).toBe('maintenance')
    expect(await socket.take((message) => message.channel === 'status' && message.data[0].system === 'maintenance')).toBeDefined()
    await mode(null)
    expect((await client.call('CancelOrder', { txid: resting })).error).toEqual([])
    socket.close()
  })

  it('clock shift: the time it tells and the deadlines it keeps', async () => {
    faults.set({ clockShiftMs: 3_600_000 })
    const { unixtime } = (await callPublic(exchange.served.url, 'Time')).result
    expect(unixtime - Date.now() / 1000).toBeGreaterThan(3590)
    const soon = new Date(Date.now() + 10_000).toISOString()
    expect((await client.call('AddOrder', { ...limit, deadline: soon })).error).toEqual(['EService:Deadline elapsed'])
    faults.set({ clockShiftMs: 0 })
    expect((await client.call('AddOrder', { ...limit, deadline: new Date(Date.now() + 10_000).toISOString() })).error).toEqual([])
  })

  it('lag: a new order shows late in the open ones', async () => {
    faults.set({ lag: { ms: 1000, endpoints: ['OpenOrders'] } })
    const { result } = await client.call('AddOrder', limit)
    expect(await openIds()).toEqual([])
    expect((await client.call('QueryOrders', { txid: result.txid[0] })).result[result.txid[0]].status).toBe('open')
    await expect.poll(openIds, { timeout: 5000 }).toEqual(result.txid)
  })
})

describe('hooks', () => {
  it('call a function at arrived, processed and answered, and wait for it', async () => {
    const events: string[] = []
    const note = (label: string) => async (event: HookEvent) => {
      await wait(10)
      events.push(`${label} ${event.target} ${(await openIds()).length}`)
    }
    for (const phase of ['arrived', 'processed', 'answered'] as const) faults.addHook({ phase, target: 'AddOrder', call: note(phase) })
    await client.call('AddOrder', limit)
    await expect.poll(() => events).toEqual(['arrived AddOrder 0', 'processed AddOrder 1', 'answered AddOrder 1'])
  })

  it('post to a URL of this machine', async () => {
    const bodies: string[] = []
    const listener = createServer((request: IncomingMessage, response: ServerResponse) => {
      request.setEncoding('utf8').on('data', (body: string) => bodies.push(body))
      request.on('end', () => response.end())
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const { port } = listener.address() as AddressInfo
    faults.addHook({ phase: 'processed', target: 'CancelOrder', skip: 1, url: `http://127.0.0.1:${port}/` })
    await client.call('CancelOrder', { txid: '1' })
    expect(bodies).toEqual([])
    await client.call('CancelOrder', { txid: '1' })
    expect(bodies.map((body) => JSON.parse(body))).toEqual([{ phase: 'processed', target: 'CancelOrder', key: account.key, calls: 0 }])
    listener.close()
    // Nobody answers any more: the exchange goes on.
    expect((await client.call('CancelOrder', { txid: '1' })).error).toEqual(['EOrder:Unknown order'])
  })

  it('hear of messages', async () => {
    const { socket } = await openStream()
    let heard = 0
    faults.addHook({ phase: 'message', target: 'executions', call: () => void (heard += 1) })
    await client.call('AddOrder', limit)
    await expect.poll(() => heard).toBe(2)
    socket.close()
  })
})

describe('control over HTTP', () => {
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${exchange.served.url}/control${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: JSON.parse(await response.text()) }
  }

  it('sets rules, hooks and state, and tells what happened', async () => {
    const added = await control('POST', '/rules', {
      on: 'request',
      target: 'Balance',
      count: 1,
      effect: { type: 'error', error: 'EService:Busy' },
    })
    expect(added.status).toBe(200)
    expect((await client.call('Balance')).error).toEqual(['EService:Busy'])
    expect((await control('GET', '/rules')).body).toEqual([expect.objectContaining({ id: added.body.id, struck: 1 })])
    expect((await control('DELETE', `/rules/${added.body.id}`)).status).toBe(200)
    expect((await control('DELETE', `/rules/${added.body.id}`)).status).toBe(404)
    expect((await control('POST', '/state', { clockShiftMs: 5 })).status).toBe(200)
    expect((await control('GET', '/log')).body).toEqual([expect.objectContaining({ target: 'Balance', fault: 'error' })])
    expect((await control('POST', '/rules', { on: 'nothing' })).status).toBe(400)
    expect((await control('POST', '/hooks', { phase: 'arrived', url: 'http://example.com' })).status).toBe(400)
    expect((await control('GET', '/magic')).status).toBe(404)
    expect((await control('POST', '/clear')).status).toBe(200)
  })

  it('is not there unless it was asked for', async () => {
    const plain = await startExchange()
    const response = await fetch(`${plain.served.url}/control/rules`)
    expect(response.status).toBe(404)
    expect(plain.sandbox.faults).toBeUndefined()
    await plain.close()
  })

  it('shows no secret in the log', async () => {
    const { socket } = await openStream()
    socket.close()
    const log = JSON.stringify(faults.log())
    expect(log).toContain('ws:subscribe')
    expect(log).not.toContain(account.secret)
    expect(log).toContain('"token":"***"')
  })
})
