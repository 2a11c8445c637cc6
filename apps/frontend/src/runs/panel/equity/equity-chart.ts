import { AreaSeries, createChart, LineSeries, LineStyle, type UTCTimestamp } from 'lightweight-charts'
import { chartColors, chartOptions, priceFormat, withOpacity } from '../chart/chart-colors.ts'
import { createCursorLine } from './cursor-line.ts'
import type { EquityPoint } from './equity-rows.ts'

export interface EquityChart {
  setRun(equity: readonly EquityPoint[], drawdown: readonly EquityPoint[]): void
  setHold(points: readonly EquityPoint[]): void
  setOther(points: readonly EquityPoint[]): void
  /** Seconds; undefined: none. */
  setCursor(time: number | undefined): void
  readTheme(): void
  remove(): void
}

const asData = (points: readonly EquityPoint[]) => points.map(({ time, value }) => ({ time: time as UTCTimestamp, value }))

/** Equity with its comparisons above, the fall from the peak below. Owns the canvas in `container` until `remove`. */
export function createEquityChart(container: HTMLElement, onPick: (time: number) => void): EquityChart {
  const chart = createChart(container, chartOptions())
  const usual = { priceLineVisible: false, crosshairMarkerVisible: true, priceFormat: priceFormat(2) } as const
  const hold = chart.addSeries(LineSeries, { ...usual, lineWidth: 1, lineStyle: LineStyle.Dashed, title: 'Buy and hold' }, 0)
  const other = chart.addSeries(LineSeries, { ...usual, lineWidth: 2, title: 'Other run' }, 0)
  const equity = chart.addSeries(AreaSeries, { ...usual, lineWidth: 2, title: 'Equity' }, 0)
  const percent = { type: 'custom', minMove: 0.01, formatter: (value: number) => `${value.toFixed(1)} %` } as const
  const drawdown = chart.addSeries(
    AreaSeries,
    { ...usual, lineWidth: 1, invertFilledArea: true, title: 'Drawdown', priceFormat: percent },
    1,
  )
  const [upper, lower] = chart.panes()
  upper?.setStretchFactor(3)
  lower?.setStretchFactor(1)
  let fitted = 0
  let last: readonly EquityPoint[] = []

  const paint = () => {
    const { accent, faint, warn, down } = chartColors()
    equity.applyOptions({ lineColor: accent, topColor: withOpacity(accent, 0.28), bottomColor: withOpacity(accent, 0.02) })
    hold.applyOptions({ color: faint })
    other.applyOptions({ color: warn })
    drawdown.applyOptions({ lineColor: down, topColor: withOpacity(down, 0.05), bottomColor: withOpacity(down, 0.3) })
  }
  /** Each curve's first arrival shows all of it; later the user's view stays. */
  const fitOnce = (curve: number, points: readonly EquityPoint[]) => {
    if (points.length < 2 || fitted >= curve) return
    fitted = curve
    chart.timeScale().fitContent()
  }
  paint()
  const cursor = createCursorLine(chart, () => chartColors().accent)
  equity.attachPrimitive(cursor.primitive)
  chart.subscribeClick(({ time }) => {
    if (typeof time === 'number') onPick(time)
  })

  return {
    setRun(points, falls) {
      last = points
      equity.setData(asData(points))
      drawdown.setData(asData(falls))
      fitOnce(1, points)
    },
    setHold(points) {
      hold.setData(asData(points))
      fitOnce(2, points)
    },
    setOther: (points) => {
      other.setData(asData(points))
      chart.timeScale().fitContent()
    },
    setCursor(time) {
      cursor.set(time === undefined ? undefined : last.findLast((candidate) => candidate.time <= time)?.time)
    },
    readTheme() {
      chart.applyOptions(chartOptions())
      paint()
    },
    remove: () => chart.remove(),
  }
}
