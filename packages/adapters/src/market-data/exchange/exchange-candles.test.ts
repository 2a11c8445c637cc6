import type { Bar, MarketFeed, Quote } from '@strategraph/market-model'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FakeKraken, fakeKraken, type KrakenFault } from '../../testing/fake-kraken.ts'
import { virtualTime } from '../../testing/virtual-time.ts'
import { createExchangeCandles, type ExchangeOptions } from './exchange-candles.ts'

const minute = 60_000
const noon = Date.UTC(2026, 0, 5, 12)

async function setup(more: Partial<ExchangeOptions> & { readonly start?: number; readonly skew?: number; readonly loops?: number } = {}) {
  const { start = noon + 20_000, skew = 0, loops = 1, ...options } = more
  const server = await fakeKraken(start)
  const time = virtualTime(start + skew, (now) => (server.now = now - skew), loops)
  const candles = createExchangeCandles({
    exchange: 'kraken',
    publicUrl: server.url,
    callSpacingMs: 1,
    timeoutMs: 1000,
    timekeeping: time,
    ...options,
  })
  return { server, time, candles, runUntil: (exchangeTime: number) => time.runUntil(exchangeTime + skew) }
}

async function startFeed(feed: MarketFeed) {
  const bars: Bar[] = []
  const problems: string[] = []
  const quotes: Quote[] = []
  await feed.start({ onBar: (bar) => bars.push(bar), onQuote: (quote) => quotes.push(quote), onProblem: (code) => problems.push(code) })
  onTestFinished(() => feed.stop())
  return { bars, problems, quotes }
}
const feedOf = async ({ candles }: Awaited<ReturnType<typeof setup>>, more: { after?: number; quoteMs?: number } = {}) => {
  const feed = await candles.feed({ symbol: 'BTC/USD', interval: '1m', quoteMs: 0, ...more })
  if (!feed.ok) throw new Error(JSON.stringify(feed.problems))
  return startFeed(feed.value)
}
/** The finished candles that open at from, from + 1m ... */
const expectedBars = (server: FakeKraken, from: number, count: number): Bar[] =>
  Array.from({ length: count }, (_, index) => from + index * minute).map((at) => {
    const [open, high, low, close, volume] = server.candle(at)
    return { time: at + minute, open, high, low, close, volume }
  })
const code = (result: { ok: boolean; problems?: readonly { code: string }[] }) => result.problems?.[0]?.code

