import type { ClockDomains } from './clock-domains.ts'
import { buildKernelStage, outputKey } from './kernel-stages.ts'
import type { OutputKey, ReactiveStep } from './plan.ts'
import { nativeInputs, nativeWarmUps, rowsInDomain } from './pure-stages.ts'
import type { SortedNode } from './sorted-nodes.ts'

interface Draft {
  readonly kind: 'node' | 'kernels' | 'native'
  readonly domain: number
  readonly nodes: SortedNode[]
}

/**
 * Order of the reactive region. Kernel nodes behind reactive ones join the earliest program of their domain that comes after
 * everything they read. Adds the region's warm-ups to `warmUps`.
 */
export function buildReactiveSteps(
  nodes: readonly SortedNode[],
  clocks: ClockDomains,
  warmUps: Map<OutputKey, number>,
): readonly ReactiveStep[] {
  const drafts = draftSteps(nodes, clocks)
  return drafts.map((draft): ReactiveStep => {
    const [node] = draft.nodes
    const warmUpOf = (key: OutputKey) => rowsInDomain(key, draft.domain, clocks, warmUps)
    if (node === undefined) throw new Error('a step without nodes')
    if (draft.kind === 'kernels') {
      const built = buildKernelStage(draft.nodes, warmUpOf)
      for (const [key, rows] of built.warmUps) warmUps.set(key, rows)
      return { kind: 'stage', stage: { kind: 'kernel', program: built.program }, nodeIds: draft.nodes.map(({ id }) => id) }
    }
    if (draft.kind === 'native') {
      for (const [key, rows] of nativeWarmUps(node, warmUpOf)) warmUps.set(key, rows)
      return { kind: 'stage', stage: { kind: 'native', nodeId: node.id, inputs: nativeInputs(node) }, nodeIds: [node.id] }
    }
    const rows = reactiveWarmUp(node, warmUpOf)
    for (const port of Object.keys(node.definition.outputs)) warmUps.set(outputKey(node.id, port), rows)
    return { kind: 'node', nodeId: node.id }
  })
}

/** What the node's inputs need before they have a value. */
export function reactiveWarmUp(node: SortedNode, warmUpOf: (key: OutputKey) => number): number {
  return Math.max(0, ...node.inputs.flatMap(({ sources }) => sources.map(({ nodeId, port }) => warmUpOf(outputKey(nodeId, port)))))
}

function draftSteps(nodes: readonly SortedNode[], clocks: ClockDomains): readonly Draft[] {
  const drafts: Draft[] = []
  const stepOf = new Map<string, number>()
  for (const node of nodes) {
    if (node.region !== 'reactive') continue
    const domain = clocks.domainOf.get(node.id) ?? -1
    const { behaviour } = node.definition
    if (behaviour === 'kernel') {
      let earliest = 0
      for (const { nodeId } of node.inputs.flatMap(({ sources }) => sources)) {
        const step = stepOf.get(nodeId)
        const draft = step === undefined ? undefined : drafts[step]
        if (step !== undefined) earliest = Math.max(earliest, draft?.kind === 'kernels' && draft.domain === domain ? step : step + 1)
      }
      const found = drafts.findIndex((draft, step) => step >= earliest && draft.kind === 'kernels' && draft.domain === domain)
      if (found >= 0) {
        drafts[found]?.nodes.push(node)
        stepOf.set(node.id, found)
        continue
      }
    }
    stepOf.set(node.id, drafts.length)
    drafts.push({ kind: behaviour === 'kernel' ? 'kernels' : behaviour === 'native' ? 'native' : 'node', domain, nodes: [node] })
  }
  return drafts
}
