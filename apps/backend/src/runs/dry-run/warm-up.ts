import type { Plan } from '@strategraph/strategy-core'

/** Rows seen and rows needed of every node that has no value yet; nothing where all are warm. */
export function warmUpOf(plan: Plan, rows: ReadonlyMap<string, number>): { readonly warmUp?: Record<string, [number, number]> } {
  const cold: Record<string, [number, number]> = {}
  for (const { id, domain, warmUp } of plan.nodes.values()) {
    const feed = plan.domains[domain]?.feed
    const seen = feed === undefined ? 0 : (rows.get(feed) ?? 0)
    if (feed !== undefined && seen < warmUp) cold[id] = [seen, warmUp]
  }
  return Object.keys(cold).length === 0 ? {} : { warmUp: cold }
}
