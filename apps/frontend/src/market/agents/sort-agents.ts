import type { MarketAgent } from '@strategraph/protocol'

export type AgentColumn = 'name' | 'persona' | 'equity' | 'roi' | 'roiByTrading' | 'trades' | 'openOrders'

export interface AgentOrder {
  readonly column: AgentColumn
  readonly isDescending: boolean
}

/** Names begin with A, numbers with the largest. */
export const firstOrder = (column: AgentColumn): AgentOrder => ({ column, isDescending: column !== 'name' && column !== 'persona' })

/** Equal ones stand in the order of their ids, so that rows do not jump about. */
export function sortAgents(agents: readonly MarketAgent[], { column, isDescending }: AgentOrder): MarketAgent[] {
  const sign = isDescending ? -1 : 1
  const compare = (a: MarketAgent, b: MarketAgent) =>
    column === 'name' || column === 'persona' ? a[column].localeCompare(b[column], 'en', { numeric: true }) : a[column] - b[column]
  return agents.toSorted((a, b) => sign * compare(a, b) || a.id - b.id)
}

/** Agents of a persona (or all) whose name holds the text. */
export function filterAgents(agents: readonly MarketAgent[], persona: string, text: string): readonly MarketAgent[] {
  const wanted = text.trim().toLowerCase()
  return agents.filter(
    (agent) => (persona === '' || agent.persona === persona) && (wanted === '' || agent.name.toLowerCase().includes(wanted)),
  )
}
