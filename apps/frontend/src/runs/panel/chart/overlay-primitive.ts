import type { IChartApi, IPrimitivePaneView, ISeriesApi, ISeriesPrimitive, Logical, Time } from 'lightweight-charts'
import { type ChartColors, withOpacity } from './chart-colors.ts'
import type { TradeLine } from './chart-marks.ts'

/** What is drawn over the candles: lines from entry to exit, and the bar that the time slider stands on. */
export interface Overlay {
  readonly primitive: ISeriesPrimitive<Time>
  setTrades(trades: readonly TradeLine[]): void
  /** Index of a candle; undefined: none. */
  setCursor(index: number | undefined): void
  setColors(colors: ChartColors): void
}

type Target = Parameters<NonNullable<ReturnType<IPrimitivePaneView['renderer']>>['draw']>[0]

export function createOverlay(chart: IChartApi, series: ISeriesApi<'Candlestick'>, initial: ChartColors): Overlay {
  let colors = initial
  let trades: readonly TradeLine[] = []
  let cursor: number | undefined
  let redraw = () => {}

  const draw = (target: Target) => {
    const x = (index: number) => chart.timeScale().logicalToCoordinate(index as Logical)
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.lineWidth = 1.5
      context.setLineDash([4, 3])
      for (const { fromIndex, toIndex, fromPrice, toPrice, isGain } of trades) {
        const [x1, x2] = [x(fromIndex), x(toIndex)]
        const [y1, y2] = [series.priceToCoordinate(fromPrice), series.priceToCoordinate(toPrice)]
        if (x1 === null || x2 === null || y1 === null || y2 === null || x2 < 0 || x1 > mediaSize.width) continue
        context.strokeStyle = withOpacity(isGain ? colors.up : colors.down, 0.9)
        context.beginPath()
        context.moveTo(x1, y1)
        context.lineTo(x2, y2)
        context.stroke()
      }
      const at = cursor === undefined ? null : x(cursor)
      if (at === null) return
      context.setLineDash([])
      const width = Math.max(2, chart.timeScale().options().barSpacing)
      context.fillStyle = withOpacity(colors.accent, 0.16)
      context.fillRect(at - width / 2, 0, width, mediaSize.height)
      context.fillStyle = colors.accent
      context.fillRect(Math.round(at) - 0.5, 0, 1, mediaSize.height)
    })
  }
  const view: IPrimitivePaneView = { renderer: () => ({ draw }), zOrder: () => 'top' }

  return {
    primitive: {
      paneViews: () => [view],
      attached({ requestUpdate }) {
        redraw = requestUpdate
      },
    },
    setTrades(next) {
      trades = next
      redraw()
    },
    setCursor(index) {
      cursor = index
      redraw()
    },
    setColors(next) {
      colors = next
      redraw()
    },
  }
}
