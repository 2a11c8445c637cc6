import { type Bar, type Instrument, type Interval, intervals, type MarketFeed, type Provenance, type Time } from '@strategraph/market-model'
import type { CcxtClient } from './ccxt-client.ts'
import { closedBars } from './closed-bars.ts'
import { ExchangeError, toExchangeError } from './exchange-problem.ts'
import { createOwnPace } from './own-pace.ts'
import type { Timekeeping } from './timekeeping.ts'

export interface CandleFeedOptions {
  readonly client: CcxtClient
  readonly instrument: Instrument
  readonly provenance: Provenance
  readonly symbol: string
  readonly interval: Interval
  readonly after?: Time
  readonly quoteMs?: number
  readonly timekeeping: Timekeeping
  readonly candleTime?: (() => Time) | undefined
}

type Listener = Parameters<MarketFeed['start']>[0]

/** A trade of the last instant may reach the candle a little later than its end. */
const settleMs = 2_000
const retryMs = 5_000
const longestRetryMs = 60_000
const clockCheckMs = 3_600_000
/** Exchanges tell whole seconds and the answer takes its time: what is less is no difference of clocks. */
const clockToleranceMs = 2_000

/**
 * Asks for candles when the next one should have closed. Every question begins at the last bar that was delivered, so that
 * the answer must contain it: that proves that nothing was lost and nothing comes twice, over any number of failures.
 */
export function createCandleFeed(options: CandleFeedOptions): MarketFeed {
  const { client, instrument, provenance, symbol, interval, timekeeping, candleTime, quoteMs = 5_000 } = options
  const length = intervals[interval]
  let stopping: AbortController | undefined
  let running: Promise<unknown> = Promise.resolve()
  /** Close time of the last delivered bar, and the bar where we have seen it. */
  let lastTime = options.after
  let lastBar: Bar | undefined
  let lastNow: Time = 0
  let clockOffset: { readonly value: number; readonly readAt: Time } | undefined

  const marketNow = (): Time => candleTime?.() ?? timekeeping.now() + (clockOffset?.value ?? 0)

  const exchangeNow = async (): Promise<Time | undefined> => {
    if (candleTime !== undefined) return candleTime()
    if (!client.hasTime) return undefined
    const now = timekeeping.now()
    // Time that goes back is a clock that was set.
    const isSet = now < lastNow
    lastNow = now
    if (clockOffset === undefined || isSet || now - clockOffset.readAt > clockCheckMs)
      clockOffset = { value: (await client.time()) - now, readAt: now }
    return timekeeping.now() + clockOffset.value
  }

  /** Bars that closed after `lastTime`; throws where the answer cannot be joined to what was delivered. */
  const poll = async (listener: Listener): Promise<readonly Bar[]> => {
    const now = await exchangeNow()
    const since = lastTime === undefined ? undefined : lastTime - length
    const rows = (await client.ohlcv(symbol, interval, since)).toSorted((a, b) => a[0] - b[0])
    const bars = closedBars(rows, length, now === undefined ? undefined : now - settleMs)
    if (lastTime === undefined) {
      lastBar = bars.at(-1)
      lastTime = lastBar?.time
      return []
    }
    const news = bars.filter(({ time }) => time > (lastTime ?? 0))
    const overlap = bars.find(({ time }) => time === lastTime)
    if (overlap === undefined) {
      const [first] = news
      if (first === undefined) throw new ExchangeError('EXCHANGE_ANSWER_INVALID', 'The answer lacks the last known candle.')
      const missing = Math.round((first.time - lastTime) / length) - 1
      if (missing > 0)
        listener.onProblem(
          'FEED_GAP',
          `${missing} candles between ${iso(lastTime)} and ${iso(first.time)} are no longer given by the exchange.`,
        )
    } else if (lastBar !== undefined && !isSame(overlap, lastBar)) {
      lastBar = overlap // told once
      listener.onProblem('BAR_REVISED', `The exchange changed the candle of ${iso(overlap.time)} after it had closed.`)
    }
    return news
  }

  const hand = (bar: Bar, listener: Listener): void => {
    lastTime = bar.time
    lastBar = bar
    try {
      listener.onBar(bar)
    } catch (cause) {
      // Ours, not the exchange's: it must neither stop the feed nor make the bar come twice.
      listener.onProblem('FEED_LISTENER_FAILED', cause instanceof Error ? cause.message : 'a listener failed')
    }
  }

  const ownPace = candleTime === undefined ? undefined : createOwnPace({ candleTime, realNow: timekeeping.now.bind(timekeeping), length })

  const deliver = async (listener: Listener, signal: AbortSignal): Promise<void> => {
    let failures = 0
    while (!signal.aborted) {
      let isNews = false
      try {
        const news = await untilAborted(poll(listener), signal)
        if (news === undefined) return
        for (const bar of news) hand(bar, listener)
        isNews = news.length > 0
        failures = 0
      } catch (cause) {
        failures += 1
        const { code, message } = toExchangeError(cause)
        listener.onProblem(code, message)
      }
      const retry = Math.min(retryMs * 2 ** Math.max(0, failures - 1), longestRetryMs)
      const due = lastTime === undefined || failures > 0 ? 0 : lastTime + length + settleMs - marketNow()
      const pause = ownPace === undefined || failures > 0 ? Math.max(due, isNews ? 0 : retry, 1) : ownPace(due)
      await timekeeping.wait(pause, signal)
    }
  }

  const quote = async (listener: Listener, signal: AbortSignal): Promise<void> => {
    while (quoteMs > 0 && !signal.aborted) {
      try {
        const ticker = await untilAborted(client.ticker(symbol), signal)
        if (ticker === undefined) return
        const { bid, ask, last } = ticker
        if (bid !== undefined && ask !== undefined && last !== undefined) {
          listener.onQuote({ time: marketNow(), bid, ask, last })
        }
      } catch {
        // The candle loop reports what is wrong with the exchange; a missing quote shows by its age.
      }
      await timekeeping.wait(quoteMs, signal)
    }
  }

  return {
    instrument,
    provenance,
    get clockAhead() {
      return clockOffset === undefined || Math.abs(clockOffset.value) < clockToleranceMs ? undefined : -clockOffset.value
    },
    async start(listener) {
      if (stopping !== undefined) throw new Error('this feed was already started')
      stopping = new AbortController()
      running = Promise.all([deliver(listener, stopping.signal), quote(listener, stopping.signal)])
    },
    async stop() {
      stopping?.abort()
      await running
    },
  }
}

const iso = (time: Time) => new Date(time).toISOString()
const isSame = (a: Bar, b: Bar) => a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume

/** Undefined once aborted: a call that hangs must not hold up the stop. */
async function untilAborted<Value>(task: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  if (signal.aborted) return undefined
  return new Promise((resolve, reject) => {
    const onAbort = () => resolve(undefined)
    signal.addEventListener('abort', onAbort, { once: true })
    task.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
