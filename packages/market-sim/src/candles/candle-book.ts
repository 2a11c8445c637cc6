import {
  type Bar,
  type InstrumentScale,
  type Interval,
  intervals,
  type Lots,
  priceOf,
  quantityOf,
  type Ticks,
  type Time,
} from '@strategraph/market-model'
import { addTrade, type CandleRingSnapshot, type CandleSum, createCandleRing, joinCandles, quietCandle } from './candle-ring.ts'
import { createDayWindow, type DayStatistics, type DayWindowSnapshot } from './day-window.ts'

export const keptCandles = 10_000
const minuteMs = 60_000
const minuteMicros = 60_000_000
const intervalNames = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d', '1w'] as const satisfies readonly Interval[]

export interface Candle extends Bar {
  readonly openTime: Time
  readonly trades: number
  /** Price of the average unit; the price where nothing was traded. */
  readonly vwap: number
  readonly isClosed: boolean
}

/**
 * Candles of one market, of all intervals, from its trades. They begin with the minute of the first trade; from then on every minute has one, quiet
 * minutes too: open, high, low and close are the last price and the volume is 0, because a live feed must tick. Longer intervals begin at multiples
 * of their length since 1970 (weeks on Thursday, as Kraken's).
 */
export interface CandleBook {
  /** Times never go back. */
  addTrade(micros: number, price: number, quantity: number): void
  /** Closes the minutes that have ended by then. */
  closeUntil(micros: number): void
  /** Newest last, the last one forming. `untilMs`: only candles closed by then (a frozen feed). */
  read(interval: Interval, limit: number, untilMs?: Time): readonly Candle[]
  /** Of the last 1,440 closed minutes and the forming one; undefined before the first trade. Prices in ticks, quantities in lots. */
  day(): DayStatistics | undefined
  /** Closed minutes of the past, 0 = the last one; ticks and lots. */
  minute(back: number): CandleSum | undefined
  snapshot(): CandleBookSnapshot
}

export interface CandleBookSnapshot {
  readonly minute: number
  readonly forming: CandleSum | null
  readonly rings: Readonly<Record<string, { readonly forming: CandleSum | null; readonly closed: CandleRingSnapshot }>>
  readonly day: DayWindowSnapshot
}

export function createCandleBook(scale: InstrumentScale, onMinute: (bar: Bar) => void, saved?: CandleBookSnapshot): CandleBook {
  /** Minutes since 1970 of the forming minute. */
  let minute = saved?.minute ?? 0
  let forming: CandleSum | undefined = saved?.forming ? { ...saved.forming } : undefined
  const day = createDayWindow(saved?.day)
  const series = intervalNames.map((interval) => {
    const old = saved?.rings[interval]
    const partial: CandleSum | undefined = old?.forming ? { ...old.forming } : undefined
    /** `partial`: closed minutes of the forming candle. */
    return { interval, minutes: intervals[interval] / minuteMs, partial, closed: createCandleRing(keptCandles, old?.closed) }
  })
  const byInterval = new Map<Interval, (typeof series)[number]>(series.map((one) => [one.interval, one]))
  const minutes = series[0]

  const toCandle = (sum: CandleSum, openMinute: number, length: number, isClosed: boolean): Candle => {
    const price = (ticks: number) => priceOf(ticks as Ticks, scale)
    return {
      openTime: openMinute * minuteMs,
      time: (openMinute + length) * minuteMs,
      open: price(sum.open),
      high: price(sum.high),
      low: price(sum.low),
      close: price(sum.close),
      volume: quantityOf(sum.volume as Lots, scale),
      trades: sum.trades,
      vwap: sum.volume > 0 ? price(sum.notional / sum.volume) : price(sum.close),
      isClosed,
    }
  }
  const closeMinute = (closed: CandleSum) => {
    for (const one of series) {
      const whole = one.partial === undefined ? closed : joinCandles(one.partial, closed)
      const isEnd = (minute + 1) % one.minutes === 0
      if (isEnd) one.closed.push(whole)
      one.partial = isEnd ? undefined : whole
    }
    day.push(closed)
    const bar = toCandle(closed, minute, 1, true)
    minute += 1
    forming = quietCandle(closed.close)
    const { time, open, high, low, close, volume } = bar
    onMinute({ time, open, high, low, close, volume })
  }
  const closeUntil = (micros: number) => {
    while (forming !== undefined && (minute + 1) * minuteMicros <= micros) closeMinute(forming)
  }

  return {
    closeUntil,
    addTrade: (micros, price, quantity) => {
      closeUntil(micros)
      if (forming === undefined) {
        minute = Math.floor(micros / minuteMicros)
        forming = quietCandle(price)
      }
      addTrade(forming, price, quantity)
    },
    read: (interval, limit, untilMs) => {
      const one = byInterval.get(interval)
      if (one === undefined || forming === undefined) return []
      const { minutes: length, closed, partial } = one
      const openMinute = minute - (minute % length)
      const candles: Candle[] = []
      const isWanted = (candle: Candle) => untilMs === undefined || candle.time <= untilMs
      const last = toCandle(partial === undefined ? forming : joinCandles(partial, forming), openMinute, length, false)
      if (limit > 0 && isWanted(last)) candles.push(last)
      for (let back = 0; candles.length < Math.min(limit, keptCandles); back += 1) {
        const sum = closed.fromEnd(back)
        if (sum === undefined) break
        const candle = toCandle(sum, openMinute - (back + 1) * length, length, true)
        if (isWanted(candle)) candles.push(candle)
      }
      return candles.reverse()
    },
    day: () => (forming === undefined ? undefined : day.with(forming)),
    minute: (back) => minutes?.closed.fromEnd(back),
    snapshot: () => ({
      minute,
      forming: forming === undefined ? null : { ...forming },
      rings: Object.fromEntries(
        series.map(({ interval, partial, closed }) => [interval, { forming: partial ?? null, closed: closed.snapshot() }]),
      ),
      day: day.snapshot(),
    }),
  }
}
