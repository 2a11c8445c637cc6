import { z } from 'zod'
import { ExchangeError, toExchangeError } from './exchange-problem.ts'

/** What we need of ccxt; the object itself is never logged or serialised (it holds the settings it was made with). */
export interface CcxtClient {
  readonly hasTime: boolean
  readonly precisionMode: number
  timeframes(): readonly string[]
  markets(): Promise<Readonly<Record<string, CcxtMarket>>>
  /** Rows [open time ms, open, high, low, close, volume], oldest first; the last one may be unfinished. */
  ohlcv(symbol: string, interval: string, since: number | undefined): Promise<readonly CcxtRow[]>
  time(): Promise<number>
  ticker(
    symbol: string,
  ): Promise<{ readonly bid?: number | undefined; readonly ask?: number | undefined; readonly last?: number | undefined }>
}

const rowSchema = z.tuple([
  z.int(),
  z.number().positive(),
  z.number().positive(),
  z.number().positive(),
  z.number().positive(),
  z.number().min(0),
])
export type CcxtRow = z.output<typeof rowSchema>

const numberOrNothing = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined)
const limit = z.object({ min: numberOrNothing }).partial().nullish()
const marketSchema = z.object({
  symbol: z.string(),
  base: z.string(),
  quote: z.string(),
  active: z.boolean().nullish(),
  spot: z.boolean().nullish(),
  precision: z.object({ price: numberOrNothing, amount: numberOrNothing }),
  limits: z.object({ amount: limit, cost: limit }).partial(),
  info: z.object({ tick_size: z.string().optional() }).catch({}),
})
export type CcxtMarket = z.output<typeof marketSchema>
const tickerSchema = z.object({ bid: numberOrNothing, ask: numberOrNothing, last: numberOrNothing })

interface ExchangeObject {
  readonly has: unknown
  readonly timeframes: unknown
  readonly precisionMode: unknown
  loadMarkets(reload?: boolean): Promise<unknown>
  fetchOHLCV(symbol: string, timeframe: string, since?: number): Promise<unknown>
  fetchTime(): Promise<unknown>
  fetchTicker(symbol: string): Promise<unknown>
}
type ExchangeClass = new (settings: Readonly<Record<string, unknown>>) => ExchangeObject

const methods = ['loadMarkets', 'fetchOHLCV', 'fetchTime', 'fetchTicker'] as const
const isExchangeClass = (value: unknown): value is ExchangeClass =>
  typeof value === 'function' &&
  typeof value.prototype === 'object' &&
  value.prototype !== null &&
  methods.every((name) => name in value.prototype)

/**
 * One exchange out of ccxt by the path of its file: ccxt's entry loads all hundred of them (632 ms and 82 MB against 168 ms
 * and 26 MB) and its export map names no single one.
 */
async function loadExchangeClass(id: string): Promise<ExchangeClass> {
  if (!/^[a-z0-9]{2,30}$/.test(id))
    throw new ExchangeError('EXCHANGE_UNKNOWN', `There is no exchange ${JSON.stringify(id.slice(0, 30))} in ccxt.`)
  const single = new URL(`./src/${id}.js`, import.meta.resolve('ccxt')).href
  const module: unknown = await import(single).catch((cause: unknown) => {
    throw new ExchangeError('EXCHANGE_UNKNOWN', `There is no exchange "${id}" in ccxt.`, { cause })
  })
  const found = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined
  if (!isExchangeClass(found)) throw new ExchangeError('EXCHANGE_UNKNOWN', `"${id}" in ccxt is not an exchange.`)
  return found
}

export interface CcxtSettings {
  readonly exchange: string
  /** Base of the public REST API, without version and path. */
  readonly publicUrl?: string | undefined
  readonly timeoutMs: number
  /** ccxt's own spacing of calls; its value for the exchange unless said. */
  readonly callSpacingMs?: number | undefined
}

export async function createCcxtClient({ exchange: id, publicUrl, timeoutMs, callSpacingMs }: CcxtSettings): Promise<CcxtClient> {
  const ExchangeOf = await loadExchangeClass(id)
  const exchange = new ExchangeOf({
    enableRateLimit: true,
    timeout: timeoutMs,
    ...(callSpacingMs === undefined ? {} : { rateLimit: callSpacingMs }),
    ...(publicUrl === undefined ? {} : { urls: { api: { public: publicUrl } } }),
  })
  /** ccxt's timeout ends with the headers; a body that stalls would hang for minutes. */
  const call = async <Schema extends z.ZodType>(what: string, schema: Schema, task: () => Promise<unknown>): Promise<z.output<Schema>> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new ExchangeError('EXCHANGE_TIMEOUT', `The exchange did not answer within ${timeoutMs / 1000} s.`)),
        timeoutMs,
      )
    })
    try {
      const parsed = schema.safeParse(await Promise.race([task(), late]))
      if (parsed.success) return parsed.data
      throw new ExchangeError('EXCHANGE_ANSWER_INVALID', `The exchange's ${what} make no sense.`, { cause: parsed.error })
    } catch (cause) {
      throw toExchangeError(cause)
    } finally {
      clearTimeout(timer)
    }
  }
  const has = z.record(z.string(), z.unknown()).catch({}).parse(exchange.has)
  return {
    hasTime: has['fetchTime'] === true,
    precisionMode: z.number().catch(-1).parse(exchange.precisionMode),
    timeframes: () => Object.keys(z.record(z.string(), z.unknown()).catch({}).parse(exchange.timeframes)),
    async markets() {
      const isFilled = (markets: Readonly<Record<string, unknown>>) => Object.keys(markets).length > 0
      // A cut answer is cached by ccxt as "no markets"; asked again then.
      const known = z.record(z.string(), z.unknown()).refine(isFilled)
      const raw = await call('instruments', known, () => exchange.loadMarkets()).catch((cause: unknown) => {
        if (cause instanceof ExchangeError && cause.code !== 'EXCHANGE_ANSWER_INVALID') throw cause
        return call('instruments', known, () => exchange.loadMarkets(true))
      })
      return Object.fromEntries(
        Object.entries(raw).flatMap(([symbol, market]) => {
          const parsed = marketSchema.safeParse(market)
          return parsed.success ? [[symbol, parsed.data] as const] : []
        }),
      )
    },
    ohlcv: (symbol, interval, since) => call('candles', z.array(rowSchema), () => exchange.fetchOHLCV(symbol, interval, since)),
    time: () => call('clock', z.number().positive(), () => exchange.fetchTime()),
    ticker: (symbol) => call('prices', tickerSchema, () => exchange.fetchTicker(symbol)),
  }
}
