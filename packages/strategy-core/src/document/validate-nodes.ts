import { kindNames } from '../node/conversion.ts'
import type { NodeDefinition, NodeRegistry } from '../node/define-node.ts'
import type { Problem } from '../problem.ts'
import type { ProblemCode } from '../problem-codes.ts'
import { type ResolvedGraph, type ResolvedNode, sourcesOf } from './resolved-graph.ts'
import { problemsOfIssues } from './schema-problems.ts'
import { similarNames } from './similar-names.ts'

export function nodeProblems(graph: ResolvedGraph, registry: NodeRegistry): readonly Problem[] {
  const connected = new Set(graph.edges.flatMap(({ edge }) => [edge.source, edge.target]))
  return [
    ...duplicateIds(graph),
    ...[...graph.nodes.values()].flatMap((node) => [
      ...typeProblems(node, registry),
      ...configProblems(node),
      ...inputProblems(graph, node),
      ...(connected.has(node.node.id) || graph.nodes.size === 1 ? [] : [notConnected(node)]),
    ]),
  ]
}

/** A problem of a node; a warning where the node is disabled. */
export function nodeProblem(
  node: ResolvedNode,
  problem: Omit<Problem, 'severity' | 'nodeId' | 'path'> & { readonly code: ProblemCode; readonly at?: readonly (string | number)[] },
): Problem {
  const { at = [], ...rest } = problem
  return { path: ['nodes', node.index, ...at], ...rest, severity: node.disabled ? 'warning' : 'error', nodeId: node.node.id }
}

function duplicateIds(graph: ResolvedGraph): readonly Problem[] {
  const lists = [
    { field: 'nodes', items: graph.document.nodes, what: 'node' },
    { field: 'edges', items: graph.document.edges, what: 'connection' },
  ] as const
  return lists.flatMap(({ field, items, what }) => {
    const seen = new Set<string>()
    return items.flatMap(({ id }, index): readonly Problem[] => {
      if (!seen.has(id)) {
        seen.add(id)
        return []
      }
      const message = `A second ${what} has the id "${id}"; give it another one.`
      const owner = field === 'nodes' ? { nodeId: id } : { edgeId: id }
      return [
        {
          path: [field, index, 'id'],
          code: 'DUPLICATE_ID',
          message,
          expected: 'an id of its own',
          received: id,
          severity: 'error',
          ...owner,
        },
      ]
    })
  })
}

function typeProblems(node: ResolvedNode, registry: NodeRegistry): readonly Problem[] {
  const { type, version } = node.node
  const known = registry.get(type)
  if (known === undefined) {
    const similar = similarNames(
      type,
      registry.all.map((definition) => definition.type),
    )
    const hint = similar.length === 0 ? '' : ` Did you mean ${similar.join(', ')}?`
    const message = `${node.name}: this program does not know the node type "${type}".${hint} The node is kept; replace it, or open the workflow where the type is installed.`
    const expected = similar.length === 0 ? 'a known node type' : similar.join(', ')
    return [nodeProblem(node, { at: ['type'], code: 'UNKNOWN_TYPE', message, expected, received: type })]
  }
  const range = { at: ['version'], expected: `version ${known.version}`, received: `version ${version}` }
  if (version > known.version) {
    const message = `${node.name} was saved by a newer version of the program (${known.title} version ${version}, here ${known.version}); update to use it.`
    return [nodeProblem(node, { ...range, code: 'VERSION_TOO_NEW', message })]
  }
  if (version === known.version) return []
  const message = `${node.name} is of an older version (${version}, now ${known.version}) and could not be brought up to date; delete it and add it again.`
  return [nodeProblem(node, { ...range, code: 'NOT_MIGRATED', message })]
}

function configProblems(node: ResolvedNode): readonly Problem[] {
  const { definition } = node
  if (definition === undefined) return []
  const config = node.node.config
  const wrong = problemsOfIssues(node.configIssues, {
    value: config,
    path: ['nodes', node.index, 'config'],
    code: 'INVALID_CONFIG',
    prefix: `${node.name}: `,
    nameOf: (path) => settingTitle(definition, path),
    severity: node.disabled ? 'warning' : 'error',
    nodeId: node.node.id,
  })
  const shape = shapeOf(definition)
  const unknown = Object.keys(config).filter((key) => !Object.hasOwn(shape, key))
  return [
    ...wrong,
    ...unknown.map((key) => ({
      ...nodeProblem(node, {
        at: ['config', key],
        code: 'UNKNOWN_SETTING',
        message: `${node.name} has no setting "${key}"; it has no effect.`,
        expected: Object.keys(shape).join(', '),
        received: key,
      }),
      severity: 'warning' as const,
    })),
    ...Object.keys(node.extraInputs)
      .filter((port) => Object.hasOwn(definition.inputs, port))
      .map((port) =>
        nodeProblem(node, {
          at: ['config'],
          code: 'DUPLICATE_PORT',
          message: `${node.name}: "${port}" is the name of an input that the node has anyway; choose another name.`,
          expected: 'a name of its own',
          received: port,
        }),
      ),
  ]
}

function shapeOf(definition: NodeDefinition): Readonly<Record<string, unknown>> {
  return definition.config.shape
}

/** The title of a setting (its schema's meta), and below it the plain path. */
function settingTitle(definition: NodeDefinition, path: readonly (string | number)[]): string | undefined {
  const [key, ...rest] = path
  if (typeof key !== 'string') return 'The settings'
  const field = shapeOf(definition)[key]
  const meta: unknown = hasMeta(field) ? field.meta() : undefined
  const title = typeof meta === 'object' && meta !== null && 'title' in meta && typeof meta.title === 'string' ? meta.title : key
  return [title, ...rest].join('.')
}

function hasMeta(field: unknown): field is { meta(): unknown } {
  return typeof field === 'object' && field !== null && 'meta' in field && typeof field.meta === 'function'
}

function inputProblems(graph: ResolvedGraph, node: ResolvedNode): readonly Problem[] {
  // A disabled node needs nothing.
  if (node.disabled || node.definition === undefined) return []
  return Object.entries(node.inputs).flatMap(([port, spec]) => {
    if (spec.optional === true) return []
    const { sources, blockedBy } = sourcesOf(graph, node.node.id, port)
    if (sources.length > 0) return []
    const title = spec.title ?? port
    const [blocking] = blockedBy
    if (blocking !== undefined) {
      const message = `${node.name}: the input "${title}" comes from "${blocking.name}", which is disabled and cannot be bypassed. Enable it or connect something else.`
      return [nodeProblem(node, { code: 'INPUT_DISABLED', message, expected: kindNames[spec.kind], received: 'a disabled node' })]
    }
    // An edge that does not fit is reported by itself; a second problem for the same input would only be noise.
    if ((graph.incoming.get(node.node.id) ?? []).some(({ edge }) => edge.targetHandle === port)) return []
    const message = `${node.name}: the input "${title}" is not connected. Connect an output that gives ${kindNames[spec.kind]}.`
    return [nodeProblem(node, { code: 'MISSING_INPUT', message, expected: kindNames[spec.kind], received: 'no connection' })]
  })
}

function notConnected(node: ResolvedNode): Problem {
  const problem = nodeProblem(node, {
    code: 'NOT_CONNECTED',
    message: `${node.name} is connected to nothing.`,
    expected: 'a connection',
    received: 'none',
  })
  return { ...problem, severity: 'warning' }
}
