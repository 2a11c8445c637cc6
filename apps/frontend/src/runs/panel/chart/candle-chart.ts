import {
  type CandlestickData,
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  type IPriceLine,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  PriceScaleMode,
  type UTCTimestamp,
} from 'lightweight-charts'
import { chartColors, chartOptions, priceFormat } from './chart-colors.ts'
import type { FillMark, TradeLine } from './chart-marks.ts'
import type { CandlePoint, LinePoint } from './chart-rows.ts'
import type { PriceLevel } from './order-lines.ts'
import { createOverlay } from './overlay-primitive.ts'
import type { Plot } from './plots.ts'

/** Seconds UTC are this library's time; a point is passed as it is. */
const stamp = (time: number): UTCTimestamp => time as UTCTimestamp
const asCandle = ({ time, open, high, low, close }: CandlePoint): CandlestickData<UTCTimestamp> => ({
  time: stamp(time),
  open,
  high,
  low,
  close,
})
const asLine = ({ time, value }: LinePoint) => (value === undefined ? { time: stamp(time) } : { time: stamp(time), value })

export interface CandleChartEvents {
  /** Candles seen, as fractional indexes. */
  onVisible(from: number, to: number): void
  onClick(index: number): void
  /** Index under the pointer; undefined where it has left. */
  onHover(index: number | undefined): void
}

export interface CandleChart {
  setCandles(candles: readonly CandlePoint[]): void
  /** A new candle at the end, or a new state of the last one. */
  putCandle(candle: CandlePoint): void
  /** Lines and histograms; panes are made anew when the plots change. */
  setPlots(plots: readonly Plot[], points: readonly (readonly LinePoint[])[]): void
  putPlotPoint(plot: number, point: LinePoint): void
  setMarks(marks: readonly FillMark[], trades: readonly TradeLine[]): void
  setLevels(levels: readonly PriceLevel[]): void
  setCursor(index: number | undefined): void
  setPrecision(decimals: number): void
  setScale(scale: 'linear' | 'log'): void
  setVisible(from: number, to: number): void
  /** Moves so that the candle is in view; nothing where it is already. */
  reveal(index: number): void
  fit(): void
  /** Shows the newest candles. */
  showLast(): void
  readTheme(): void
  remove(): void
}

