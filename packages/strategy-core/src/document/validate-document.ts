import { kindNames } from '../node/conversion.ts'
import type { NodeRegistry } from '../node/define-node.ts'
import type { Problem } from '../problem.ts'
import type { WorkflowDocument } from './document.ts'
import { findCycles } from './find-cycle.ts'
import { edgeProblems } from './validate-edges.ts'
import { nodeProblems } from './validate-nodes.ts'
import { type ResolvedGraph, resolveGraph } from './resolved-graph.ts'

/**
 * Everything that is wrong with a document, for editor, API and command line alike. An error blocks running, a warning does not.
 * What is wrong inside a disabled node is a warning: disabling is how a user sets a broken node aside.
 */
export function validateDocument(document: WorkflowDocument, registry: NodeRegistry): readonly Problem[] {
  return validateGraph(resolveGraph(document, registry), registry)
}

/** `validateDocument` for a graph that is resolved already. */
export function validateGraph(graph: ResolvedGraph, registry: NodeRegistry): readonly Problem[] {
  return [...nodeProblems(graph, registry), ...edgeProblems(graph), ...cycleProblems(graph), ...feedProblems(graph)]
}

function cycleProblems(graph: ResolvedGraph): readonly Problem[] {
  const links = graph.edges.map(({ edge }) => edge)
  return findCycles(graph.nodes.keys(), links).map((cycle) => {
    const nodes = cycle.flatMap((id) => graph.nodes.get(id) ?? [])
    const [first] = nodes
    const names = [...nodes, ...(first ? [first] : [])].map(({ name }) => name).join(' -> ')
    return {
      path: ['nodes', first?.index ?? 0],
      code: 'CYCLE',
      message: `These nodes feed each other in a circle: ${names}. Remove one of the connections; "Previous value" looks back without a circle.`,
      expected: 'no circle',
      received: cycle.join(' -> '),
      severity: 'error',
      ...(first && { nodeId: first.node.id }),
    }
  })
}

function feedProblems(graph: ResolvedGraph): readonly Problem[] {
  for (const { definition, config, disabled } of graph.nodes.values()) {
    if (disabled || definition?.behaviour !== 'source') continue
    // A feed with wrong settings is reported as such; saying "no feed" too would send the user the wrong way.
    if (config === undefined || definition.source(config).stream === 'bars') return []
  }
  return [
    {
      path: ['nodes'],
      code: 'NO_FEED',
      message: `No node brings in ${kindNames.candles}, so there is nothing to run on. Add a Market feed.`,
      expected: 'a node that brings in bars',
      received: 'none',
      severity: 'error',
    },
  ]
}
