import type { PortKind } from '../node/port.ts'
import type { OutputKey, PlannedNode } from './plan.ts'

type Nodes = ReadonlyMap<string, PlannedNode>

/** `flags`: the region sleeps until one of these flags is true in a row of `domain`, the clock of the node that it wakes. */
export type WakeRule =
  | { readonly kind: 'every-row' }
  | { readonly kind: 'flags'; readonly conditions: readonly { readonly output: OutputKey; readonly domain: number }[] }

const impulses: readonly PortKind[] = ['decision', 'proposal', 'order']

/** Whether a value of this kind exists only in the moment in which it is made. */
export function isImpulse(kind: PortKind): boolean {
  return impulses.includes(kind)
}

/**
 * When the reactive region has to be looked at. A flag that is computed behind reactive nodes, a kernel behind them (its state moves
 * with every row) or a node that wakes at every row leaves no row to skip.
 */
export function wakeRuleOf(nodes: Nodes): WakeRule {
  const passive = passiveNodes(nodes)
  const conditions = new Map<string, { readonly output: OutputKey; readonly domain: number }>()
  for (const node of nodes.values()) {
    if (node.region !== 'reactive' || passive.has(node.id)) continue
    if (node.definition.behaviour !== 'reactive' || node.definition.wakesOn.length === 0) return { kind: 'every-row' }
    for (const port of node.definition.wakesOn) {
      for (const source of node.inputs.find((input) => input.port === port)?.sources ?? []) {
        if (isImpulse(source.from)) continue
        const feeder = nodes.get(source.output.slice(0, source.output.indexOf('.')))
        if (source.from !== 'flag' || feeder?.region !== 'pure') return { kind: 'every-row' }
        conditions.set(`${source.output} ${node.domain}`, { output: source.output, domain: node.domain })
      }
    }
  }
  return { kind: 'flags', conditions: [...conditions.values()] }
}

/**
 * Reactive nodes that only read: no effect, no state, and read by nodes that something else wakes. Their value is a function of the
 * moment, so computing it when somebody looks is the same as computing it at every row.
 */
export function passiveNodes(nodes: Nodes): ReadonlySet<string> {
  const readers = new Map<string, { readonly node: PlannedNode; readonly port: string }[]>()
  for (const node of nodes.values()) {
    for (const { port, sources } of node.inputs) {
      for (const { output } of sources) {
        const id = output.slice(0, output.indexOf('.'))
        const list = readers.get(id) ?? []
        list.push({ node, port })
        readers.set(id, list)
      }
    }
  }
  const known = new Map<string, boolean>()
  const isPassive = (node: PlannedNode): boolean => {
    const answer = known.get(node.id)
    if (answer !== undefined) return answer
    const read = readers.get(node.id) ?? []
    const result =
      onlyReads(node) &&
      read.length > 0 &&
      read.every(({ node: reader, port }) => {
        if (reader.definition.behaviour !== 'reactive') return false
        return reader.definition.wakesOn.length > 0 ? !reader.definition.wakesOn.includes(port) : isPassive(reader)
      })
    known.set(node.id, result)
    return result
  }
  return new Set([...nodes.values()].filter(isPassive).map(({ id }) => id))
}

function onlyReads({ definition, outputs }: PlannedNode): boolean {
  if (definition.behaviour !== 'reactive') return false
  const makesImpulses = Object.values(outputs).some(isImpulse)
  return (
    !makesImpulses &&
    definition.effects.length === 0 &&
    definition.wakesOn.length === 0 &&
    definition.state === undefined &&
    definition.receive === undefined
  )
}
