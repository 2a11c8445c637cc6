import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  HistogramSeries,
  PriceScaleMode,
  type SeriesMarker,
  type UTCTimestamp,
} from 'lightweight-charts'
import { chartColors, chartOptions, priceFormat, withOpacity } from '../../runs/panel/chart/chart-colors.ts'
import type { Candle } from './candle-fold.ts'
import type { ChartNote } from './chart-notes.ts'

export interface MarketChart {
  setCandles(candles: readonly Candle[]): void
  /** A new state of the last candle, or one behind it. */
  putCandle(candle: Candle): void
  setNotes(notes: readonly ChartNote[]): void
  setPrecision(decimals: number): void
  setScale(scale: 'linear' | 'log'): void
  fit(): void
  showLast(): void
  readTheme(): void
  remove(): void
}

/** Seconds UTC are this library's time. */
const stamp = (time: number): UTCTimestamp => (time / 1000) as UTCTimestamp
const shownAtFirst = 120

/** Candles with volume. Owns the canvas in `container` until `remove`. `onHover`: the candle under the pointer. */
export function createMarketChart(container: HTMLElement, onHover: (candle: Candle | undefined) => void): MarketChart {
  let colors = chartColors()
  const candleColors = () => {
    const { up, down } = colors
    return { upColor: up, downColor: down, wickUpColor: up, wickDownColor: down, borderVisible: false }
  }
  const chart = createChart(container, chartOptions())
  const series = chart.addSeries(CandlestickSeries, candleColors())
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    priceFormat: { type: 'volume' },
    priceLineVisible: false,
    lastValueVisible: false,
  })
  series.priceScale().applyOptions({ scaleMargins: { top: 0.14, bottom: 0.24 } })
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } })
  const markers = createSeriesMarkers(series, [])
  let candles: Candle[] = []
  let notes: readonly ChartNote[] = []

  const asCandle = ({ openTime, open, high, low, close }: Candle) => ({ time: stamp(openTime), open, high, low, close })
  const asVolume = ({ openTime, open, close, volume: value }: Candle) => ({
    time: stamp(openTime),
    value,
    color: withOpacity(close >= open ? colors.up : colors.down, 0.4),
  })
  const drawNotes = () => {
    const first = candles[0]?.openTime ?? Number.POSITIVE_INFINITY
    markers.setMarkers(
      notes
        .filter(({ openTime }) => openTime >= first)
        .map(
          ({ openTime, text }): SeriesMarker<UTCTimestamp> => ({
            time: stamp(openTime),
            position: 'aboveBar',
            shape: 'circle',
            color: colors.warn,
            size: 0.7,
            text,
          }),
        ),
    )
  }
  chart.subscribeCrosshairMove(({ logical, point }) => {
    onHover(point === undefined || logical === undefined ? undefined : candles[Math.round(logical)])
  })

  const show = (points: readonly Candle[]) => {
    candles = [...points]
    series.setData(candles.map(asCandle))
    volume.setData(candles.map(asVolume))
  }
  const showLast = () => {
    const width = Math.min(shownAtFirst, Math.max(30, candles.length))
    chart.timeScale().setVisibleLogicalRange({ from: candles.length - width, to: candles.length + 4 })
  }

  return {
    setCandles: show,
    putCandle(candle) {
      const last = candles.at(-1)
      if (last !== undefined && candle.openTime < last.openTime) return
      if (candle.openTime === last?.openTime) candles[candles.length - 1] = candle
      else candles.push(candle)
      series.update(asCandle(candle))
      volume.update(asVolume(candle))
    },
    setNotes(next) {
      notes = next
      drawNotes()
    },
    setPrecision(decimals) {
      series.applyOptions({ priceFormat: priceFormat(decimals) })
    },
    setScale(scale) {
      series.priceScale().applyOptions({ mode: scale === 'log' ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal })
    },
    fit: () => chart.timeScale().fitContent(),
    showLast,
    readTheme() {
      colors = chartColors()
      chart.applyOptions(chartOptions())
      series.applyOptions(candleColors())
      series.priceScale().applyOptions({ scaleMargins: { top: 0.14, bottom: 0.24 } })
      volume.setData(candles.map(asVolume))
      drawNotes()
    },
    remove: () => chart.remove(),
  }
}
