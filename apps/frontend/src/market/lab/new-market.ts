import { mostSeed } from '@strategraph/market-model'
import { type MarketPersona, type MarketState, mostAgents } from '@strategraph/protocol'

type Population = MarketState['population']
type SetParameters = NonNullable<Population[number]['parameters']>

export interface NewMarket {
  readonly seed: number
  readonly population?: Population
}

/** Agents of one kind with the same parameters. */
export interface AgentGroup {
  readonly key: string
  readonly persona: MarketPersona
  readonly title: string
  readonly count: number
  /** Those that are not the persona's own; `market` names the only one where these agents trade. */
  readonly parameters: Readonly<SetParameters>
}

/** A group as it was typed. */
export interface TypedGroup extends Omit<AgentGroup, 'count'> {
  readonly count: string
  /** By name, only those that were touched. */
  readonly touched: Readonly<Record<string, string>>
}

/** Who trades now, and the kinds of which there are none. */
export function groupsOf(personas: readonly MarketPersona[], population: Population): readonly AgentGroup[] {
  return personas.flatMap((persona) => {
    const entries = population.filter((entry) => entry.persona === persona.id)
    const present: Population = entries.length > 0 ? entries : [{ persona: persona.id, count: 0 }]
    return present.map(({ count, parameters = {} }, index) => {
      const title = parameters['market'] === undefined ? persona.title : `${persona.title} of ${parameters['market']}`
      return { key: `${persona.id}-${index}`, persona, title, count, parameters }
    })
  })
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
export function checkNewMarket(seed: string, typed: readonly TypedGroup[], isChanged: boolean): CheckedMarket {
  const total = typed.reduce((sum, { count }) => sum + (isWhole(count) ? Number(count) : 0), 0)
  const refuse = (problem: string): CheckedMarket => ({ total, problem, request: undefined })
  if (!isWhole(seed) || Number(seed) > mostSeed) return refuse(`A seed is a whole number from 0 to ${mostSeed}.`)
  if (!isChanged) return { total, problem: undefined, request: { seed: Number(seed) } }
  if (typed.some(({ count }) => !isWhole(count))) return refuse('Numbers of agents are whole numbers.')
  if (total > mostAgents) return refuse(`A market has at most ${mostAgents} agents; these are ${total}.`)
  if (total === 0) return refuse('Without agents nobody would trade.')
  const wrong = typed.flatMap(wrongParameters)[0]
  if (wrong !== undefined) return refuse(wrong)
  // A kind that is not there needs no entry: their number is bounded.
  const population = typed.map(entryOf).filter(({ count, parameters }) => count > 0 || parameters !== undefined)
  return { total, problem: undefined, request: { seed: Number(seed), population } }
}

function entryOf({ persona, count, parameters, touched }: TypedGroup): Population[number] {
  const chosen = Object.entries(touched).map(([name, text]) => [name, Number(text)] as const)
  const all: SetParameters = { ...parameters, ...Object.fromEntries(chosen) }
  const entry = { persona: persona.id, count: Number(count) }
  return Object.keys(all).length === 0 ? entry : { ...entry, parameters: all }
}

function wrongParameters({ persona, title: group, touched }: TypedGroup): string[] {
  return persona.parameters.flatMap(({ name, title, min, max }) => {
    const text = touched[name]
    if (text === undefined || (isNumber(text) && Number(text) >= min && Number(text) <= max)) return []
    return [`${group}, “${title}”: a number from ${min} to ${max}.`]
  })
}
