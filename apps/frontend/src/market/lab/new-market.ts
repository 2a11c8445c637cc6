import { type MarketPersona, mostAgents, mostSeed } from '@strategraph/protocol'

export interface NewMarket {
  readonly seed: number
  readonly population?: { persona: string; count: number; parameters?: Record<string, number> }[]
}

/** One kind of agent as it was typed. */
export interface TypedPersona {
  readonly persona: MarketPersona
  readonly count: string
  /** By name, only those that were touched. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface CheckedMarket {
  readonly total: number
  /** In words; undefined where it can begin. */
  readonly problem: string | undefined
  readonly request: NewMarket | undefined
}

const isWhole = (text: string) => /^\d{1,10}$/.test(text)
const isNumber = (text: string) => /^-?\d{1,12}(\.\d{1,12})?$/.test(text)

/** What was typed as a request. A population that was not touched is left out: it stays as it is, with its parameters. */
export function checkNewMarket(seed: string, typed: readonly TypedPersona[], isChanged: boolean): CheckedMarket {
  const total = typed.reduce((sum, { count }) => sum + (isWhole(count) ? Number(count) : 0), 0)
  const refuse = (problem: string): CheckedMarket => ({ total, problem, request: undefined })
  if (!isWhole(seed) || Number(seed) > mostSeed) return refuse(`A seed is a whole number from 0 to ${mostSeed}.`)
  if (!isChanged) return { total, problem: undefined, request: { seed: Number(seed) } }
  if (typed.some(({ count }) => !isWhole(count))) return refuse('Numbers of agents are whole numbers.')
  if (total > mostAgents) return refuse(`A market has at most ${mostAgents} agents; these are ${total}.`)
  if (total === 0) return refuse('Without agents nobody would trade.')
  const wrong = typed.flatMap(wrongParameters)[0]
  if (wrong !== undefined) return refuse(wrong)
  const population = typed.map(({ persona, count, parameters }) => {
    const chosen = Object.entries(parameters).map(([name, text]) => [name, Number(text)] as const)
    const entry = { persona: persona.id, count: Number(count) }
    return chosen.length === 0 ? entry : { ...entry, parameters: Object.fromEntries(chosen) }
  })
  return { total, problem: undefined, request: { seed: Number(seed), population } }
}

function wrongParameters({ persona, parameters }: TypedPersona): string[] {
  return persona.parameters.flatMap(({ name, title, min, max }) => {
    const text = parameters[name]
    if (text === undefined || (isNumber(text) && Number(text) >= min && Number(text) <= max)) return []
    return [`${persona.title}, “${title}”: a number from ${min} to ${max}.`]
  })
}
