import type { BarsPage, ValuesPage } from '@strategraph/protocol'
import type { JournalEvent, Trade } from '@strategraph/trading-engine'
import { api } from '../../../api/client.ts'
import type { LiveValues } from '../../live-values.ts'
import type { Quote } from '../../run-store.ts'
import { createCandleChart } from './candle-chart.ts'
import { fillMarks, tradeLines } from './chart-marks.ts'
import { candlePoints, type CandlePoint, intervalMs, linePoints, type LinePoint, numberOf, openTimes } from './chart-rows.ts'
import { type ChartWindow, indexOfRow, lastRowOfIndex, serves, wantedWindow } from './chart-window.ts'
import { formCandle } from './forming-candle.ts'
import type { PriceLevel } from './order-lines.ts'
import type { Plot } from './plots.ts'

type Fill = Extract<JournalEvent, { type: 'fill' }>['payload']['fill']

/** What the legend shows of one candle. */
export interface LegendRow {
  /** Row of the run; undefined for the candle that is still forming. */
  readonly row: number | undefined
  readonly openTime: number
  readonly closeTime: number
  readonly candle: CandlePoint
  readonly values: readonly (number | undefined)[]
}

export interface RunChartOptions {
  readonly runId: string
  /** Feed node whose candles are drawn. */
  readonly feed: string
  /** Output key of its candles among the live values. */
  readonly candlesKey: string
  /** Whether rows of the chart are rows of the time slider. */
  readonly isClock: boolean
  onState(state: 'loading' | 'ready' | 'empty' | { readonly error: unknown }): void
  onLegend(row: LegendRow | undefined): void
  onPick(row: number): void
}

export interface RunChart {
  /** Reads what is to be seen. */
  start(plots: readonly Plot[]): void
  /** A newer moment of a run that goes on. */
  takeLive(live: LiveValues): void
  takeQuote(quote: Quote | undefined): void
  setRun(fills: readonly Fill[], trades: readonly Trade[], levels: readonly PriceLevel[]): void
  setCursor(row: number | undefined): void
  setPrecision(decimals: number): void
  setScale(scale: 'linear' | 'log'): void
  fit(): void
  showLast(): void
  readTheme(): void
  remove(): void
}

interface Loaded {
  window: ChartWindow
  readonly interval: string
  readonly times: number[]
  readonly closes: number[]
  readonly candles: CandlePoint[]
  readonly lines: readonly LinePoint[][]
}

const settleMs = 120
const liveReloadMs = 4000
const nearEnd = 200

