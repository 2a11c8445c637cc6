import type { MarketAgent } from '@strategraph/protocol'

/** How the agents of one persona did. */
export interface PersonaFigures {
  readonly persona: string
  readonly agents: number
  readonly equity: number
  readonly initialCapital: number
  /** Of all their money together. */
  readonly roi: number
  readonly median: number
  readonly worst: number
  readonly best: number
  readonly trades: number
  /** Of each agent, ascending. */
  readonly rois: readonly number[]
}

/** Best persona first. */
export function personaFigures(agents: readonly MarketAgent[]): PersonaFigures[] {
  return [...byPersona(agents)]
    .map(([persona, members]) => {
      const rois = members.map(({ roi }) => roi).toSorted((a, b) => a - b)
      const sum = (of: (agent: MarketAgent) => number) => members.reduce((total, agent) => total + of(agent), 0)
      const equity = sum((agent) => agent.equity)
      const initialCapital = sum((agent) => agent.initialCapital)
      const half = (rois.length - 1) / 2
      return {
        persona,
        agents: members.length,
        equity,
        initialCapital,
        roi: initialCapital === 0 ? 0 : equity / initialCapital - 1,
        median: ((rois[Math.floor(half)] ?? 0) + (rois[Math.ceil(half)] ?? 0)) / 2,
        worst: rois[0] ?? 0,
        best: rois.at(-1) ?? 0,
        trades: sum((agent) => agent.trades),
        rois,
      }
    })
    .toSorted((a, b) => b.roi - a.roi || a.persona.localeCompare(b.persona))
}

/** Half width of a scale around 0 that holds all but a few outliers, which are drawn at its edge. Never 0. */
export function roiScale(figures: readonly PersonaFigures[]): number {
  const sizes = figures.flatMap(({ rois, roi }) => [...rois, roi].map(Math.abs)).toSorted((a, b) => a - b)
  const most = Math.max(sizes[Math.floor((sizes.length - 1) * 0.97)] ?? 0, ...figures.map(({ roi }) => Math.abs(roi)))
  return most > 0 ? most * 1.1 : 0.01
}

/** The population that the agents make up, for the next market; personas that nobody is of with 0. */
export function populationOf(agents: readonly MarketAgent[], personas: Iterable<string>): { persona: string; count: number }[] {
  const groups = byPersona(agents)
  return [...new Set([...groups.keys(), ...personas])].map((persona) => ({ persona, count: groups.get(persona)?.length ?? 0 }))
}

function byPersona(agents: readonly MarketAgent[]): ReadonlyMap<string, readonly MarketAgent[]> {
  const groups = new Map<string, MarketAgent[]>()
  for (const agent of agents) {
    const group = groups.get(agent.persona)
    if (group === undefined) groups.set(agent.persona, [agent])
    else group.push(agent)
  }
  return groups
}
