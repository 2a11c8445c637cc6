import { createServer, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

/** How the next request is spoiled. */
export type KrakenFault = 'drop' | 'html' | 'cut' | 'busy' | 'rate-limit' | 'stall' | '502'

export interface FakeKraken {
  readonly url: string
  /** The exchange's time in ms; candles exist up to it. */
  now: number
  /** Path and query of every request, in order. */
  readonly requests: string[]
  /** Requests that the real API would refuse. */
  readonly refused: string[]
  /** One fault per request, of candle requests unless `anywhere`. */
  fail(faults: readonly KrakenFault[], anywhere?: boolean): void
  /** The finished candle that opens at `open` (ms): [open, high, low, close, volume]. */
  candle: (open: number) => readonly [number, number, number, number, number]
}

const pairs = {
  XXBTZUSD: { altname: 'XBTUSD', wsname: 'XBT/USD', base: 'XXBT', pair_decimals: 1, tick_size: '0.1', ordermin: '0.00005' },
  XETHZUSD: { altname: 'ETHUSD', wsname: 'ETH/USD', base: 'XETH', pair_decimals: 2, tick_size: '0.05', ordermin: '0.001' },
}
const assetPairs = Object.fromEntries(
  Object.entries(pairs).map(([id, pair]) => [
    id,
    {
      aclass_base: 'currency',
      aclass_quote: 'currency',
      quote: 'ZUSD',
      lot: 'unit',
      cost_decimals: 5,
      lot_decimals: 8,
      lot_multiplier: 1,
      leverage_buy: [],
      leverage_sell: [],
      fees: [[0, 0.4]],
      fees_maker: [[0, 0.25]],
      fee_volume_currency: 'ZUSD',
      margin_call: 80,
      margin_stop: 40,
      costmin: '0.5',
      status: 'online',
      ...pair,
    },
  ]),
)
const asset = (altname: string, decimals: number) => ({ aclass: 'currency', altname, decimals, display_decimals: 5, status: 'enabled' })
const assets = { XXBT: asset('XBT', 10), XETH: asset('ETH', 10), ZUSD: asset('USD', 4) }
const minutes = [1, 5, 15, 30, 60, 240, 1440, 10080, 21600]
const keptRows = 720

/** Kraken's public REST in its own shapes (section 1.2 of the Kraken notes): strings for prices, HTTP 200 for errors, the last candle unfinished. */
export async function fakeKraken(now: number): Promise<FakeKraken> {
  let faults: KrakenFault[] = []
  let isAnywhere = false
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    fake.requests.push(url.pathname + url.search)
    const fault = isAnywhere || url.pathname.endsWith('/OHLC') ? faults.shift() : undefined
    const body = JSON.stringify(request.method === 'GET' ? answer(url) : error('EGeneral:Unknown method'))
    if (fault === undefined) json(response, body)
    else spoil(response, fault, body)
  })
  const error = (text: string) => {
    fake.refused.push(text)
    return { error: [text] }
  }
  const result = (value: unknown) => ({ error: [], result: value })

  const answer = (url: URL): unknown => {
    const query = url.searchParams
    switch (url.pathname) {
      case '/0/public/Assets':
        return result(assets)
      case '/0/public/AssetPairs':
        return result(assetPairs)
      case '/0/public/Time':
        return result({ unixtime: Math.floor(fake.now / 1000), rfc1123: new Date(fake.now).toUTCString() })
      case '/0/public/Ticker':
        return result({ [query.get('pair') ?? '']: ticker(fake.now) })
      case '/0/public/OHLC':
        return ohlc(query)
      default:
        return error('EGeneral:Unknown method')
    }
  }

  const ohlc = (query: URLSearchParams): unknown => {
    const pair = query.get('pair') ?? ''
    const interval = Number(query.get('interval') ?? 1)
    const since = Number(query.get('since') ?? 0)
    if (!Object.hasOwn(pairs, pair)) return error('EQuery:Unknown asset pair')
    if (!minutes.includes(interval) || !Number.isFinite(since)) return error('EGeneral:Invalid arguments')
    const length = interval * 60_000
    const current = Math.floor(fake.now / length) * length
    const rows = Array.from({ length: keptRows }, (_, index) => current - (keptRows - 1 - index) * length).filter(
      (open) => open / 1000 > since,
    )
    const row = (open: number) => {
      const [first, high, low, close, volume] = fake.candle(open)
      // The candle in progress looks different from what it will be.
      const values = open === current ? [first, first + 1, first - 1, first, volume / 3] : [first, high, low, close, volume]
      const [o = 0, h = 0, l = 0, c = 0, v = 0] = values
      return [open / 1000, o.toFixed(1), h.toFixed(1), l.toFixed(1), c.toFixed(1), ((h + l) / 2).toFixed(1), v.toFixed(8), 12]
    }
    return result({ [pair]: rows.map(row), last: current / 1000 - interval * 60 })
  }

  const fake: FakeKraken = {
    url: '',
    now,
    requests: [],
    refused: [],
    fail(next, anywhere = false) {
      faults = [...next]
      isAnywhere = anywhere
    },
    candle(open) {
      const base = 30_000 + ((open / 60_000) % 97) * 10
      return [base, base + 25.5, base - 12.5, base + 7.5, 1.25 + ((open / 60_000) % 7)]
    },
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return Object.assign(fake, { url: `http://127.0.0.1:${address.port}` })
}

const ticker = (now: number) => {
  const price = 30_000 + (now % 1000)
  const text = (value: number) => value.toFixed(5)
  return {
    a: [text(price + 0.5), '1', '1.000'],
    b: [text(price - 0.5), '2', '2.000'],
    c: [text(price), '0.1'],
    v: ['1', '2'],
    p: [text(price), text(price)],
    t: [1, 2],
    l: [text(price), text(price)],
    h: [text(price), text(price)],
    o: text(price),
  }
}

function json(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(body)
}

function spoil(response: ServerResponse, fault: KrakenFault, body: string): void {
  if (fault === 'drop') response.socket?.destroy()
  else if (fault === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Checking your browser</body></html>')
  else if (fault === 'cut') json(response, body.slice(0, body.length / 2))
  else if (fault === 'busy') json(response, '{"error":["EService:Busy"]}')
  else if (fault === 'rate-limit') json(response, '{"error":["EAPI:Rate limit exceeded"]}')
  else if (fault === '502') response.writeHead(502).end('bad gateway')
  else {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) })
    response.write(body.slice(0, 20))
  }
}
