import '../src/app/styles.css'
import type { WorkflowDocument, WorkflowNode } from '@strategraph/strategy-core'
import { ReactFlowProvider } from '@xyflow/react'
import { createRoot } from 'react-dom/client'
import { Canvas } from '../src/editor/canvas/canvas.tsx'
import { EditorContext } from '../src/editor/model/editor-context.ts'
import { createEditorStore } from '../src/editor/model/editor-store.ts'
import { createLiveValues } from '../src/runs/live-values.ts'
import { type RunView, useRunStore } from '../src/runs/run-store.ts'

/**
 * The product's own canvas with 1,000 nodes (twice what a document may have) whose values all change 30 times a second.
 * `window.bench` counts frames; run-live-canvas.mjs reads it.
 */
const count = Number(new URLSearchParams(location.search).get('nodes') ?? 1000)
const hertz = Number(new URLSearchParams(location.search).get('hz') ?? 30)
const columns = 40

const nodes = Array.from({ length: count }, (_, index): WorkflowNode => {
  const type = index % 4 === 0 ? 'indicator.macd' : index % 4 === 1 ? 'logic.compare' : 'indicator.ema'
  const position = { x: (index % columns) * 264, y: Math.floor(index / columns) * 168 }
  return { id: `n${index}`, type, version: 1, position, config: {} }
})
const document_: WorkflowDocument = {
  formatVersion: 1,
  id: 'bench',
  name: 'Bench',
  description: '',
  settings: {
    account: { currency: 'USD', initialCash: '10000', allowShort: false, takerFee: 0, makerFee: 0, slippageBps: 0 },
    limits: { maxExposureFraction: 1 },
    endOfData: 'close',
  },
  nodes,
  edges: nodes.flatMap((node, index) => {
    const target = nodes[index + 1]
    const from = node.type === 'indicator.macd' ? 'macd' : node.type === 'indicator.ema' ? 'value' : undefined
    if (target === undefined || from === undefined) return []
    const into = target.type === 'logic.compare' ? 'a' : 'source'
    return [{ id: `e${index}`, source: node.id, sourceHandle: from, target: target.id, targetHandle: into }]
  }),
}

const store = createEditorStore({ workflowId: 'bench', document: document_ })
const live = createLiveValues()
const view: RunView = {
  workflowId: 'bench',
  runId: 'bench',
  run: undefined,
  events: [],
  forgotten: 0,
  live,
  past: createLiveValues(),
  activity: new Map(),
  cursor: null,
  quotes: {},
  problem: undefined,
}
useRunStore.setState({ views: { bench: view } })

const root = document.getElementById('root')
if (root === null) throw new Error('no root')
createRoot(root).render(
  <EditorContext value={store}>
    <ReactFlowProvider>
      <div style={{ width: '100vw', height: '100vh' }}>
        <Canvas />
      </div>
    </ReactFlowProvider>
  </EditorContext>,
)

let tick = 0
setInterval(() => {
  tick += 1
  const values: Record<string, number | boolean> = {}
  for (const [index, node] of nodes.entries()) {
    const value = Math.sin(tick / 7 + index) * 100
    if (node.type === 'logic.compare') values[`${node.id}.result`] = value > 0
    else if (node.type === 'indicator.ema') values[`${node.id}.value`] = value
    else for (const port of ['macd', 'signal', 'histogram']) values[`${node.id}.${port}`] = value
  }
  live.ingest({ tick, time: tick, values })
}, 1000 / hertz)

const bench = { frames: 0, longTasks: 0, longMs: 0, ticks: () => tick }
Object.assign(window, { bench })
const count_ = () => {
  bench.frames += 1
  requestAnimationFrame(count_)
}
requestAnimationFrame(count_)
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    bench.longTasks += 1
    bench.longMs += entry.duration
  }
}).observe({ type: 'longtask' })
