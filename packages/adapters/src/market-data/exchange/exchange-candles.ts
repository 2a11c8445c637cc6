import {
  type BarColumns,
  barsToColumns,
  type Instrument,
  type Interval,
  intervals,
  type MarketFeed,
  type Provenance,
  type Time,
} from '@strategraph/market-model'
import type { Checked, Problem } from '@strategraph/strategy-core'
import { type CcxtClient, type CcxtRow, createCcxtClient } from './ccxt-client.ts'
import { createCandleFeed } from './candle-feed.ts'
import { closedBars } from './closed-bars.ts'
import { ExchangeError, exchangeProblem, problemOf } from './exchange-problem.ts'
import { instrumentOfMarket } from './market-instrument.ts'
import { type Timekeeping, realTimekeeping } from './timekeeping.ts'

export interface ExchangeOptions {
  /** ccxt id: "kraken", "binance"... */
  readonly exchange: string
  /** What its instruments are called by, and what its data are: for an exchange that only speaks as another one does. Default: the exchange itself, `exchange`. */
  readonly venue?: string
  readonly provenance?: Provenance
  /** Base URL of the public REST API, for proxies and test exchanges. */
  readonly publicUrl?: string
  /** Wall clock of one call, 10 s unless said. */
  readonly timeoutMs?: number
  readonly callSpacingMs?: number
  readonly timekeeping?: Timekeeping
  /** ms UTC by the candles of an exchange whose market has another clock than the exchange tells. */
  readonly candleTime?: () => Time
}

export interface FeedOptions {
  readonly symbol: string
  readonly interval: Interval
  /** Close time of the last bar that the caller has: what closed since then is delivered first. Absent: only bars that close from now on. */
  readonly after?: Time
  /** How often bid and ask are read; 0 = never. 5 s unless said. */
  readonly quoteMs?: number
}

/** Public market data of one exchange: closed candles only, stamped with their close. */
export interface ExchangeCandles {
  instrument(symbol: string): Promise<Checked<Instrument>>
  instruments(): Promise<Checked<readonly Instrument[]>>
  /**
   * Closed bars with an OPEN time >= `since` (absent: as many as the exchange gives at once), oldest first. Kraken keeps only
   * the newest 720 bars of an interval; what is missing before them comes back as the warning HISTORY_LIMITED.
   */
  fetchBars(request: { readonly symbol: string; readonly interval: Interval; readonly since?: Time }): Promise<Checked<BarColumns>>
  feed(options: FeedOptions): Promise<Checked<MarketFeed>>
}

const mostPages = 200

/** ccxt is loaded with the first call, not before. */
export function createExchangeCandles(options: ExchangeOptions): ExchangeCandles {
  const { exchange, timeoutMs = 10_000, callSpacingMs, publicUrl, timekeeping = realTimekeeping } = options
  const { venue = exchange, provenance = 'exchange', candleTime } = options
  const marketNow = () => candleTime?.() ?? timekeeping.now()
  let loading: Promise<CcxtClient> | undefined
  const client = (): Promise<CcxtClient> => (loading ??= createCcxtClient({ exchange, publicUrl, timeoutMs, callSpacingMs }))

  const checked = async <Value>(task: () => Promise<Value>, warnings: readonly Problem[] = []): Promise<Checked<Value>> => {
    try {
      return { ok: true, value: await task(), warnings }
    } catch (cause) {
      return { ok: false, problems: [problemOf(cause)] }
    }
  }

  const findInstrument = async (symbol: string): Promise<Instrument> => {
    const ccxt = await client()
    const market = (await ccxt.markets())[symbol]
    if (market === undefined) throw new ExchangeError('SYMBOL_UNKNOWN', `${venue} has no instrument ${symbol.slice(0, 40)}.`)
    return instrumentOfMarket(venue, market, ccxt.precisionMode)
  }

  const checkInterval = async (interval: Interval): Promise<void> => {
    const known = (await client()).timeframes()
    if (!known.includes(interval))
      throw new ExchangeError('INTERVAL_UNSUPPORTED', `${venue} has no ${interval} candles; it has ${known.join(', ')}.`)
  }

  /** Pages until the exchange has nothing newer; rows of two pages that overlap are taken once. */
  const fetchAll = async (symbol: string, interval: Interval, since: Time | undefined): Promise<CcxtRow[]> => {
    const ccxt = await client()
    const rows: CcxtRow[] = []
    for (let page = 0, from = since; page < mostPages; page += 1) {
      const last = rows.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY
      const news = (await ccxt.ohlcv(symbol, interval, from)).filter(([open]) => open > last).toSorted((a, b) => a[0] - b[0])
      rows.push(...news)
      const newest = news.at(-1)?.[0]
      if (since === undefined || newest === undefined || newest + 2 * intervals[interval] > marketNow()) break
      from = newest + intervals[interval]
    }
    return rows
  }

  return {
    instrument: (symbol) => checked(() => findInstrument(symbol)),
    instruments: () =>
      checked(async () => {
        const ccxt = await client()
        const usable = Object.values(await ccxt.markets()).filter(({ active, spot }) => active !== false && spot !== false)
        return usable.flatMap((market) => {
          try {
            return [instrumentOfMarket(venue, market, ccxt.precisionMode)]
          } catch {
            return [] // no tick or lot size: cannot be traded by us
          }
        })
      }),
    async fetchBars({ symbol, interval, since }) {
      const warnings: Problem[] = []
      return checked(async () => {
        await checkInterval(interval)
        await findInstrument(symbol)
        const rows = await fetchAll(symbol, interval, since)
        const closed = closedBars(rows, intervals[interval], undefined).filter(
          ({ time }) => since === undefined || time - intervals[interval] >= since,
        )
        const [first] = closed
        if (first === undefined) throw new ExchangeError('NO_CANDLES', `${venue} gave no closed ${interval} candle of ${symbol}.`)
        const firstOpen = first.time - intervals[interval]
        if (since !== undefined && firstOpen >= since + intervals[interval]) {
          const message = `${venue} gives no ${interval} candles before ${new Date(firstOpen).toISOString()} (it keeps a limited number). Import a file for older ones.`
          warnings.push({ ...exchangeProblem('HISTORY_LIMITED', message), severity: 'warning' })
        }
        return barsToColumns(closed)
      }, warnings)
    },
    feed: (feedOptions) =>
      checked(async () => {
        await checkInterval(feedOptions.interval)
        const instrument = await findInstrument(feedOptions.symbol)
        return createCandleFeed({ ...feedOptions, client: await client(), instrument, provenance, timekeeping, candleTime })
      }),
  }
}