/** Candles with everything that belongs to a run. Owns the canvas in `container` until `remove`. */
export function createCandleChart(container: HTMLElement, events: CandleChartEvents): CandleChart {
  let colors = chartColors()
  const chart = createChart(container, chartOptions())
  const candles = chart.addSeries(CandlestickSeries, candleColors(), 0)
  const markers = createSeriesMarkers(candles, [])
  const overlay = createOverlay(chart, candles, colors)
  candles.attachPrimitive(overlay.primitive)
  let plotted: { readonly plot: Plot; readonly series: ISeriesApi<'Line'> | ISeriesApi<'Histogram'> }[] = []
  let lines: IPriceLine[] = []
  let levels: readonly PriceLevel[] = []
  let marks: readonly FillMark[] = []
  let count = 0
  let lastTime = 0
  let isRoomy = true

  function candleColors() {
    const { up, down } = colors
    return { upColor: up, downColor: down, wickUpColor: up, wickDownColor: down, borderVisible: false, priceLineVisible: false }
  }
  const colorOf = (plot: Plot) => colors.lines[plot.color % colors.lines.length] ?? colors.ink
  const levelColor = {
    buy: () => colors.up,
    sell: () => colors.down,
    'stop-loss': () => colors.down,
    'take-profit': () => colors.up,
    position: () => colors.accent,
  }

  const drawMarks = () =>
    markers.setMarkers(
      marks.map(({ time, side, text }) => ({
        time: stamp(time),
        position: side === 'buy' ? 'belowBar' : 'aboveBar',
        shape: side === 'buy' ? 'arrowUp' : 'arrowDown',
        color: side === 'buy' ? colors.up : colors.down,
        text: isRoomy ? text : '',
      })),
    )
  const drawLevels = () => {
    for (const line of lines) candles.removePriceLine(line)
    lines = levels.map(({ price, kind, title }) =>
      candles.createPriceLine({
        price,
        title,
        color: levelColor[kind](),
        lineWidth: 1,
        lineStyle: kind === 'position' ? LineStyle.Solid : LineStyle.Dashed,
        axisLabelVisible: true,
      }),
    )
  }
  const makePlots = (plots: readonly Plot[]) => {
    for (const { series } of plotted) chart.removeSeries(series)
    while (chart.panes().length > 1) chart.removePane(chart.panes().length - 1)
    plotted = plots.map((plot) => {
      const options = { color: colorOf(plot), priceLineVisible: false, lastValueVisible: plot.pane >= 0, title: '' }
      const pane = plot.pane + 1
      const series =
        plot.style === 'histogram'
          ? chart.addSeries(HistogramSeries, options, pane)
          : chart.addSeries(LineSeries, { ...options, lineWidth: 2, crosshairMarkerVisible: false }, pane)
      return { plot, series }
    })
    chart.panes().forEach((pane, index) => pane.setStretchFactor(index === 0 ? 3 : 1))
  }

  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
    if (range === null) return
    // Below this many pixels a candle, the words of the arrows would lie over each other.
    const roomy = chart.timeScale().options().barSpacing >= 4.5
    if (roomy !== isRoomy) {
      isRoomy = roomy
      drawMarks()
    }
    events.onVisible(range.from, range.to)
  })
  chart.subscribeClick(({ logical }) => {
    if (logical !== undefined) events.onClick(logical)
  })
  chart.subscribeCrosshairMove(({ logical, point }) => events.onHover(point === undefined ? undefined : logical))

  return {
    setCandles(points) {
      count = points.length
      lastTime = points.at(-1)?.time ?? 0
      candles.setData(points.map(asCandle))
    },
    putCandle(point) {
      if (point.time > lastTime) count += 1
      lastTime = Math.max(lastTime, point.time)
      candles.update(asCandle(point))
    },
    setPlots(plots, points) {
      if (plots.length !== plotted.length || plots.some((plot, index) => plotted[index]?.plot !== plot)) makePlots(plots)
      plotted.forEach(({ series }, index) => series.setData((points[index] ?? []).map(asLine)))
    },
    putPlotPoint(index, point) {
      plotted[index]?.series.update(asLine(point))
    },
    setMarks(next, trades) {
      marks = next
      drawMarks()
      overlay.setTrades(trades)
    },
    setLevels(next) {
      if (JSON.stringify(next) === JSON.stringify(levels)) return
      levels = next
      drawLevels()
    },
    setCursor: (index) => overlay.setCursor(index),
    setPrecision(decimals) {
      candles.applyOptions({ priceFormat: priceFormat(decimals) })
    },
    setScale(scale) {
      chart.priceScale('right', 0).applyOptions({ mode: scale === 'log' ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal })
    },
    setVisible(from, to) {
      chart.timeScale().setVisibleLogicalRange({ from, to })
    },
    reveal(index) {
      const range = chart.timeScale().getVisibleLogicalRange()
      if (range === null || (index >= range.from + 1 && index <= range.to - 1)) return
      const half = (range.to - range.from) / 2
      chart.timeScale().setVisibleLogicalRange({ from: index - half, to: index + half })
    },
    fit: () => chart.timeScale().fitContent(),
    showLast() {
      const width = Math.min(160, Math.max(30, count))
      chart.timeScale().setVisibleLogicalRange({ from: count - width, to: count + 4 })
    },
    readTheme() {
      colors = chartColors()
      chart.applyOptions(chartOptions())
      candles.applyOptions(candleColors())
      for (const { plot, series } of plotted) series.applyOptions({ color: colorOf(plot) })
      overlay.setColors(colors)
      drawMarks()
      drawLevels()
    },
    remove: () => chart.remove(),
  }
}
