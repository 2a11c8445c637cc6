import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { cssColor, useTheme } from '../../app/theme.ts'
import { activityAt } from '../../runs/activity.ts'
import { type RunView, shownValues } from '../../runs/run-store.ts'
import type { FlowEdge, FlowNode } from './flow-items.ts'
import { farTextZoom, measure, nodeWidth, readableZoom } from './geometry.ts'
import { type Paint, type PlacedNode, paintValues } from './overlay-paint.ts'

function sourceKey(edges: readonly FlowEdge[], nodeId: string): string | undefined {
  const edge = edges.find((candidate) => candidate.target === nodeId)
  return edge === undefined ? undefined : `${edge.source}.${edge.sourceHandle}`
}

function readPaint(): Paint {
  return {
    ink: cssColor('--ink'),
    faint: cssColor('--ink-faint'),
    up: cssColor('--up'),
    down: cssColor('--down'),
    warn: cssColor('--warn'),
    accent: cssColor('--accent'),
    family: cssColor('--font-sans') || 'sans-serif',
  }
}

/**
 * Live values of all nodes on one canvas over the graph, at most once per frame and only when something changed. Not in the DOM:
 * a thousand texts that change 30 times a second would leave no time for anything else (shared/design/performance.md, section 6).
 */
export function LiveOverlay({ view }: { readonly view: RunView }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const flow = useStoreApi<FlowNode, FlowEdge>()
  const theme = useTheme((state) => state.resolved)
  const values = shownValues(view)
  const { activity, cursor, events } = view
  const latest = useRef({ events })
  latest.current = { events }

  // The theme is a dependency because its colours are read here.
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (element === null || context === null || context === undefined) return
    const paint = readPaint()
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    const since = new Map<string, number>()
    const pastActivity = cursor === null ? undefined : activityAt(latest.current.events, cursor.time)
    let ringedVersion = values.version
    let frame = 0

    const ring = (now: number) => {
      if (isCalm || cursor !== null) return
      for (const [key, cell] of values.cells) {
        if (cell.changed > ringedVersion && typeof cell.value === 'object' && cell.value !== null && 'action' in cell.value) {
          since.set(key.slice(0, key.indexOf('.')), now)
        }
      }
      ringedVersion = values.version
    }

    const draw = () => {
      frame = 0
      const now = performance.now()
      const { width, height, transform, nodeLookup, edges } = flow.getState()
      const [x, y, zoom] = transform
      const ratio = devicePixelRatio
      if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
        element.width = Math.round(width * ratio)
        element.height = Math.round(height * ratio)
      }
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, element.width, element.height)
      context.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio)
      const placed: PlacedNode[] = []
      for (const { internals } of nodeLookup.values()) {
        const item = internals.userNode
        if (item.type !== 'strategy') continue
        const at = internals.positionAbsolute
        const left = at.x * zoom + x
        const top = at.y * zoom + y
        if (left > width || top > height || left + nodeWidth * zoom < 0 || top + measure(item.data.node).height * zoom < 0) continue
        const { node } = item.data
        placed.push({ node, x: at.x, y: at.y, inputKey: measure(node).activity === undefined ? undefined : sourceKey(edges, node.id) })
      }
      ring(now)
      const fades = paintValues(context, placed, values, pastActivity ?? activity, {
        paint,
        detail: zoom >= readableZoom ? 'rows' : zoom >= farTextZoom ? 'name' : 'far',
        zoom,
        since,
        now,
      })
      if (fades) schedule()
    }
    const schedule = () => {
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    const stopValues = values.subscribe(schedule)
    const stopFlow = flow.subscribe(schedule)
    schedule()
    return () => {
      stopValues()
      stopFlow()
      cancelAnimationFrame(frame)
    }
  }, [flow, values, activity, cursor, theme])

  return <canvas ref={canvas} aria-hidden="true" className="pointer-events-none absolute inset-0 z-[4] size-full" />
}
