import type { Problem, WorkflowEdge } from '@strategraph/strategy-core'

const noPorts: ReadonlySet<string> = new Set()
const ports = new WeakMap<readonly WorkflowEdge[], ReadonlyMap<string, ReadonlySet<string>>>()
const texts = new WeakMap<ReadonlySet<string>, string>()
const worst = new WeakMap<readonly Problem[], ReadonlyMap<string, Problem>>()

/** Connected ports of a node as one text (` <source >value `): equal text means nothing to draw anew. Indexed once per list of edges. */
export function connectedPorts(edges: readonly WorkflowEdge[], nodeId: string): string {
  let index = ports.get(edges)
  if (index === undefined) {
    const made = new Map<string, Set<string>>()
    const put = (id: string, port: string) => made.get(id)?.add(port) ?? made.set(id, new Set([port]))
    for (const edge of edges) {
      put(edge.target, `<${edge.targetHandle}`)
      put(edge.source, `>${edge.sourceHandle}`)
    }
    index = made
    ports.set(edges, index)
  }
  const set = index.get(nodeId) ?? noPorts
  let text = texts.get(set)
  if (text === undefined) {
    text = ` ${[...set].join(' ')} `
    texts.set(set, text)
  }
  return text
}

/** The worst problem of a node. Indexed once per list of problems. */
export function worstProblem(problems: readonly Problem[], nodeId: string): Problem | undefined {
  let index = worst.get(problems)
  if (index === undefined) {
    const made = new Map<string, Problem>()
    for (const problem of problems) {
      if (problem.nodeId === undefined) continue
      const known = made.get(problem.nodeId)
      if (known === undefined || (known.severity === 'warning' && problem.severity === 'error')) made.set(problem.nodeId, problem)
    }
    index = made
    worst.set(problems, index)
  }
  return index.get(nodeId)
}
