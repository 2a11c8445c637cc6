import { type Interval, intervals } from '@strategraph/market-model'
import { compareText } from '../document/resolved-graph.ts'
import type { SourceSpec } from '../node/define-node.ts'
import type { SortedNode } from './sorted-nodes.ts'

export interface ClockDomain {
  readonly feed: string
  readonly interval: Interval
}

export interface ClockDomains {
  /** Slowest first. */
  readonly domains: readonly ClockDomain[]
  /** Node id to domain; -1 for what runs on no bars (a live ticker and what shows it). */
  readonly domainOf: ReadonlyMap<string, number>
  /** Pure nodes without a feed above them, and every domain that has a copy of them. */
  readonly copies: ReadonlyMap<string, readonly number[]>
}

/** The spec of a feed node; undefined for other nodes. */
export function sourceSpecOf(node: SortedNode): SourceSpec | undefined {
  return node.definition.behaviour === 'source' ? node.definition.source(node.config) : undefined
}

/**
 * One domain per feed of bars. Sorted slowest first, so that all a node needs of other domains is ready when its own row closes;
 * of two feeds with one interval the smaller id is the later, thus the clock of what joins them.
 */
export function assignDomains(nodes: readonly SortedNode[]): ClockDomains {
  const domains: readonly ClockDomain[] = nodes
    .flatMap((node) => {
      const spec = sourceSpecOf(node)
      return spec?.stream === 'bars' ? [{ feed: node.id, interval: spec.interval }] : []
    })
    .toSorted((a, b) => intervals[b.interval] - intervals[a.interval] || compareText(b.feed, a.feed))

  const domainOf = new Map<string, number>()
  const isStatic = new Set<string>()
  for (const node of nodes) {
    if (node.definition.behaviour === 'source') {
      domainOf.set(
        node.id,
        domains.findIndex(({ feed }) => feed === node.id),
      )
      continue
    }
    const sources = node.inputs.flatMap((input) => input.sources.map(({ nodeId }) => nodeId)).filter((id) => !isStatic.has(id))
    if (sources.length === 0) isStatic.add(node.id)
    else domainOf.set(node.id, Math.max(...sources.map((id) => domainOf.get(id) ?? -1)))
  }
  const copies = placeStatics(nodes, { isStatic, domainOf, last: domains.length - 1 })
  return { domains, domainOf, copies }
}

/** Gives nodes without a feed above them a clock: that of their readers. Reactive ones run once, in the fastest of these. */
function placeStatics(
  nodes: readonly SortedNode[],
  { isStatic, domainOf, last }: { readonly isStatic: ReadonlySet<string>; readonly domainOf: Map<string, number>; readonly last: number },
): ReadonlyMap<string, readonly number[]> {
  const wantedIn = new Map<string, Set<number>>()
  const copies = new Map<string, readonly number[]>()
  for (const node of nodes.toReversed()) {
    let places = [domainOf.get(node.id) ?? 0]
    if (isStatic.has(node.id)) {
      const wanted = [...(wantedIn.get(node.id) ?? [])].filter((domain) => domain >= 0).toSorted((a, b) => a - b)
      if (node.region === 'pure') {
        places = wanted.length > 0 ? wanted : [Math.min(0, last)]
        copies.set(node.id, places)
      } else places = [wanted.at(-1) ?? last]
      domainOf.set(node.id, places[0] ?? -1)
    }
    for (const { sources } of node.inputs) {
      for (const { nodeId } of sources) {
        if (!isStatic.has(nodeId)) continue
        const set = wantedIn.get(nodeId) ?? new Set<number>()
        for (const place of places) set.add(place)
        wantedIn.set(nodeId, set)
      }
    }
  }
  return copies
}
