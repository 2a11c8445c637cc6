import { type AdapterConfig, createExchangeCandles, type ExchangeCandles } from '@strategraph/adapters'
import { type Instrument, intervals } from '@strategraph/market-model'
import type { Checked } from '@strategraph/strategy-core'
import { Refusal } from '../../http/refusal.ts'
import { barsOf, createExchangeSource } from '../dry-run/exchange-source.ts'
import type { OpenExchangeSource } from '../dry-run/open-dry-run.ts'
import type { OpenQuotes } from '../dry-run/tickers.ts'
import { endsWithMarket } from './ends-with-market.ts'
import type { ExchangeHistory } from './feed-loader.ts'
import { rowsWithin } from './feed-ranges.ts'
import { simulatorCandles } from './simulator-candles.ts'
import { isOwnExchange, type OwnExchanges } from './own-exchanges.ts'

/** Public candles of exchanges, for runs. */
export interface Exchanges {
  readonly instrument: (exchange: string, symbol: string) => Promise<Instrument>
  readonly history: ExchangeHistory
  /** ms UTC of an exchange's market. */
  readonly timeOf: (exchange: string) => number
  readonly open: OpenExchangeSource
  readonly quotes: OpenQuotes
}

/** Our own socket, asked by ourselves: nobody else's limit has to be kept. */
const sandboxSpacingMs = 20

/** One connection per exchange; ccxt is loaded with the first use. */
export function openExchanges({ exchanges: settings }: AdapterConfig, own: OwnExchanges, now: () => number): Exchanges {
  const connections = new Map<string, ExchangeCandles>()
  const instruments = new Map<string, Instrument>()
  const connect = (exchange: string): ExchangeCandles => {
    const { publicUrl, callSpacingMs } = (Object.hasOwn(settings, exchange) ? settings[exchange] : undefined) ?? {}
    const known =
      connections.get(exchange) ??
      openOwn(exchange, own) ??
      createExchangeCandles({
        exchange,
        ...(publicUrl === undefined ? {} : { publicUrl }),
        ...(callSpacingMs === undefined ? {} : { callSpacingMs }),
      })
    connections.set(exchange, known)
    return known
  }
  const timeOf = (exchange: string) => (isOwnExchange(exchange) ? own.simulator.now() : now())
  return {
    async instrument(exchange, symbol) {
      const key = `${exchange}:${symbol}`
      const known = instruments.get(key) ?? orRefuse(await connect(exchange).instrument(symbol))
      instruments.set(key, known)
      return known
    },
    timeOf,
    async history({ exchange, symbol, interval, from, to }) {
      const columns = orRefuse(await connect(exchange).fetchBars({ symbol, interval, since: from }))
      return rowsWithin(columns, interval, from, to)
    },
    quotes: async (exchange, symbol) => orRefuse(await connect(exchange).feed({ symbol, interval: '1m' })),
    async open(feeds, { historyMs, bars }) {
      const specs = feeds.flatMap(({ feed, interval, origin }) => {
        if (origin.kind !== 'exchange') return []
        const { exchange, symbol } = origin
        const connection = connect(exchange)
        return [
          {
            feed,
            interval,
            lastBar: bars.columns(feed).time.at(-1),
            // One bar more, so that the warm-up is whole wherever within a bar the run starts.
            history: async () => {
              const since = Math.floor((timeOf(exchange) - historyMs) / intervals[interval] - 1) * intervals[interval]
              return barsOf(orRefuse(await connection.fetchBars({ symbol, interval, since })))
            },
            open: async (after: number | undefined) =>
              orRefuse(await connection.feed({ symbol, interval, ...(after === undefined ? {} : { after }) })),
          },
        ]
      })
      const [first] = feeds.flatMap(({ origin }) => (origin.kind === 'exchange' ? [origin.exchange] : []))
      return createExchangeSource(specs, { realNow: now, marketNow: () => (first === undefined ? now() : timeOf(first)) })
    },
  }
}

function openOwn(exchange: string, { simulator, sandboxUrl }: OwnExchanges): ExchangeCandles | undefined {
  if (exchange === 'simulator') return simulatorCandles(simulator)
  if (exchange !== 'sandbox') return undefined
  const publicUrl = sandboxUrl()
  if (publicUrl === undefined) throw new Refusal(503, 'EXCHANGE_UNREACHABLE', 'The sandbox exchange is not there yet.')
  const candles = createExchangeCandles({
    exchange: 'kraken',
    venue: 'sandbox',
    provenance: 'simulated',
    publicUrl,
    callSpacingMs: sandboxSpacingMs,
    candleTime: () => simulator.now(),
  })
  return {
    ...candles,
    async feed(options) {
      const made = await candles.feed(options)
      return made.ok ? { ...made, value: endsWithMarket(made.value, simulator, options.symbol) } : made
    },
  }
}

const statusOf: Readonly<Record<string, number>> = {
  EXCHANGE_UNREACHABLE: 502,
  EXCHANGE_TIMEOUT: 504,
  EXCHANGE_RATE_LIMITED: 503,
  EXCHANGE_MAINTENANCE: 503,
}

function orRefuse<Value>(checked: Checked<Value>): Value {
  if (checked.ok) return checked.value
  const [first] = checked.problems
  const code = first?.code ?? 'EXCHANGE_UNREACHABLE'
  throw new Refusal(statusOf[code] ?? 422, code, first?.message ?? 'The exchange could not be asked.', { problems: checked.problems })
}
