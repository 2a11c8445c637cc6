import type { IChartApi, IPrimitivePaneView, ISeriesPrimitive, Time, UTCTimestamp } from 'lightweight-charts'

/** A vertical line where the time slider stands. */
export interface CursorLine {
  readonly primitive: ISeriesPrimitive<Time>
  /** A time of the series in seconds; undefined: none. */
  set(time: number | undefined): void
}

type Target = Parameters<NonNullable<ReturnType<IPrimitivePaneView['renderer']>>['draw']>[0]

export function createCursorLine(chart: IChartApi, color: () => string): CursorLine {
  let time: number | undefined
  let redraw = () => {}
  const draw = (target: Target) => {
    const x = time === undefined ? null : chart.timeScale().timeToCoordinate(time as UTCTimestamp)
    if (x === null) return
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.fillStyle = color()
      context.fillRect(Math.round(x) - 0.5, 0, 1.5, mediaSize.height)
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
    set(next) {
      time = next
      redraw()
    },
  }
}
