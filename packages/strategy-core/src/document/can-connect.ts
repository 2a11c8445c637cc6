import { type Conversion, fit } from '../node/conversion.ts'
import type { NodeRegistry } from '../node/define-node.ts'
import type { ProblemCode } from '../problem-codes.ts'
import type { WorkflowDocument } from './document.ts'
import { reaches } from './find-cycle.ts'
import { portOf, resolveNode } from './resolved-graph.ts'

/** React Flow's words for a connection that is being drawn. */
export interface Connection {
  readonly source: string
  readonly sourceHandle: string
  readonly target: string
  readonly targetHandle: string
}

export type Connectable =
  | { readonly ok: true; readonly conversion?: Conversion }
  | { readonly ok: false; readonly code: ProblemCode; readonly reason: string; readonly fix: string }

/** Whether the editor may draw this edge; looks at its two ends only, so it can be asked at every mouse move. */
export function canConnect(document: WorkflowDocument, registry: NodeRegistry, connection: Connection): Connectable {
  const { source, sourceHandle, target, targetHandle } = connection
  const [fromNode, toNode] = [source, target].map((id) => {
    const index = document.nodes.findIndex((node) => node.id === id)
    const node = document.nodes[index]
    return node && resolveNode(node, registry, index)
  })
  if (fromNode === undefined || toNode === undefined) {
    return refuse('MISSING_NODE', 'One of the two nodes does not exist.', 'Connect nodes that are on the canvas.')
  }
  const from = portOf(fromNode.outputs, sourceHandle)
  const to = portOf(toNode.inputs, targetHandle)
  if (from === undefined) return refuse('MISSING_PORT', `${fromNode.name} has no output "${sourceHandle}".`, 'Begin at one of its outputs.')
  if (to === undefined) return refuse('MISSING_PORT', `${toNode.name} has no input "${targetHandle}".`, 'End at one of its inputs.')
  if (source === target) return refuse('CYCLE', 'A node cannot feed itself.', 'Use "Previous value" to look back.')

  const fitting = fit(from.kind, to.kind)
  if (!fitting.fits) return refuse(fitting.code, fitting.reason, fitting.fix)

  const present = document.edges.filter((edge) => edge.target === target && edge.targetHandle === targetHandle)
  if (present.some((edge) => edge.source === source && edge.sourceHandle === sourceHandle)) {
    return refuse('ALREADY_CONNECTED', 'These two are connected already.', 'Nothing to do.')
  }
  if (present.length > 0 && to.many !== true) {
    return refuse('INPUT_TAKEN', `The input "${to.title ?? targetHandle}" takes one connection.`, 'Delete the present connection first.')
  }
  if (reaches(target, source, document.edges)) {
    return refuse(
      'CYCLE',
      `${toNode.name} already feeds ${fromNode.name}; this would close a circle.`,
      'Use "Previous value" to look back.',
    )
  }
  return fitting.conversion === undefined ? { ok: true } : { ok: true, conversion: fitting.conversion }
}

function refuse(code: ProblemCode, reason: string, fix: string): Connectable {
  return { ok: false, code, reason, fix }
}
