import type { MarketAgent } from '@strategraph/protocol'

/** How the agents of one persona did. */
export interface PersonaFigures {
  readonly persona: string
  readonly agents: number
  readonly initialCapital: number
  /** Of all their money together. */
  readonly roi: number
  /** The same without the market's own move: their equity against what they were given, at the prices of now. */
  readonly roiByTrading: number
  readonly median: number
  readonly worst: number
  readonly best: number
  readonly trades: number
  /** By trading, of each agent, ascending. */
  readonly rois: readonly number[]
}

/** Best persona first. */
export function personaFigures(agents: readonly MarketAgent[]): PersonaFigures[] {
  return [...byPersona(agents)]
    .map(([persona, members]) => {
      const rois = members.map(({ roiByTrading }) => roiByTrading).toSorted((a, b) => a - b)
      const sum = (of: (agent: MarketAgent) => number) => members.reduce((total, agent) => total + of(agent), 0)
      const equity = sum((agent) => agent.equity)
      const initialCapital = sum((agent) => agent.initialCapital)
      // What they were given, at the prices of now.
      const held = sum((agent) => agent.equity / (1 + agent.roiByTrading))
      const half = (rois.length - 1) / 2
      return {
        persona,
        agents: members.length,
        initialCapital,
        roi: initialCapital === 0 ? 0 : equity / initialCapital - 1,
        roiByTrading: held === 0 ? 0 : equity / held - 1,
        median: ((rois[Math.floor(half)] ?? 0) + (rois[Math.ceil(half)] ?? 0)) / 2,
        worst: rois[0] ?? 0,
        best: rois.at(-1) ?? 0,
        trades: sum((agent) => agent.trades),
        rois,
      }
    })
    .toSorted((a, b) => b.roiByTrading - a.roiByTrading || a.persona.localeCompare(b.persona))
}

/** Half width of a scale around 0 that holds all but a few outliers, which are drawn at its edge. Never 0. */
export function roiScale(figures: readonly PersonaFigures[]): number {
  const sizes = figures.flatMap(({ rois, roiByTrading }) => [...rois, roiByTrading].map(Math.abs)).toSorted((a, b) => a - b)
  const most = Math.max(sizes[Math.floor((sizes.length - 1) * 0.97)] ?? 0, ...figures.map(({ roiByTrading }) => Math.abs(roiByTrading)))
  return most > 0 ? most * 1.1 : 0.01
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
