import { intervals } from '@strategraph/market-model'
import { hashOfGraph } from '../canonical.ts'
import type { WorkflowDocument } from '../document/document.ts'
import { resolveGraph } from '../document/resolved-graph.ts'
import { validateGraph } from '../document/validate-document.ts'
import type { NodeRegistry } from '../node/define-node.ts'
import type { Ports } from '../node/port.ts'
import type { Checked, Problem } from '../problem.ts'
import { assignDomains, type ClockDomains, sourceSpecOf } from './clock-domains.ts'
import { KernelFailure, outputKey } from './kernel-stages.ts'
import type { FeedPlan, OutputKey, Plan, PlannedNode } from './plan.ts'
import { buildPureStages, rowsInDomain } from './pure-stages.ts'
import { buildReactiveSteps, reactiveWarmUp } from './reactive-steps.ts'
import { type SortedNode, sortNodes } from './sorted-nodes.ts'
import { wakeRuleOf } from './wake.ts'

/** Turns a document that has no errors into a plan; else gives its problems. Warnings come along. */
export function compile(document: WorkflowDocument, registry: NodeRegistry): Checked<Plan> {
  const graph = resolveGraph(document, registry)
  const problems = validateGraph(graph, registry)
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems }

  const sorted = sortNodes(graph)
  const clocks = assignDomains(sorted)
  try {
    const { stages, warmUps } = buildPureStages(sorted, clocks)
    const reactive = buildReactiveSteps(sorted, clocks, warmUps)
    const nodes = planNodes(sorted, clocks, warmUps)
    const rule = wakeRuleOf(nodes)
    const plan: Plan = {
      document,
      graphHash: hashOfGraph(graph),
      feeds: feedPlans(sorted),
      domains: clocks.domains.map((domain, index) => ({
        ...domain,
        stages: stages[index] ?? [],
        warmUp: Math.max(0, ...[...nodes.values()].filter((node) => node.domain === index).map(({ warmUp }) => warmUp)),
      })),
      nodes,
      reactive,
      wake: rule.kind === 'every-row' ? rule : { kind: 'flags', outputs: [...new Set(rule.conditions.map(({ output }) => output))] },
      explained: explainedOutputs(nodes),
      warmUp: feedWarmUps(nodes, clocks),
    }
    return { ok: true, value: plan, warnings: problems }
  } catch (cause) {
    if (!(cause instanceof KernelFailure)) throw cause
    const node = graph.nodes.get(cause.nodeId)
    const problem: Problem = {
      path: ['nodes', node?.index ?? 0, 'config'],
      code: 'KERNEL_FAILED',
      message: `${node?.name ?? cause.nodeId} cannot compute with these settings: ${cause.message}.`,
      severity: 'error',
      nodeId: cause.nodeId,
    }
    return { ok: false, problems: [...problems, problem] }
  }
}

/** In document order, for people; the order of evaluation is in the stages and steps. */
function planNodes(
  sorted: readonly SortedNode[],
  clocks: ClockDomains,
  warmUps: ReadonlyMap<OutputKey, number>,
): ReadonlyMap<string, PlannedNode> {
  const inDocumentOrder = sorted.toSorted((a, b) => a.resolved.index - b.resolved.index)
  return new Map(
    inDocumentOrder.map((node) => {
      const ports: Ports = node.definition.outputs
      const domain = clocks.domainOf.get(node.id) ?? -1
      const outputs = Object.fromEntries(Object.entries(ports).map(([port, { kind }]) => [port, kind]))
      const warmUp =
        node.definition.behaviour === 'reactive'
          ? reactiveWarmUp(node, (key) => rowsInDomain(key, domain, clocks, warmUps))
          : Math.max(0, ...Object.keys(outputs).map((port) => warmUps.get(outputKey(node.id, port)) ?? 0))
      const inputs = node.inputs.map(({ port, spec, sources }) => ({
        port,
        kind: spec.kind,
        sources: sources.map((source) => ({ edgeId: source.edgeId, output: outputKey(source.nodeId, source.port), from: source.kind })),
      }))
      return [
        node.id,
        { id: node.id, definition: node.definition, config: node.config, inputs, outputs, region: node.region, domain, warmUp },
      ]
    }),
  )
}

function feedPlans(sorted: readonly SortedNode[]): readonly FeedPlan[] {
  return sorted
    .toSorted((a, b) => a.resolved.index - b.resolved.index)
    .flatMap((node) => {
      const spec = sourceSpecOf(node)
      return spec === undefined ? [] : [{ nodeId: node.id, label: node.resolved.name, spec }]
    })
}

/** Numbers and flags of all pure nodes that some reactive node descends from. */
function explainedOutputs(nodes: ReadonlyMap<string, PlannedNode>): readonly OutputKey[] {
  const explaining = new Set<string>()
  const todo = [...nodes.values()].filter(({ region }) => region === 'reactive')
  const seen = new Set(todo)
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.region === 'pure') explaining.add(node.id)
    for (const { output } of node.inputs.flatMap(({ sources }) => sources)) {
      const feeder = nodes.get(output.slice(0, output.indexOf('.')))
      if (feeder === undefined || seen.has(feeder)) continue
      seen.add(feeder)
      todo.push(feeder)
    }
  }
  return [...nodes.values()].flatMap(({ id, outputs }) =>
    explaining.has(id) ? Object.keys(outputs).map((port) => outputKey(id, port)) : [],
  )
}

/**
 * Bars of each feed until the slowest of the deciding nodes can decide, each feed given the same span of time. Without reactive
 * nodes: until the last pure output has a value.
 */
function feedWarmUps(nodes: ReadonlyMap<string, PlannedNode>, clocks: ClockDomains): ReadonlyMap<string, number> {
  const reactive = [...nodes.values()].filter(({ region }) => region === 'reactive')
  const waited = reactive.length > 0 ? reactive : [...nodes.values()]
  const span = Math.max(
    0,
    ...waited.map(({ domain, warmUp }) => {
      const interval = clocks.domains[domain]?.interval
      return interval === undefined ? 0 : warmUp * intervals[interval]
    }),
  )
  return new Map(clocks.domains.map(({ feed, interval }) => [feed, Math.ceil(span / intervals[interval])]))
}
