import type { ParameterOverrides, Persona } from '../agents/define-persona.ts'
import { personas } from '../agents/registry.ts'
import type { TradedMarket } from '../agents/traded-market.ts'
import type { PopulationEntry } from './simulation-types.ts'

/** One agent before it has an account. */
export interface AgentPlan {
  readonly id: number
  readonly name: string
  readonly persona: Persona
  readonly market: TradedMarket
  readonly overrides: ParameterOverrides
}

/** Who there is: agents of an entry are spread over the markets, most to the first, unless its parameters name a market. */
export function planPopulation(population: readonly PopulationEntry[], markets: readonly TradedMarket[]): readonly AgentPlan[] {
  const plans: AgentPlan[] = []
  const counts = new Map<Persona, number>()
  for (const { persona: id, count, parameters = {} } of population) {
    const persona = personas[id]
    const { market: symbol, ...overrides } = parameters
    const homes = symbol === undefined ? markets : markets.filter((market) => market.symbol === symbol)
    for (let index = 0; index < count; index += 1) {
      const market = homes[placeOf(index, homes.length)]
      if (market === undefined) continue
      const number = (counts.get(persona) ?? 0) + 1
      counts.set(persona, number)
      plans.push({ id: plans.length, name: `${persona.title} ${number}`, persona, market, overrides })
    }
  }
  return plans
}

/** Market of the index-th agent of an entry: shares 1, 1/2, 1/3 ... of the agents, each agent to where the most are missing. */
function placeOf(index: number, places: number): number {
  const counts = Array.from({ length: places }, () => 0)
  let chosen = 0
  for (let agent = 0; agent <= index; agent += 1) {
    chosen = 0
    for (let place = 1; place < places; place += 1) {
      if ((place + 1) * ((counts[place] ?? 0) + 1) < (chosen + 1) * ((counts[chosen] ?? 0) + 1)) chosen = place
    }
    counts[chosen] = (counts[chosen] ?? 0) + 1
  }
  return chosen
}