describe('exchange candles through the unmodified ccxt', () => {
  it('knows tick, lot and minimum of an instrument as exact decimals; a coarser tick_size of Kraken wins', async () => {
    const { candles, server } = await setup()
    expect(await candles.instrument('BTC/USD')).toMatchObject({
      ok: true,
      value: {
        id: 'kraken:BTC/USD',
        base: 'BTC',
        quote: 'USD',
        tickSize: '0.1',
        lotSize: '0.00000001',
        minQuantity: '0.00005',
        minNotional: '0.5',
      },
    })
    expect(await candles.instrument('ETH/USD')).toMatchObject({ ok: true, value: { tickSize: '0.05' } })
    const all = await candles.instruments()
    expect(all.ok && all.value.map(({ symbol }) => symbol)).toEqual(['BTC/USD', 'ETH/USD'])
    expect(server.requests.every((request) => request.startsWith('/0/public/'))).toBe(true)
    expect(server.refused).toEqual([])
  })

  it('gives 719 closed bars, stamped with their close, without the unfinished one', async () => {
    const { candles, server } = await setup()
    const fetched = await candles.fetchBars({ symbol: 'BTC/USD', interval: '1m' })
    if (!fetched.ok) throw new Error(JSON.stringify(fetched.problems))
    const { time, close } = fetched.value
    expect(time).toHaveLength(719)
    expect(time.at(-1)).toBe(noon)
    expect([...close]).toEqual(expectedBars(server, noon - 719 * minute, 719).map((bar) => bar.close))
    expect(server.requests.at(-1)).toContain('/0/public/OHLC?')
    expect(server.requests.at(-1)).toContain('pair=XXBTZUSD')
    expect(server.requests.at(-1)).toContain('interval=1')
  })

  it('from a given time on; what Kraken no longer keeps is said', async () => {
    const { candles } = await setup()
    const some = await candles.fetchBars({ symbol: 'BTC/USD', interval: '1m', since: noon - 10 * minute })
    expect(some.ok && [some.value.time.length, some.value.time[0], some.warnings]).toEqual([10, noon - 9 * minute, []])
    const old = await candles.fetchBars({ symbol: 'BTC/USD', interval: '1m', since: noon - 5000 * minute })
    expect(old.ok && [old.value.time.length, old.warnings.map((warning) => warning.code)]).toEqual([719, ['HISTORY_LIMITED']])
  })

  it.each([
    ['kraken', 'XXX/USD', '1m', 'SYMBOL_UNKNOWN'],
    ['kraken', 'BTC/USD', '3m', 'INTERVAL_UNSUPPORTED'],
    ['nosuch', 'BTC/USD', '1m', 'EXCHANGE_UNKNOWN'],
    ['../../package', 'BTC/USD', '1m', 'EXCHANGE_UNKNOWN'],
  ] as const)('%s %s %s is refused with %s', async (exchange, symbol, interval, expected) => {
    const { candles } = await setup({ exchange })
    expect(code(await candles.fetchBars({ symbol, interval }))).toBe(expected)
  })

  it.each([
    ['drop', 'EXCHANGE_UNREACHABLE'],
    ['502', 'EXCHANGE_UNREACHABLE'],
    ['busy', 'EXCHANGE_UNREACHABLE'],
    ['rate-limit', 'EXCHANGE_RATE_LIMITED'],
    ['stall', 'EXCHANGE_TIMEOUT'],
  ] as const)('a request that ends in %s is %s, in about the time limit', async (fault, expected) => {
    const { candles, server } = await setup()
    await candles.instrument('BTC/USD')
    server.fail([fault])
    const began = performance.now()
    expect(code(await candles.fetchBars({ symbol: 'BTC/USD', interval: '1m' }))).toBe(expected)
    expect(performance.now() - began).toBeLessThan(3000)
    expect((await candles.fetchBars({ symbol: 'BTC/USD', interval: '1m' })).ok).toBe(true)
  })

  it.each(['html', 'cut'] as const)('%s instead of candles is a problem, never an empty series', async (fault) => {
    const { candles, server } = await setup()
    await candles.instrument('BTC/USD')
    server.fail([fault])
    expect(code(await candles.fetchBars({ symbol: 'BTC/USD', interval: '1m' }))).toMatch(
      /^(NO_CANDLES|EXCHANGE_ANSWER_INVALID|EXCHANGE_UNREACHABLE)$/,
    )
  })

  it('instruments that came cut are asked for again, not remembered as none', async () => {
    const { candles, server } = await setup()
    server.fail(['cut', 'cut', 'cut', 'cut'], true)
    await candles.instrument('BTC/USD')
    server.fail([])
    expect((await candles.instrument('BTC/USD')).ok).toBe(true)
  })
})

