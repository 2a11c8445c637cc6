import type { NodeRegistry, WorkflowDocument } from '@strategraph/strategy-core'
import { shapeOf, portTitle } from '../../../editor/model/strategy.ts'

/** One line or histogram that a plotting node asks for. */
export interface Plot {
  /** `<nodeId>.<port>` of the value. */
  readonly key: string
  readonly name: string
  readonly style: 'line' | 'histogram'
  /** Index into `paneTitles`; -1 is the pane of the candles. */
  readonly pane: number
  /** Index into the palette of the chart. */
  readonly color: number
}

export interface Plots {
  readonly plots: readonly Plot[]
  readonly paneTitles: readonly string[]
}

/** What the strategy wants drawn beside the candles, from its plotting nodes. */
export function plotsOf(document: WorkflowDocument, registry: NodeRegistry): Plots {
  const plots: Plot[] = []
  const paneTitles: string[] = []
  for (const node of document.nodes) {
    const definition = registry.get(node.type)
    if (definition?.chart === undefined || node.disabled === true) continue
    const config = definition.config.safeParse(node.config)
    if (!config.success) continue
    const spec = definition.chart(config.data)
    const sources = document.edges.filter((edge) => edge.target === node.id)
    if (sources.length === 0) continue
    const names = sources.map((edge) => sourceName(document, edge.source, edge.sourceHandle))
    const pane = spec.pane === 'price' ? -1 : paneTitles.push(spec.title === '' ? names.join(', ') : spec.title) - 1
    sources.forEach((edge, index) => {
      plots.push({
        key: `${edge.source}.${edge.sourceHandle}`,
        name: names[index] ?? edge.source,
        style: spec.style,
        pane,
        color: plots.length,
      })
    })
  }
  return { plots, paneTitles }
}

/** "EMA 20", or "Bollinger: Upper" where the node has several outputs. */
function sourceName(document: WorkflowDocument, nodeId: string, port: string): string {
  const node = document.nodes.find((candidate) => candidate.id === nodeId)
  if (node === undefined) return nodeId
  const { name, outputs } = shapeOf(node)
  return Object.keys(outputs).length > 1 ? `${name}: ${portTitle(outputs, port)}` : name
}
