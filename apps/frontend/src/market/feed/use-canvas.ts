import { type RefObject, useEffect, useRef } from 'react'
import { cssColor, useTheme } from '../../app/theme.ts'
import type { Topic } from './market-store.ts'
import { useMarketSession } from './use-market.ts'

/** Colours and font of the theme, for drawing. */
export interface Paint {
  readonly ink: string
  readonly soft: string
  readonly faint: string
  readonly up: string
  readonly down: string
  readonly accent: string
  readonly warn: string
  readonly line: string
  readonly hover: string
  readonly surface: string
  readonly family: string
}

export interface Scene {
  readonly context: CanvasRenderingContext2D
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  readonly paint: Paint
  /** `performance.now()` of the frame. */
  readonly now: number
  /** The user wants little motion. */
  readonly isCalm: boolean
}

function readPaint(): Paint {
  return {
    ink: cssColor('--ink'),
    soft: cssColor('--ink-soft'),
    faint: cssColor('--ink-faint'),
    up: cssColor('--up'),
    down: cssColor('--down'),
    accent: cssColor('--accent'),
    warn: cssColor('--warn'),
    line: cssColor('--line'),
    hover: cssColor('--hover'),
    surface: cssColor('--surface'),
    family: cssColor('--font-sans') || 'sans-serif',
  }
}

interface CanvasOptions {
  readonly topics: readonly Topic[]
  /** Between two drawings that the topics ask for; 0: every frame. */
  readonly everyMs?: number
  /** Returns after how many ms it wants to draw again although nothing has come (something fades); undefined: not. */
  readonly draw: (scene: Scene) => number | undefined
}

/** A canvas that is drawn at most once per frame, and only when one of the topics, its size, the theme or `redraw` asks for it. */
export function useCanvas({ topics, everyMs = 0, draw }: CanvasOptions): {
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly redraw: () => void
} {
  const canvas = useRef<HTMLCanvasElement>(null)
  const latest = useRef(draw)
  latest.current = draw
  const schedule = useRef(() => {})
  const { store } = useMarketSession()
  const theme = useTheme((state) => state.resolved)
  const key = topics.join()

  // The theme is a dependency because its colours are read here.
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (element === null || context === null || context === undefined) return
    const paint = readPaint()
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    let frame = 0
    let width = 0
    let height = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = Number.NEGATIVE_INFINITY
    const run = (now: number) => {
      frame = 0
      last = now
      if (width === 0 || height === 0) return
      const ratio = devicePixelRatio
      if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
        element.width = Math.round(width * ratio)
        element.height = Math.round(height * ratio)
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      context.clearRect(0, 0, width, height)
      const again = latest.current({ context, width, height, paint, now, isCalm })
      if (again !== undefined) askLater(again)
    }
    const ask = () => {
      if (frame === 0) frame = requestAnimationFrame(run)
    }
    const askLater = (ms: number) => {
      if (timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        ask()
      }, ms)
    }
    const onTopic = () => {
      const wait = last + everyMs - performance.now()
      if (wait > 0) askLater(wait)
      else ask()
    }
    const size = new ResizeObserver(([entry]) => {
      width = entry?.contentRect.width ?? 0
      height = entry?.contentRect.height ?? 0
      ask()
    })
    size.observe(element)
    schedule.current = ask
    const stop = store.subscribe(topics, onTopic)
    return () => {
      stop()
      size.disconnect()
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    }
    // The topics by their names: callers write them in place.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [store, key, everyMs, theme])

  return { canvas, redraw: () => schedule.current() }
}
