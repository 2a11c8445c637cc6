import { kindNames } from '../node/conversion.ts'
import type { Ports } from '../node/port.ts'
import type { Problem } from '../problem.ts'
import type { ProblemCode } from '../problem-codes.ts'
import type { ResolvedEdge, ResolvedGraph, ResolvedNode } from './resolved-graph.ts'

/** Edges that lead nowhere, do not fit, or are one too many. A broken edge at a disabled node is a warning. */
export function edgeProblems(graph: ResolvedGraph): readonly Problem[] {
  const taken = new Map<string, ResolvedEdge[]>()
  return graph.edges.flatMap((edge) => {
    const broken = endProblems(edge)
    if (broken.length > 0) return broken
    const input = `${edge.edge.target}.${edge.edge.targetHandle}`
    const others = taken.get(input) ?? []
    taken.set(input, [...others, edge])
    return [...fitProblems(edge), ...surplusProblems(edge, others)]
  })
}

type EdgeField = 'source' | 'sourceHandle' | 'target' | 'targetHandle'

function edgeProblem(
  edge: ResolvedEdge,
  field: EdgeField,
  code: ProblemCode,
  message: string,
  expected: string,
  received: string,
): Problem {
  const isAside = edge.source?.disabled === true || edge.target?.disabled === true
  return {
    path: ['edges', edge.index, field],
    code,
    message,
    expected,
    received,
    severity: isAside ? 'warning' : 'error',
    edgeId: edge.edge.id,
  }
}

function endProblems(edge: ResolvedEdge): readonly Problem[] {
  const { source, target } = edge
  const { source: sourceId, sourceHandle, target: targetId, targetHandle } = edge.edge
  const missingNode = (field: 'source' | 'target', id: string) =>
    edgeProblem(
      edge,
      field,
      'MISSING_NODE',
      `A connection ${field === 'source' ? 'begins' : 'ends'} at a node that does not exist: "${id}". Delete it.`,
      'an existing node',
      id,
    )
  const missingPort = (field: 'sourceHandle' | 'targetHandle', node: ResolvedNode, port: string, ports: Ports) => {
    const what = field === 'sourceHandle' ? 'output' : 'input'
    const names = Object.keys(ports).join(', ')
    return edgeProblem(
      edge,
      field,
      'MISSING_PORT',
      `${node.name} has no ${what} "${port}". Delete the connection or draw it anew.`,
      names === '' ? `no ${what}` : names,
      port,
    )
  }
  return [
    ...(source === undefined ? [missingNode('source', sourceId)] : []),
    ...(target === undefined ? [missingNode('target', targetId)] : []),
    ...(source?.definition !== undefined && edge.from === undefined
      ? [missingPort('sourceHandle', source, sourceHandle, source.outputs)]
      : []),
    ...(target?.definition !== undefined && target.allInputsKnown && edge.to === undefined
      ? [missingPort('targetHandle', target, targetHandle, target.inputs)]
      : []),
  ]
}

function fitProblems(edge: ResolvedEdge): readonly Problem[] {
  const { source, target, from, to, fit } = edge
  if (fit === undefined || fit.fits || source === undefined || target === undefined || from === undefined || to === undefined) return []
  const ends = `${source.name} (${from.title ?? edge.edge.sourceHandle}) does not fit into ${target.name} (${to.title ?? edge.edge.targetHandle})`
  return [edgeProblem(edge, 'targetHandle', fit.code, `${ends}: ${fit.reason} ${fit.fix}`, kindNames[to.kind], kindNames[from.kind])]
}

function surplusProblems(edge: ResolvedEdge, others: readonly ResolvedEdge[]): readonly Problem[] {
  const { target, to } = edge
  if (target === undefined || to === undefined || others.length === 0) return []
  const title = to.title ?? edge.edge.targetHandle
  if (others.some((other) => other.edge.source === edge.edge.source && other.edge.sourceHandle === edge.edge.sourceHandle)) {
    return [
      edgeProblem(
        edge,
        'targetHandle',
        'ALREADY_CONNECTED',
        `The same output is joined twice with the input "${title}" of ${target.name}. Delete one connection.`,
        'one connection',
        'two',
      ),
    ]
  }
  if (to.many === true) return []
  return [
    edgeProblem(
      edge,
      'targetHandle',
      'INPUT_TAKEN',
      `The input "${title}" of ${target.name} takes one connection and has more. Delete the others.`,
      'one connection',
      String(others.length + 1),
    ),
  ]
}
