import { execFile, spawnSync } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { kraken } from 'ccxt'
import { describe, expect, it } from 'vitest'
import { startMarketServer } from './support/market-server.ts'
import { rawRequest, upgradeHeaders } from './support/raw-request.ts'
import { startServer, temporaryFolder, type TestServer } from './support/test-server.ts'

const symbol = 'BTC/USD'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** ccxt as anybody would set it up: key, secret, and the base address; without its brake for the real exchange, seconds a call. */
function clientOf({ key, secret, restUrl }: { key: string; secret: string; restUrl: string }) {
  return new kraken({ apiKey: key, secret, enableRateLimit: false, urls: { api: { public: restUrl, private: restUrl } } })
}

async function startTraded(options: Parameters<typeof startMarketServer>[0] = {}): Promise<TestServer> {
  const server = await startMarketServer(options)
  await server.api.stepMarket({ body: { seconds: 120 } })
  return server
}

function signed(secret: string, path: string, params: Record<string, string>): { body: string; sign: string } {
  const body = new URLSearchParams(params).toString()
  const hash = createHash('sha256')
    .update((params['nonce'] ?? '') + body)
    .digest()
  const sign = createHmac('sha512', Buffer.from(secret, 'base64')).update(path).update(hash).digest('base64')
  return { body, sign }
}

describe('the sandbox exchange', () => {
  it('ccxt trades on it with key, secret and base address alone, against the agents of the market', async () => {
    const { api, url } = await startTraded()
    const account = await api.createSandboxAccount({ body: { name: 'bot', balances: { USD: '50000', BTC: '2' } } })
    expect(account).toMatchObject({ name: 'bot', restUrl: `${url}/sandbox`, balances: { USD: '50000', BTC: '2' } })
    const client = clientOf(account)
    const markets = await client.loadMarkets()
    expect(Object.keys(markets)).toEqual(expect.arrayContaining(['BTC/USD', 'ETH/USD', 'ETH/BTC']))
    const book = await client.fetchOrderBook(symbol, 5)
    const ours = await api.marketBook({ query: { symbol, depth: 5 } })
    expect(book.bids.map(([price]) => price)).toEqual(ours.bids.map(([price]) => price))
    expect((await client.fetchOHLCV(symbol, '1m')).length).toBeGreaterThan(1)
    expect((await client.fetchBalance())['BTC']).toMatchObject({ total: 2 })
    const { id } = await client.createOrder(symbol, 'market', 'buy', 0.01)
    expect(await client.fetchOrder(String(id))).toMatchObject({ status: 'closed', filled: 0.01 })
    expect((await client.fetchBalance())['BTC']?.total).toBeCloseTo(2.01, 8)
    const [trade] = (await api.marketTrades({ query: { symbol, limit: 50 } })).toReversed()
    expect(trade).toMatchObject({ taker: expect.stringContaining('bot'), side: 'buy' })
    const resting = await client.createOrder(symbol, 'limit', 'buy', 0.01, 30_000)
    expect((await client.fetchOpenOrders()).map((order) => order.id)).toEqual([resting.id])
    await client.cancelOrder(String(resting.id))
    expect(await client.fetchOpenOrders()).toEqual([])
  })

  it('ccxt follows its order book and its own orders over the WebSocket of the same address', async () => {
    const { api } = await startTraded()
    await api.resumeMarket({})
    const account = await api.createSandboxAccount({ body: {} })
    const base = account.wsUrl
    const { pro } = await import('ccxt')
    const client = new pro.kraken({
      apiKey: account.key,
      secret: account.secret,
      enableRateLimit: false,
      urls: {
        api: {
          public: account.restUrl,
          private: account.restUrl,
          ws: { public: base, private: base, publicV2: base, privateV2: base },
        },
      },
    })
    try {
      // Or ws:// is refused by ccxt.
      await client.loadHttpProxyAgent()
      const book = await client.watchOrderBook(symbol)
      expect(book.bids[0]?.[0]).toBeLessThan(book.asks[0]?.[0] ?? 0)
      const watching = client.watchOrders()
      const { id } = await client.createOrder(symbol, 'limit', 'buy', 0.01, 30_000)
      expect((await watching).map((order) => order.id)).toContain(id)
    } finally {
      await client.close()
    }
  })

  it('accounts are listed without secrets, closed for good, and outlive the server in a private file', async () => {
    const first = await startTraded()
    const [kept, closed] = [
      await first.api.createSandboxAccount({ body: { name: 'kept' } }),
      await first.api.createSandboxAccount({ body: { name: 'closed', permissions: ['query-funds'] } }),
    ]
    expect(closed.permissions).toEqual(['query-funds'])
    await clientOf(kept).createOrder(symbol, 'market', 'buy', 0.25)
    const { USD: usd, BTC: btc } = await clientOf(kept).fetchBalance()
    expect(btc?.total).toBeGreaterThan(1)
    await first.api.deleteSandboxAccount({ params: { id: closed.id } })
    await expect(clientOf(closed).fetchBalance()).rejects.toThrow(/Invalid key/)
    await first.close()
    const path = join(first.dataPath, 'sandbox-accounts.json')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readFile(path, 'utf8')).not.toContain(closed.secret)
    const second = await startMarketServer({ dataPath: first.dataPath })
    const accounts = await second.api.listSandboxAccounts({})
    expect(accounts).toMatchObject([{ id: kept.id, name: 'kept', key: kept.key }])
    expect(JSON.stringify(accounts)).not.toContain(kept.secret)
    const client = clientOf({ ...kept, restUrl: `${second.url}/sandbox` })
    expect(await client.fetchBalance()).toMatchObject({ USD: usd, BTC: btc })
  })

  it('a reset and a restore of the market leave the accounts their keys: they trade on the new one', async () => {
    const { api } = await startTraded()
    const account = await api.createSandboxAccount({ body: {} })
    const client = clientOf(account)
    const { id } = await api.createCheckpoint({ body: {} })
    await client.createOrder(symbol, 'limit', 'buy', 0.01, 30_000)
    await api.resetMarket({ body: { seed: 3 } })
    await api.stepMarket({ body: { seconds: 60 } })
    expect(await client.fetchOpenOrders()).toEqual([])
    expect((await client.createOrder(symbol, 'market', 'buy', 0.01)).id).toMatch(/^O/)
    await api.restoreCheckpoint({ params: { id } })
    expect((await client.createOrder(symbol, 'market', 'sell', 0.01)).id).toMatch(/^O/)
  })

  it.each([
    ['an asset that is not traded', { balances: { DOGE: '5' } }, 'ASSET_UNKNOWN'],
    ['a permission that is not there', { permissions: ['everything'] }, 'PERMISSION_UNKNOWN'],
  ])('%s is refused by name', async (_, body, code) => {
    const { api } = await startMarketServer()
    await expect(api.createSandboxAccount({ body })).rejects.toMatchObject({ status: 422, body: { code } })
    expect(await api.listSandboxAccounts({})).toEqual([])
  })
})

