import { type BarColumns, sliceColumns } from '@strategraph/market-model'
import { candles, sharedDataMissing, sharedTable, sharedText, type Table } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { type CandleFact, candleFactNames, candleFacts } from './candle-facts.ts'
import { realCandleRanges, realTickRanges } from './real-ranges.ts'
import { type TickFact, tickFactNames, tickFacts } from './tick-facts.ts'
import type { TickTape } from './tick-tape.ts'

interface PublishedSeries {
  readonly kind: 'candles' | 'ticks'
  readonly name: string
  readonly step_s: number
  readonly first_ms: number
  readonly last_ms: number
  readonly file: string | null
  readonly scored: boolean
  readonly facts: Readonly<Record<string, number | null>>
  readonly aggregation: Readonly<Record<string, { readonly excess_kurtosis: number; readonly l_kurtosis: number }>>
}

const published: readonly PublishedSeries[] = JSON.parse(sharedText('facts/stylised_facts.json') ?? '{"series":[]}').series
const skipNote = published.length === 0 ? ` (skipped: ${sharedDataMissing})` : ''

const horizons = { '5m': '300', '15m': '900', '1h': '3600', '4h': '14400' } as const

/** Undefined where the series has no such fact. */
function publishedFact({ facts, aggregation }: PublishedSeries, name: CandleFact): number | undefined {
  const [, fact, horizon] = /^(\w+_kurtosis)_(5m|15m|1h|4h)$/.exec(name) ?? []
  if (horizon === '5m' || horizon === '15m' || horizon === '1h' || horizon === '4h') {
    const found = aggregation[horizons[horizon]]
    return fact === 'l_kurtosis' ? found?.l_kurtosis : found?.excess_kurtosis
  }
  return facts[name] ?? undefined
}

function barsOf({ file, first_ms, last_ms, step_s }: PublishedSeries): BarColumns | undefined {
  const bars = candles(file ?? '')
  if (bars === undefined) return undefined
  const openedFrom = (moment: number) => bars.time.findIndex((time) => time - step_s * 1000 >= moment)
  const end = openedFrom(last_ms + 1)
  return sliceColumns(bars, openedFrom(first_ms), end === -1 ? bars.time.length : end)
}

describe.skipIf(published.length === 0)(`facts of the real candles${skipNote}`, () => {
  it.each(published.filter(({ kind, file }) => kind === 'candles' && file !== null))(
    '$name: as published',
    (series) => {
      const bars = barsOf(series)
      if (bars === undefined) throw new Error(`no candles in ${String(series.file)}`)
      const ours = candleFacts(bars, series.step_s * 1000)
      const checked = candleFactNames.filter((name) => {
        const theirs = publishedFact(series, name)
        if (theirs === undefined) return false
        expect.soft(ours[name], name).toBeCloseTo(theirs, 5)
        return true
      })
      expect(checked.length).toBeGreaterThan(30)
    },
    120_000,
  )

  it('ranges: the smallest and the largest value of the scored 1-minute series', () => {
    const scored = published.filter(({ kind, step_s, scored }) => kind === 'candles' && step_s === 60 && scored)
    expect(scored).toHaveLength(8)
    for (const fact of candleFactNames) {
      const values = scored.map((series) => publishedFact(series, fact)).filter((value) => value !== undefined)
      expect.soft(realCandleRanges[fact].map(fiveDigits), fact).toEqual([Math.min(...values), Math.max(...values)].map(fiveDigits))
    }
  })
})

const fiveDigits = (value: number) => value.toPrecision(5)

function tapeOf(name: string): TickTape {
  const symbol = name.includes('BTC') ? 'btcusdt' : 'ethusdt'
  const trades = sharedTable(`ticks/binance_spot_${symbol}_trades.csv`)
  const quotes = sharedTable(`ticks/binance_spot_${symbol}_bbo.csv`)
  if (trades === undefined || quotes === undefined) throw new Error(`no ticks of ${symbol}`)
  // Nanoseconds since 1970 do not fit a double.
  const origin = BigInt(quotes.text['recv_ns']?.[0] ?? 0)
  const micros = (table: Table) => Float64Array.from(table.text['recv_ns'] ?? [], (text) => Number(BigInt(text) - origin) / 1000)
  const column = (table: Table, name: string) => table.numbers[name] ?? new Float64Array()
  return {
    tickSize: 0.01,
    trades: {
      time: micros(trades),
      stamp: column(trades, 'ts_ms'),
      price: column(trades, 'price'),
      quantity: column(trades, 'qty'),
      sign: Float64Array.from(trades.text['side'] ?? [], (side) => (side === 'buy' ? 1 : -1)),
    },
    quotes: {
      time: micros(quotes),
      bid: column(quotes, 'bid'),
      bidQuantity: column(quotes, 'bid_qty'),
      ask: column(quotes, 'ask'),
      askQuantity: column(quotes, 'ask_qty'),
    },
  }
}

/** These hang on whether two sums of quantities are equal, or which is larger, to the last bit. */
const digits = (fact: TickFact) => (fact === 'impact_1s_exponent' ? 2 : fact === 'volume_absret_spearman_1s' ? 4 : 5)

describe.skipIf(published.length === 0)(`facts of the real ticks${skipNote}`, () => {
  it.each(published.filter(({ kind, scored }) => kind === 'ticks' && scored))('$name: as published', ({ name, facts }) => {
    const ours = tickFacts(tapeOf(name))
    for (const fact of tickFactNames) expect.soft(ours[fact], fact).toBeCloseTo(facts[fact] ?? Number.NaN, digits(fact))
  })

  it('ranges: the values of the two scored series', () => {
    const scored = published.filter(({ kind, scored }) => kind === 'ticks' && scored)
    expect(scored).toHaveLength(2)
    for (const fact of tickFactNames) {
      const values = scored.map(({ facts }) => facts[fact] ?? Number.NaN)
      expect.soft(realTickRanges[fact].map(fiveDigits), fact).toEqual([Math.min(...values), Math.max(...values)].map(fiveDigits))
    }
  })
})
