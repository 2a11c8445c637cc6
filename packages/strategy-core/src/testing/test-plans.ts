import { type GraphBuilder, graph, testFeed } from '@strategraph/test-kit'
import type { WorkflowDocument } from '../document/document.ts'
import type { NodeRegistry } from '../node/define-node.ts'
import { compile } from '../plan/compile.ts'
import type { Plan } from '../plan/plan.ts'
import { aboveNode, buyNode, crossNode, emaNode, gateNode, submitNode, testRegistry } from './test-nodes.ts'

/** The plan of a graph that must compile. */
export function planOf(builder: GraphBuilder | WorkflowDocument, registry: NodeRegistry = testRegistry): Plan {
  const plan = compile('document' in builder ? builder.document() : builder, registry)
  if (!plan.ok) throw new Error(plan.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  return plan.value
}

/** Feed, two averages, their crossing, a decision, a gate and an order. */
export function crossGraph(): GraphBuilder {
  return graph('cross')
    .node('feed', testFeed)
    .node('fast', emaNode, { period: 3 })
    .node('slow', emaNode, { period: 8 })
    .node('cross', crossNode)
    .node('buy', buyNode)
    .node('gate', gateNode)
    .node('order', submitNode)
    .edge('feed.candles', 'fast.source')
    .edge('feed.candles', 'slow.source')
    .edge('fast.value', 'cross.a')
    .edge('slow.value', 'cross.b')
    .edge('cross.up', 'buy.when')
    .edge('buy.decision', 'gate.decisions')
    .edge('gate.order', 'order.order')
}

/** Hourly and daily feed; true in hours whose close is above the average of the days. */
export function twoClocks(): GraphBuilder {
  return graph('clocks')
    .node('hours', testFeed, { interval: '1h' })
    .node('days', testFeed, { interval: '1d' })
    .node('average', emaNode, { period: 2 })
    .node('above', aboveNode)
    .edge('days.candles', 'average.source')
    .edge('hours.candles', 'above.a')
    .edge('average.value', 'above.b')
}