const hasOpenSsl = spawnSync('openssl', ['version']).status === 0

describe.runIf(hasOpenSsl)('over TLS', () => {
  it('the same exchange answers on a port of its own, without the fault port', async () => {
    const folder = await temporaryFolder()
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      '-subj',
      '/CN=127.0.0.1',
    ])
    // A port that was free a moment ago.
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const address = probe.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    probe.close()
    await startMarketServer({ config: { sandbox: { faults: true, tls: { port, key, cert } } } })
    const ask = async (path: string) => {
      const call = request({ host: '127.0.0.1', port, path, rejectUnauthorized: false }).end()
      const [answer] = (await once(call, 'response')) as [IncomingMessage]
      answer.resume()
      return answer.statusCode
    }
    expect(await ask('/0/public/Time')).toBe(200)
    expect(await ask('/control/rules')).toBe(404)
  })
})

describe('who may call it', () => {
  it('anybody on this machine, without our credentials; private calls need the signature of an account', async () => {
    const { port, api } = await startTraded()
    const { key, secret } = await api.createSandboxAccount({ body: {} })
    const time = await rawRequest(port, '/sandbox/0/public/Time')
    expect([time.status, time.body]).toMatchObject([200, { error: [], result: { unixtime: expect.any(Number) } }])
    // kraken-api posts public calls too.
    const posted = await rawRequest(port, '/sandbox/0/public/SystemStatus', { method: 'POST', headers: form, body: 'nonce=1' })
    expect(posted.body).toMatchObject({ result: { status: 'online' } })
    const ask = async (headers: Record<string, string>, body: string) =>
      (await rawRequest(port, '/sandbox/0/private/Balance', { method: 'POST', headers: { ...form, ...headers }, body })).body
    expect(await ask({}, 'nonce=1')).toMatchObject({ error: ['EAPI:Invalid key'] })
    const { body, sign } = signed(secret, '/0/private/Balance', { nonce: '1000' })
    expect(await ask({ 'api-key': key, 'api-sign': sign }, `${body}&x=1`)).toMatchObject({ error: ['EAPI:Invalid signature'] })
    expect(await ask({ 'api-key': key, 'api-sign': sign }, body)).toMatchObject({ error: [], result: { ZUSD: expect.any(String) } })
    expect(await ask({ 'api-key': key, 'api-sign': sign }, body)).toMatchObject({ error: ['EAPI:Invalid nonce'] })
    expect((await rawRequest(port, '/sandbox/v2', { headers: upgradeHeaders })).status).toBe(101)
  })

  it('no page of another origin, and under no foreign name', async () => {
    const { port, url } = await startMarketServer()
    for (const headers of [{ origin: 'http://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect((await rawRequest(port, '/sandbox/0/public/Time', { headers })).status).toBe(403)
      expect((await rawRequest(port, '/sandbox/0/private/AddOrder', { method: 'POST', headers: { ...headers, ...form } })).status).toBe(403)
      expect((await rawRequest(port, '/sandbox/v2', { headers: { ...upgradeHeaders, ...headers } })).status).toBe(403)
    }
    for (const path of ['/sandbox/0/public/Time', '/sandbox/v2'])
      expect((await rawRequest(port, path, { headers: { ...upgradeHeaders, host: 'evil.example' } })).status).toBe(421)
    const own = await rawRequest(port, '/sandbox/0/public/Time', { headers: { origin: url, 'sec-fetch-site': 'same-origin' } })
    expect(own.status).toBe(200)
  })

  it('what is not of the exchange needs a credential, its fault port too; that one is off unless the configuration says so', async () => {
    const off = await startMarketServer()
    const bearer = ({ token }: TestServer) => ({ authorization: `Bearer ${token}` })
    for (const path of ['/sandbox', '/sandbox/', '/sandbox/x', '/sandbox/control/rules', '/sandbox/control/log'])
      expect([path, (await rawRequest(off.port, path)).status]).toEqual([path, 401])
    expect((await rawRequest(off.port, '/sandbox/control/rules', { headers: bearer(off) })).status).toBe(404)
    const on = await startMarketServer({ config: { sandbox: { faults: true } } })
    const control = (method: string, path: string, body?: object) =>
      rawRequest(on.port, `/sandbox/control${path}`, {
        method,
        headers: { ...bearer(on), 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    expect((await rawRequest(on.port, '/sandbox/control/rules')).status).toBe(401)
    const rule = { on: 'request', target: 'Time', effect: { type: 'status', status: 502, body: 'bad gateway', phase: 'before' } }
    expect((await control('POST', '/rules', rule)).status).toBe(200)
    expect((await rawRequest(on.port, '/sandbox/0/public/Time')).status).toBe(502)
    expect((await control('POST', '/clear')).status).toBe(200)
    expect((await rawRequest(on.port, '/sandbox/0/public/Time')).status).toBe(200)
  })

  it('the rest of the API still takes no forms', async () => {
    const { port, token } = await startMarketServer()
    const answer = await rawRequest(port, '/api/sandbox/accounts', {
      method: 'POST',
      headers: { ...form, authorization: `Bearer ${token}` },
      body: 'name=x',
    })
    expect(answer.status).toBe(415)
  })

  it('without a market there is no exchange', async () => {
    const { port, api } = await startServer()
    expect((await rawRequest(port, '/sandbox/0/public/Time')).status).toBe(401)
    await expect(api.createSandboxAccount({ body: {} })).rejects.toMatchObject({ status: 409, body: { code: 'MARKET_OFF' } })
  })
})

describe('strategraph sandbox account', () => {
  const cli = resolve(import.meta.dirname, '../../cli/src/main.ts')
  const strategraph = async (args: readonly string[], environment: Readonly<Record<string, string>>) => {
    const { PATH = '', HOME = '' } = process.env
    const run = promisify(execFile)(process.execPath, [cli, ...args], { env: { PATH, HOME, ...environment } })
    return run.then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (cause: { code: number; stdout: string; stderr: string }) => cause,
    )
  }

  it('makes a funded account at the running server with nothing but its data folder, and leaves no token behind', async () => {
    const server = await startTraded()
    const tokens = async () => (await server.api.listTokens({})).map(({ name }) => name)
    const args = ['sandbox', 'account', '--name', 'from the shell', '--balance', 'USD=2500', '--balance', 'BTC=0.5', '--json']
    const { code, stdout } = await strategraph(args, { STRATEGRAPH_DATA: server.dataPath, PORT: String(server.port) })
    expect(code).toBe(0)
    const account: { key: string; secret: string; restUrl: string } = JSON.parse(stdout)
    const balance = await clientOf(account).fetchBalance()
    expect([balance['USD']?.total, balance['BTC']?.total]).toEqual([2500, 0.5])
    expect(await tokens()).toEqual(['test'])
    const shown = await strategraph(['sandbox', 'account', '--url', server.url, '--token', server.token], {})
    expect(shown.stdout).toMatch(
      /^key +\S+\nsecret +\S+\nrest +http:\S+\/sandbox\nwebsocket +ws:\S+\/sandbox\/v2\nbalances +100000 USD, 1 BTC\n$/,
    )
  })

  it('says what is wrong: no server, a wrong token, a balance that is none', async () => {
    const server = await startMarketServer()
    const [nobody, wrong, balance] = await Promise.all([
      strategraph(['sandbox', 'account', '--url', 'http://127.0.0.1:9', '--token', 'x'], {}),
      strategraph(['sandbox', 'account', '--url', server.url, '--token', 'sgr_wrong', '--json'], {}),
      strategraph(['sandbox', 'account', '--balance', 'lots'], {}),
    ])
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringMatching(/^UNREACHABLE: No server answers at http:\/\/127\.0\.0\.1:9/)])
    expect([wrong.code, JSON.parse(wrong.stdout)]).toMatchObject([1, { ok: false, code: 'NO_SESSION' }])
    expect([balance.code, balance.stderr]).toEqual([2, expect.stringMatching(/--balance must be like USD=100000/)])
  })
})