describe('candle feed', () => {
  it('delivers each bar once, closed, within seconds of its end', async () => {
    const all = await setup()
    const { bars, problems } = await feedOf(all)
    await all.runUntil(noon + 5 * minute + 10_000)
    expect(bars).toEqual(expectedBars(all.server, noon, 5))
    expect(problems).toEqual([])
    const asked = all.server.requests.filter((request) => request.includes('/OHLC'))
    expect(asked.length).toBeLessThanOrEqual(8)
    expect(all.server.refused).toEqual([])
  })

  it.each([-90_000, -1500, 1500, 90_000])('a local clock that is %i ms off changes nothing', async (skew) => {
    const all = await setup({ skew })
    const { bars } = await feedOf(all)
    await all.runUntil(noon + 3 * minute + 10_000)
    expect(bars).toEqual(expectedBars(all.server, noon, 3))
  })

  it.each([
    [-90_000, -90_000],
    [-1500, undefined],
    [0, undefined],
    [1500, undefined],
    [90_000, 90_000],
  ])('of a local clock that is %i ms off it knows %s: less than 2 s may be the way to the exchange', async (skew, known) => {
    const all = await setup({ skew })
    const feed = await all.candles.feed({ symbol: 'BTC/USD', interval: '1m', quoteMs: 0 })
    if (!feed.ok) throw new Error('refused')
    expect(feed.value.clockAhead).toBeUndefined()
    await startFeed(feed.value)
    await all.runUntil(noon + minute + 10_000)
    expect(feed.value.clockAhead).toBe(known)
  })

  it('a local clock that was ahead and is set right is right with the next candle, not in an hour', async () => {
    let ahead = 90_000
    const server = await fakeKraken(noon + 20_000)
    const time = virtualTime(noon + 20_000, (now) => (server.now = now))
    const timekeeping = { now: () => time.now() + ahead, wait: (ms: number, signal: AbortSignal) => time.wait(ms, signal) }
    const candles = createExchangeCandles({ exchange: 'kraken', publicUrl: server.url, callSpacingMs: 1, timekeeping })
    const feed = await candles.feed({ symbol: 'BTC/USD', interval: '1m', quoteMs: 0 })
    if (!feed.ok) throw new Error('refused')
    const { bars } = await startFeed(feed.value)
    await time.runUntil(noon + minute + 10_000)
    expect(feed.value.clockAhead).toBe(90_000)
    ahead = 0
    await time.runUntil(noon + 4 * minute + 10_000)
    expect(feed.value.clockAhead).toBeUndefined()
    expect(bars).toEqual(expectedBars(server, noon, 4))
  })

  it.each([
    ['ten times as fast', 10, 0],
    ['a thousand times as fast', 1000, 0],
    ['as fast as time, but hours behind the machine', 1, 3 * 3_600_000],
  ])('candles of a market with a clock of its own, %s, are delivered as they close there', async (_, speed, behind) => {
    const server = await fakeKraken(noon + 20_000)
    const start = noon + behind
    const time = virtualTime(start, (now) => (server.now = noon + 20_000 + (now - start) * speed), 1)
    const candles = createExchangeCandles({
      exchange: 'kraken',
      publicUrl: server.url,
      callSpacingMs: 1,
      timekeeping: time,
      candleTime: () => server.now,
    })
    const feed = await candles.feed({ symbol: 'BTC/USD', interval: '1m', quoteMs: 0 })
    if (!feed.ok) throw new Error(JSON.stringify(feed.problems))
    const lateness: number[] = []
    const bars: Bar[] = []
    await feed.value.start({
      onBar(bar) {
        bars.push(bar)
        lateness.push(server.now - bar.time)
      },
      onQuote() {},
      onProblem: (problem) => expect(problem).toBe('none'),
    })
    onTestFinished(() => feed.value.stop())
    await time.runUntil(start + (4 * minute + 10_000) / speed)
    expect(bars).toEqual(expectedBars(server, noon, 4))
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0)
    // Older ones open no position.
    expect(Math.max(...lateness)).toBeLessThan(minute / 2)
  })

  it('a market whose clock becomes a thousand times as fast is late for a second, not for good; one that stands still is not asked all the time', async () => {
    const server = await fakeKraken(noon + 20_000)
    let speed = 1
    let last = noon
    const time = virtualTime(noon, (now) => {
      server.now += (now - last) * speed
      last = now
    })
    const candleTime = () => server.now
    const candles = createExchangeCandles({ exchange: 'kraken', publicUrl: server.url, callSpacingMs: 1, timekeeping: time, candleTime })
    const feed = await candles.feed({ symbol: 'BTC/USD', interval: '1m', quoteMs: 0 })
    if (!feed.ok) throw new Error(JSON.stringify(feed.problems))
    const lateness: number[] = []
    await feed.value.start({ onBar: ({ time }) => lateness.push(server.now - time), onQuote() {}, onProblem() {} })
    onTestFinished(() => feed.value.stop())
    await time.runUntil(noon + 2000)
    speed = 1000
    await time.runUntil(noon + 5000)
    // 50 minutes; those of the first second come together.
    expect(lateness.length).toBeGreaterThan(45)
    expect(Math.max(...lateness)).toBeLessThan(1000 * speed + minute)
    expect(Math.max(...lateness.slice(18))).toBeLessThan(minute / 2)
    speed = 0
    const asked = server.requests.length
    await time.runUntil(noon + 25_000)
    expect(server.requests.length - asked).toBeLessThanOrEqual(22)
  })

  it('goes on after the last bar that the caller has', async () => {
    const all = await setup()
    const { bars, problems } = await feedOf(all, { after: noon - 10 * minute })
    await all.runUntil(noon + minute + 10_000)
    expect(bars).toEqual(expectedBars(all.server, noon - 10 * minute, 11))
    expect(problems).toEqual([])
  })

  it('loses and doubles nothing over an outage of an hour with every kind of failure', async () => {
    const all = await setup()
    const { bars, problems } = await feedOf(all)
    await all.runUntil(noon + 2 * minute + 10_000)
    const faults: KrakenFault[] = ['drop', '502', 'busy', 'rate-limit', 'html', 'cut']
    all.server.fail(Array.from({ length: 60 }, (_, index) => faults[index % faults.length] ?? 'drop'))
    await all.runUntil(noon + 90 * minute + 10_000)
    expect(bars).toEqual(expectedBars(all.server, noon, 90))
    expect(new Set(problems)).toEqual(new Set(['EXCHANGE_UNREACHABLE', 'EXCHANGE_RATE_LIMITED', 'EXCHANGE_ANSWER_INVALID']))
    expect(problems).toHaveLength(60)
  })

  it('says how many bars are lost where the outage was longer than the exchange remembers', async () => {
    const all = await setup()
    const { bars, problems } = await feedOf(all, { after: noon - 1000 * minute })
    await all.runUntil(noon + 30_000)
    expect(problems).toEqual(['FEED_GAP'])
    expect(bars).toEqual(expectedBars(all.server, noon - 719 * minute, 719))
  })

  it('a bar that the exchange changes afterwards is reported once, not delivered again', async () => {
    const all = await setup()
    const { bars, problems } = await feedOf(all)
    await all.runUntil(noon + minute + 10_000)
    const before = all.server.candle
    all.server.candle = (open) => (open === noon ? [1, 2, 1, 2, 1] : before(open))
    await all.runUntil(noon + 3 * minute + 10_000)
    expect(bars.map(({ time }) => time)).toEqual([1, 2, 3].map((index) => noon + index * minute))
    expect(problems).toEqual(['BAR_REVISED'])
  })

  it('a listener that throws neither stops the feed nor gets the bar twice', async () => {
    const all = await setup()
    const feed = await all.candles.feed({ symbol: 'BTC/USD', interval: '1m', quoteMs: 0 })
    if (!feed.ok) throw new Error('refused')
    const times: number[] = []
    const problems: string[] = []
    const onBar = ({ time }: Bar) => {
      times.push(time)
      throw new Error('mine')
    }
    await feed.value.start({ onBar, onQuote: () => {}, onProblem: (problem) => problems.push(problem) })
    await all.runUntil(noon + 2 * minute + 10_000)
    await feed.value.stop()
    expect([times, problems]).toEqual([
      [noon + minute, noon + 2 * minute],
      ['FEED_LISTENER_FAILED', 'FEED_LISTENER_FAILED'],
    ])
  })

  it('reads bid and ask in between', async () => {
    const all = await setup({ loops: 2 })
    const { quotes } = await feedOf(all, { quoteMs: 10_000 })
    await all.runUntil(noon + minute)
    expect(quotes.length).toBeGreaterThanOrEqual(3)
    expect(quotes.every(({ bid, ask, last }) => bid < last && last < ask)).toBe(true)
  })

  it('stop ends at once, also while a call hangs, and nothing comes after it', async () => {
    const all = await setup({ timeoutMs: 60_000 })
    const feed = await all.candles.feed({ symbol: 'BTC/USD', interval: '1m', quoteMs: 0 })
    if (!feed.ok) throw new Error('refused')
    let count = 0
    all.server.fail(['stall'])
    await feed.value.start({ onBar: () => (count += 1), onQuote: () => {}, onProblem: () => (count += 1) })
    await new Promise((resolve) => setTimeout(resolve, 50))
    const began = performance.now()
    await feed.value.stop()
    expect(performance.now() - began).toBeLessThan(500)
    expect(count).toBe(0)
  })
})
