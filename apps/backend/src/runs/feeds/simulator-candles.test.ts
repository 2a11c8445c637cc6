import { type Bar, instrumentId, intervals, type Quote } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import type { RunningMarket } from './running-market.ts'
import { simulatorCandles } from './simulator-candles.ts'

const minute = intervals['1m']
const start = 1_700_000_040_000

/** A market that closes a minute when it is told to. */
function scriptedMarket(minutes: number) {
  type Listener = Parameters<RunningMarket['watch']>[1]
  const listeners = new Set<Listener>()
  const bars: Bar[] = []
  const close = () => {
    const price = 100 + bars.length
    bars.push({ time: start + bars.length * minute, open: price, high: price, low: price, close: price, volume: 1 })
    for (const listener of listeners) listener.onMinute()
  }
  for (let made = 0; made < minutes; made += 1) close()
  const market: RunningMarket = {
    symbols: ['BTC/USD'],
    instrument: (symbol) =>
      symbol === 'BTC/USD'
        ? {
            id: instrumentId('simulator', symbol),
            venue: 'simulator',
            symbol,
            base: 'BTC',
            quote: 'USD',
            tickSize: '0.1',
            lotSize: '0.00000001',
          }
        : undefined,
    now: () => start + bars.length * minute,
    bars: () => bars,
    watch(_, listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return {
    market,
    bars,
    close,
    quote: (quote: Quote) => listeners.forEach((listener) => listener.onQuote(quote)),
    reset: () => listeners.forEach((listener) => listener.onReset()),
    get watched() {
      return listeners.size > 0
    },
    /** Forgets its oldest bars. */
    forget: (count: number) => void bars.splice(0, count),
  }
}

async function listen(scripted: ReturnType<typeof scriptedMarket>, after?: number) {
  const made = await simulatorCandles(scripted.market).feed({
    symbol: 'BTC/USD',
    interval: '1m',
    ...(after === undefined ? {} : { after }),
  })
  if (!made.ok) throw new Error('no feed')
  const heard = { bars: [] as number[], quotes: 0, problems: [] as string[] }
  await made.value.start({
    onBar: (bar) => void heard.bars.push(bar.time),
    onQuote: () => void (heard.quotes += 1),
    onProblem: (code) => void heard.problems.push(code),
  })
  return { feed: made.value, heard }
}

describe('the running market as an exchange', () => {
  it('gives closed bars from a time on, and says where its history begins later than asked', async () => {
    const { market, bars } = scriptedMarket(5)
    const candles = simulatorCandles(market)
    const all = await candles.fetchBars({ symbol: 'BTC/USD', interval: '1m' })
    expect(all).toMatchObject({ ok: true, warnings: [] })
    const later = await candles.fetchBars({ symbol: 'BTC/USD', interval: '1m', since: start + minute })
    expect(later.ok && [...later.value.time]).toEqual(bars.slice(2).map(({ time }) => time))
    const earlier = await candles.fetchBars({ symbol: 'BTC/USD', interval: '1m', since: start - 10 * minute })
    expect(earlier).toMatchObject({ ok: true, warnings: [{ code: 'HISTORY_LIMITED' }] })
  })

  it('refuses a symbol that it does not have and a time that has no candle yet, in words', async () => {
    const candles = simulatorCandles(scriptedMarket(0).market)
    expect(await candles.instrument('DOGE/USD')).toMatchObject({ ok: false, problems: [{ code: 'SYMBOL_UNKNOWN' }] })
    expect(await candles.feed({ symbol: 'DOGE/USD', interval: '1m' })).toMatchObject({ ok: false })
    expect(await candles.fetchBars({ symbol: 'BTC/USD', interval: '1m' })).toMatchObject({ ok: false, problems: [{ code: 'NO_CANDLES' }] })
  })

  it('a feed brings what closed since the last bar first, then each bar once', async () => {
    const scripted = scriptedMarket(4)
    const { heard, feed } = await listen(scripted, start + minute)
    expect(heard.bars).toEqual([start + 2 * minute, start + 3 * minute])
    scripted.close()
    scripted.close()
    scripted.quote({ time: start, bid: 1, ask: 2, last: 1 })
    expect(heard).toMatchObject({ bars: [2, 3, 4, 5].map((at) => start + at * minute), quotes: 1, problems: [] })
    await feed.stop()
    scripted.close()
    expect(heard.bars).toHaveLength(4)
    expect(scripted.watched).toBe(false)
  })

  it('a new feed brings only bars that close from now on', async () => {
    const scripted = scriptedMarket(4)
    const { heard } = await listen(scripted)
    expect(heard.bars).toEqual([])
    scripted.close()
    expect(heard.bars).toEqual([start + 4 * minute])
  })

  it('names a hole in what is kept, and never continues a run on another market', async () => {
    const scripted = scriptedMarket(6)
    scripted.forget(4)
    const { heard } = await listen(scripted, start)
    expect(heard).toMatchObject({ problems: ['FEED_GAP'], bars: [start + 4 * minute, start + 5 * minute] })
    scripted.reset()
    scripted.close()
    expect(heard).toMatchObject({ problems: ['FEED_GAP', 'MARKET_RESET'] })
    expect(heard.bars).toHaveLength(2)
  })
})
