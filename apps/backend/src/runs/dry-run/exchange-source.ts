import { type Bar, barAt, type Interval, intervals, type MarketFeed, type Quote, type Time } from '@strategraph/market-model'
import type { MarketSource } from './market-source.ts'

export interface ExchangeSourceFeed {
  readonly feed: string
  readonly interval: Interval
  /** Close time of the last bar that the run has; undefined for a new run. */
  readonly lastBar: Time | undefined
  /** Closed bars of the past, oldest first; only asked for new runs. */
  history(): Promise<readonly Bar[]>
  /** Bars that close after the given one, exactly once. */
  open(after: Time | undefined): Promise<MarketFeed>
}

export interface ExchangeSourceOptions {
  /** ms UTC of the machine. */
  readonly realNow: () => number
  /** ms UTC of the market. */
  readonly marketNow: () => Time
  /** Between two tries to reach the exchange. */
  readonly retryMs?: number
}

/**
 * How long a moment waits for the bars of slower feeds that close in it too: exchanges give them one by one. A bar that comes
 * later still ends the run, since its moment has passed.
 */
const graceMs = 20_000

interface Waiting {
  readonly bar: Bar
  /** ms UTC of the machine, and of the market. */
  readonly arrivedAt: number
  readonly seenAt: Time
  readonly clockAhead: number | undefined
}

/** Bars as exchanges close them, put together into moments. */
export function createExchangeSource(
  feeds: readonly ExchangeSourceFeed[],
  { realNow, marketNow, retryMs = 5000 }: ExchangeSourceOptions,
): MarketSource {
  const states = feeds.map((feed) => ({ ...feed, pending: [] as Waiting[], newest: feed.lastBar, quote: undefined as Quote | undefined }))
  const opened: MarketFeed[] = []
  const stopping = new AbortController()
  let lastMoment: Time = Math.max(0, ...feeds.map(({ lastBar }) => lastBar ?? 0))

  const nextMoment = (): Time | undefined => {
    const first = Math.min(...states.map(({ pending }) => pending[0]?.bar.time ?? Number.POSITIVE_INFINITY))
    if (first === Number.POSITIVE_INFINITY) return undefined
    const isComplete = states.every(({ pending, newest, interval }) => {
      if (pending.length > 0) return true
      // A feed that has given nothing yet could still bring anything up to now.
      return newest !== undefined && newest + intervals[interval] > first
    })
    const arrived = Math.min(...states.flatMap(({ pending }) => (pending[0]?.bar.time === first ? [pending[0].arrivedAt] : [])))
    return isComplete || realNow() - arrived > graceMs ? first : undefined
  }

  const push = (state: (typeof states)[number], bar: Bar, clockAhead?: number) => {
    state.newest = bar.time
    state.pending.push({ bar, arrivedAt: realNow(), seenAt: marketNow(), clockAhead })
  }

  return {
    hasEnded: false,
    now: marketNow,
    get nextMoment() {
      return nextMoment()
    },
    take() {
      const moment = nextMoment()
      if (moment === undefined) return []
      if (moment <= lastMoment)
        throw new RangeError(`FEED_LATE: a bar of ${new Date(moment).toISOString()} came after its moment had passed`)
      lastMoment = moment
      return states.flatMap(({ feed, pending }) => {
        if (pending[0]?.bar.time !== moment) return []
        const taken = pending.shift()
        if (taken === undefined) return []
        const { bar, seenAt, clockAhead } = taken
        return [{ feed, bar, seenAt, ...(clockAhead === undefined ? {} : { clockAhead }) }]
      })
    },
    quotes: () =>
      states.flatMap((state) => {
        const { feed, quote } = state
        state.quote = undefined
        return quote === undefined ? [] : [{ feed, quote }]
      }),
    async start(listener) {
      const tell = (code: string, message: string) => listener.onProblem(code, message)
      await Promise.all(
        states.map(async (state) => {
          const feed = await untilReached(async () => {
            if (state.newest === undefined) for (const bar of await state.history()) push(state, bar)
            return state.open(state.newest)
          }, tell)
          if (feed === undefined || stopping.signal.aborted) return
          opened.push(feed)
          await feed.start({
            onBar(bar) {
              push(state, bar, feed.clockAhead)
              listener.onNews()
            },
            onQuote(quote) {
              state.quote = quote
              listener.onNews()
            },
            onProblem: tell,
          })
          listener.onNews()
        }),
      )
    },
    async stop() {
      stopping.abort()
      await Promise.all(opened.map((feed) => feed.stop()))
    },
  }

  async function untilReached<Value>(
    task: () => Promise<Value>,
    onProblem: (code: string, message: string) => void,
  ): Promise<Value | undefined> {
    while (!stopping.signal.aborted) {
      try {
        return await task()
      } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'EXCHANGE_UNREACHABLE'
        onProblem(code, cause instanceof Error ? cause.message : 'unknown cause')
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, retryMs)
          stopping.signal.addEventListener('abort', () => {
            clearTimeout(timer)
            resolve()
          })
        })
      }
    }
    return undefined
  }
}

/** Rows of columns as bars. */
export const barsOf = (columns: Parameters<typeof barAt>[0]): readonly Bar[] => Array.from(columns.time, (_, row) => barAt(columns, row))
