import { useEffect, useRef, useState } from 'react'
import { cssColor, useTheme } from '../../../app/theme.ts'
import { rowFinder } from '../shared/row-finder.ts'
import type { Moment } from './moments.ts'

const height = 8

/** Marks above the slider: where the run decided, was refused, or traded. */
export function MomentTrack({
  runId,
  moments,
  rows,
}: {
  readonly runId: string
  readonly moments: readonly Moment[]
  readonly rows: number
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useTheme((store) => store.resolved)
  const [places, setPlaces] = useState<readonly number[]>([])
  const last = moments.at(-1)?.time ?? 0

  useEffect(() => {
    let isCurrent = true
    rowFinder(runId)
      .rowsNear(moments.map((moment) => moment.time))
      .then(
        (found) => {
          if (isCurrent) setPlaces(found)
        },
        // The marks are an aid only: without them the slider works as well.
        () => {},
      )
    return () => {
      isCurrent = false
    }
    // Moments only ever grow at their end.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [runId, moments.length, last])

  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (element === null || context === null || context === undefined) return
    const draw = () => {
      const ratio = devicePixelRatio
      const { width } = element.getBoundingClientRect()
      element.width = Math.round(width * ratio)
      element.height = Math.round(height * ratio)
      context.scale(ratio, ratio)
      const colors = { fill: cssColor('--accent'), denied: cssColor('--warn'), decision: cssColor('--line-strong') }
      places.forEach((place, index) => {
        const kind = moments[index]?.kind ?? 'decision'
        context.fillStyle = colors[kind]
        const tall = kind === 'fill' ? height : height / 2
        // The slider's thumb is 14 wide: its middle does not reach the ends.
        context.fillRect(7 + (Math.max(0, place) / Math.max(1, rows - 1)) * (width - 14) - 0.75, height - tall, 1.5, tall)
      })
    }
    draw()
    const observer = new ResizeObserver(draw)
    observer.observe(element)
    return () => observer.disconnect()
  }, [places, moments, rows, theme])

  return <canvas ref={canvas} aria-hidden="true" className="pointer-events-none absolute inset-x-0 top-1 w-full" style={{ height }} />
}
