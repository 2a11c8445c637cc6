import type { ExchangeCandles, FeedOptions } from '@strategraph/adapters'
import { type Bar, barsToColumns, type Instrument, intervals, type MarketFeed, type Time } from '@strategraph/market-model'
import type { Checked, Problem } from '@strategraph/strategy-core'
import { marketReset } from './ends-with-market.ts'
import type { RunningMarket } from './running-market.ts'

/** The server's own simulated market with the face of an exchange: a run cannot tell them apart but by the label. */
export function simulatorCandles(market: RunningMarket): ExchangeCandles {
  const find = (symbol: string): Checked<Instrument> => {
    const instrument = market.instrument(symbol)
    if (instrument !== undefined) return { ok: true, value: instrument, warnings: [] }
    return failed('SYMBOL_UNKNOWN', `The simulated market does not have ${symbol.slice(0, 40)}; it has ${market.symbols.join(', ')}.`)
  }
  return {
    async instrument(symbol) {
      return find(symbol)
    },
    async instruments() {
      const value = market.symbols.flatMap((symbol) => market.instrument(symbol) ?? [])
      return { ok: true, value, warnings: [] }
    },
    async fetchBars({ symbol, interval, since }) {
      const found = find(symbol)
      if (!found.ok) return found
      const length = intervals[interval]
      const bars = market.bars(symbol, interval).filter(({ time }) => since === undefined || time - length >= since)
      const [first] = bars
      if (first === undefined)
        return failed('NO_CANDLES', `The simulated market has no closed ${interval} candle of ${symbol} in that time yet; let it run on.`)
      const isShort = since !== undefined && first.time - length >= since + length
      const message = `The simulated market has ${interval} candles from ${new Date(first.time - length).toISOString()} on.`
      return {
        ok: true,
        value: barsToColumns(bars),
        warnings: isShort ? [{ ...problem('HISTORY_LIMITED', message), severity: 'warning' as const }] : [],
      }
    },
    async feed(options) {
      const found = find(options.symbol)
      return found.ok ? { ok: true, value: simulatorFeed(market, found.value, options), warnings: [] } : found
    },
  }
}

function simulatorFeed(market: RunningMarket, instrument: Instrument, { symbol, interval, after, quoteMs }: FeedOptions): MarketFeed {
  const length = intervals[interval]
  let stopWatching: (() => void) | undefined
  let lastTime: Time = after ?? market.bars(symbol, interval).at(-1)?.time ?? 0

  return {
    instrument,
    provenance: 'simulated',
    async start(listener) {
      if (stopWatching !== undefined) throw new Error('this feed was already started')
      let isOver = false
      const deliver = () => {
        if (isOver) return
        for (const bar of newBars(market.bars(symbol, interval), lastTime)) {
          const missing = lastTime === 0 ? 0 : Math.round((bar.time - lastTime) / length) - 1
          if (missing > 0)
            listener.onProblem('FEED_GAP', `${missing} candles before ${new Date(bar.time).toISOString()} are not kept any more.`)
          lastTime = bar.time
          listener.onBar(bar)
        }
      }
      stopWatching = market.watch(symbol, {
        onMinute: deliver,
        onQuote(quote) {
          if (!isOver && quoteMs !== 0) listener.onQuote(quote)
        },
        onReset() {
          // Bars of another market must never continue those of this one.
          isOver = true
          listener.onProblem(...marketReset)
        },
      })
      deliver()
    },
    async stop() {
      stopWatching?.()
    },
  }
}

/** From the end: a run asks every minute, and almost all bars are old. */
function newBars(bars: readonly Bar[], after: Time): readonly Bar[] {
  let from = bars.length
  while (from > 0 && (bars[from - 1]?.time ?? 0) > after) from -= 1
  return bars.slice(from)
}

const problem = (code: string, message: string): Problem => ({ path: ['exchange'], code, message, severity: 'error' })
const failed = (code: string, message: string): Checked<never> => ({ ok: false, problems: [problem(code, message)] })