/** Candles of one run, loaded in windows as they are looked at. Owns chart, timers and readings until `remove`. */
export function createRunChart(container: HTMLElement, options: RunChartOptions): RunChart {
  const { runId, feed } = options
  let plots: readonly Plot[] = []
  let total = 0
  let loaded: Loaded | undefined
  let marks: { readonly fills: readonly Fill[]; readonly trades: readonly Trade[] } = { fills: [], trades: [] }
  let forming: CandlePoint | undefined
  let cursor: number | undefined
  let reading = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let isTailReading = false
  let isRemoved = false
  let lastReload = 0

  const chart = createCandleChart(container, {
    onVisible(from, to) {
      // Only where the view comes to rest counts: new candles first appear under the old view.
      clearTimeout(timer)
      if (loaded === undefined || total === 0) return
      const { window } = loaded
      const rows = { from: Math.max(0, window.from + from * window.every), to: Math.min(total, window.from + to * window.every) }
      // Close enough to be drawn finer, or moved to rows that are not here.
      if (rows.to <= rows.from || (serves(window, rows, total) && !isFarTooFine(window, rows))) return
      timer = setTimeout(() => void load(wantedWindow(total, rows), rows), settleMs)
    },
    onClick(index) {
      if (loaded === undefined || !options.isClock) return
      const row = lastRowOfIndex(loaded.window, Math.max(0, index))
      if (row < total) options.onPick(row)
    },
    onHover: (index) => options.onLegend(legendAt(index)),
  })

  const isFarTooFine = (window: ChartWindow, rows: { readonly from: number; readonly to: number }) =>
    window.every > 1 && wantedWindow(total, rows).every > window.every * 2

  const legendAt = (hovered: number | undefined): LegendRow | undefined => {
    if (loaded === undefined) return undefined
    const { window, times, closes, candles, lines } = loaded
    const index = hovered === undefined ? (cursor === undefined ? candles.length - 1 : indexOfRow(window, cursor)) : Math.round(hovered)
    if (forming !== undefined && hovered !== undefined && index === candles.length) {
      return { row: undefined, openTime: forming.time * 1000, closeTime: Number.NaN, candle: forming, values: [] }
    }
    const candle = candles[index]
    if (candle === undefined) return undefined
    return {
      row: lastRowOfIndex(window, index),
      openTime: (times[index] ?? 0) * 1000,
      closeTime: closes[index] ?? 0,
      candle,
      values: lines.map((line) => line[index]?.value),
    }
  }

  const read = async (window: Pick<ChartWindow, 'from' | 'every'> & { readonly to?: number }) => {
    const { from, to, every } = window
    const range = { from, every, ...(to === undefined ? {} : { to: Math.max(1, to) }) }
    const bars = api.runBars({ params: { id: runId }, query: { feed, ...range } })
    if (plots.length === 0) return { bars: await bars, values: undefined }
    const keys = [...new Set(plots.map(({ key }) => key))].join(',')
    const upTo = to ?? Number.MAX_SAFE_INTEGER
    const [page, values] = await Promise.all([
      bars,
      api.runValues({ params: { id: runId }, query: { feed, from, to: Math.max(1, upTo), every, keys } }),
    ])
    return { bars: page, values }
  }

  const linesOf = (times: readonly number[], page: BarsPage, values: ValuesPage | undefined): LinePoint[][] =>
    plots.map(({ key }) => linePoints(times, page.time, values?.values[key] ?? [], values?.time ?? []))

  const show = () => {
    if (loaded === undefined) return
    chart.setCandles(loaded.candles)
    chart.setPlots(plots, loaded.lines)
    showMarks()
    chart.setCursor(cursor === undefined ? undefined : indexOfRow(loaded.window, cursor))
    options.onLegend(legendAt(undefined))
  }
  const showMarks = () => {
    if (loaded === undefined) return
    const { times, closes } = loaded
    chart.setMarks(fillMarks(times, (closes.at(-1) ?? 0) / 1000, marks.fills), tradeLines(times, marks.trades))
  }

  /** `rows`: what is seen, to be seen again afterwards. */
  const load = async (window: ChartWindow, rows?: { readonly from: number; readonly to: number }): Promise<void> => {
    const turn = ++reading
    try {
      const { bars, values } = await read(window)
      if (isRemoved || turn !== reading) return
      total = bars.total
      const times = openTimes(bars)
      const isFirst = loaded === undefined
      loaded = {
        window: { from: bars.from, to: Math.min(total, bars.from + bars.time.length * bars.every), every: bars.every },
        interval: bars.interval,
        times,
        closes: [...bars.time],
        candles: candlePoints(bars, times),
        lines: linesOf(times, bars, values),
      }
      forming = undefined
      show()
      if (rows !== undefined) chart.setVisible((rows.from - bars.from) / bars.every, (rows.to - bars.from) / bars.every)
      else if (isFirst && total <= 400) chart.fit()
      else if (isFirst) chart.showLast()
      options.onState(total === 0 ? 'empty' : 'ready')
    } catch (error) {
      if (!isRemoved && turn === reading) options.onState({ error })
    }
  }

  const loadAll = async () => {
    options.onState('loading')
    const turn = ++reading
    try {
      const probe = await api.runBars({ params: { id: runId }, query: { feed, from: 0, to: 1 } })
      if (isRemoved || turn !== reading) return
      total = probe.total
      // A long run begins at its end, in full detail; fit shows all of it.
      await load(wantedWindow(total, total > 20_000 ? { from: total - 1500, to: total } : undefined))
    } catch (error) {
      if (!isRemoved && turn === reading) options.onState({ error })
    }
  }

  const append = (openTime: number, closeTime: number, candle: CandlePoint, values: readonly number[]) => {
    if (loaded === undefined) return
    const { window, times, closes, candles, lines } = loaded
    times.push(openTime)
    closes.push(closeTime)
    candles.push(candle)
    loaded.window = { ...window, to: window.to + 1 }
    total = Math.max(total, window.to + 1)
    chart.putCandle(candle)
    values.forEach((value, index) => {
      const point = Number.isFinite(value) ? { time: openTime, value } : { time: openTime }
      lines[index]?.push(point)
      chart.putPlotPoint(index, point)
    })
    forming = undefined
  }

  /** Bars that were missed: a slow page gets the newest values only. */
  const readTail = async () => {
    if (isTailReading || loaded === undefined) return
    isTailReading = true
    try {
      const { bars, values } = await read({ from: loaded.window.to, every: 1 })
      if (isRemoved || bars.from !== loaded.window.to) return
      const times = openTimes(bars)
      const points = candlePoints(bars, times)
      const lines = linesOf(times, bars, values)
      points.forEach((candle, index) =>
        append(
          candle.time,
          bars.time[index] ?? 0,
          candle,
          lines.map((line) => line[index]?.value ?? Number.NaN),
        ),
      )
      showMarks()
    } catch {
      // The next bar asks again.
    } finally {
      isTailReading = false
    }
  }

  const reloadSometimes = () => {
    if (loaded === undefined || performance.now() - lastReload < liveReloadMs) return
    lastReload = performance.now()
    void load({ ...loaded.window, to: loaded.window.to + loaded.window.every * 50 })
  }

  return {
    start(next) {
      plots = next
      void loadAll()
    },
    takeLive(live) {
      if (loaded === undefined) return
      const bar = live.cells.get(options.candlesKey)?.value
      const newest = typeof bar === 'object' && bar !== null ? asBar(bar) : undefined
      const lastClose = loaded.closes.at(-1) ?? Number.NEGATIVE_INFINITY
      if (newest === undefined || newest.time <= lastClose) return
      if (loaded.window.every > 1) return reloadSometimes()
      if (loaded.window.to < total) {
        // Looking at older rows: nothing to append to, unless the run has merely been faster than the reading.
        if (total - loaded.window.to < nearEnd) void readTail()
        else total += 1
        return
      }
      const length = intervalMs(loaded.interval)
      if (loaded.closes.length > 0 && newest.time !== lastClose + length) return void readTail()
      const openTime = Math.round((newest.time - length) / 1000)
      const { open, high, low, close } = newest
      append(
        openTime,
        newest.time,
        { time: openTime, open, high, low, close },
        plots.map(({ key }) => numberOf(live.cells.get(key)?.value)),
      )
      if (loaded.candles.length === 1) options.onState('ready')
      options.onLegend(legendAt(undefined))
    },
    takeQuote(quote) {
      const lastClose = loaded?.closes.at(-1)
      if (quote === undefined || loaded === undefined || lastClose === undefined || loaded.window.to < total || loaded.window.every > 1)
        return
      if (quote.time < lastClose) return
      forming = formCandle(forming, Math.round(lastClose / 1000), quote.last)
      chart.putCandle(forming)
    },
    setRun(fills, trades, levels) {
      const isNew = fills !== marks.fills || trades !== marks.trades
      marks = { fills, trades }
      if (isNew) showMarks()
      chart.setLevels(levels)
    },
    setCursor(row) {
      cursor = row
      if (loaded === undefined) return
      const { window } = loaded
      if (row !== undefined && (row < window.from || row >= window.to)) {
        const half = Math.min(300, Math.ceil((window.to - window.from) / 6))
        const rows = { from: row - half, to: row + half }
        void load(wantedWindow(total, rows), rows)
        return
      }
      const index = row === undefined ? undefined : indexOfRow(window, row)
      chart.setCursor(index)
      if (index !== undefined) chart.reveal(index)
      options.onLegend(legendAt(undefined))
    },
    setPrecision: (decimals) => chart.setPrecision(decimals),
    setScale: (scale) => chart.setScale(scale),
    fit() {
      if (loaded !== undefined && loaded.window.from === 0 && loaded.window.to >= total) return chart.fit()
      void load(wantedWindow(total)).then(() => chart.fit())
    },
    showLast() {
      if (loaded !== undefined && loaded.window.to >= total && loaded.window.every === 1) return chart.showLast()
      void load(wantedWindow(total, { from: total - 1500, to: total })).then(() => chart.showLast())
    },
    readTheme: () => chart.readTheme(),
    remove() {
      isRemoved = true
      clearTimeout(timer)
      chart.remove()
    },
  }
}

function asBar(value: Readonly<Record<string, unknown>>) {
  const { time, open, high, low, close } = value
  if (
    typeof time !== 'number' ||
    typeof open !== 'number' ||
    typeof high !== 'number' ||
    typeof low !== 'number' ||
    typeof close !== 'number'
  )
    return undefined
  return { time, open, high, low, close }
}
