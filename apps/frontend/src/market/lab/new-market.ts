export const mostAgents = 2000
const mostSeed = 4_294_967_295

export interface NewMarket {
  readonly seed: number
  readonly population?: { persona: string; count: number }[]
}

export interface CheckedMarket {
  readonly total: number
  /** In words; undefined where it can begin. */
  readonly problem: string | undefined
  readonly request: NewMarket | undefined
}

/** What was typed as a request. A population that was not touched is left out: it stays as it is, with its parameters. */
export function checkNewMarket(
  seed: string,
  counts: readonly { readonly persona: string; readonly text: string }[],
  isChanged: boolean,
): CheckedMarket {
  const isWhole = (text: string) => /^\d{1,10}$/.test(text)
  const population = counts.map(({ persona, text }) => ({ persona, count: isWhole(text) ? Number(text) : Number.NaN }))
  const total = population.reduce((sum, { count }) => sum + (Number.isNaN(count) ? 0 : count), 0)
  const refuse = (problem: string): CheckedMarket => ({ total, problem, request: undefined })
  if (!isWhole(seed) || Number(seed) > mostSeed) return refuse(`A seed is a whole number from 0 to ${mostSeed}.`)
  if (!isChanged) return { total, problem: undefined, request: { seed: Number(seed) } }
  if (population.some(({ count }) => Number.isNaN(count))) return refuse('Numbers of agents are whole numbers.')
  if (total > mostAgents) return refuse(`A market has at most ${mostAgents} agents; these are ${total}.`)
  if (total === 0) return refuse('Without agents nobody would trade.')
  return { total, problem: undefined, request: { seed: Number(seed), population } }
}
