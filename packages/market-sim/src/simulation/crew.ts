import type { Actor } from '../agents/define-persona.ts'
import { Desk, type DeskSnapshot } from '../agents/desk.ts'
import { drawPareto } from '../agents/draws.ts'
import type { TradedMarket } from '../agents/traded-market.ts'
import type { World } from '../agents/world.ts'
import { nextUniform, seedRandom } from '../random.ts'
import type { AccountId } from '../venue/venue-types.ts'
import type { AgentPlan } from './population.ts'

/** One agent of the simulation: who it is, where it works, what it was given. */
export interface CrewMember {
  readonly plan: AgentPlan
  readonly actor: Actor
  readonly initial: Readonly<Record<string, string>>
}

export interface CrewMemberSnapshot {
  readonly account: AccountId
  readonly initial: Readonly<Record<string, string>>
  readonly desk: DeskSnapshot
  readonly state: object
}

/** Opens accounts for everybody (or finds them again) and sits them at their desks. */
export function seatCrew(
  plans: readonly AgentPlan[],
  world: World,
  options: { readonly seed: number; readonly saved?: readonly CrewMemberSnapshot[] | undefined },
): readonly CrewMember[] {
  return plans.map((plan) => {
    const { id, name, persona, market, overrides } = plan
    const saved = options.saved?.[id]
    const random = seedRandom(options.seed, `agent ${id} ${persona.id}`)
    const latency = persona.latencySeconds
    // Some are quick, most are not.
    const slowness = nextUniform(random)
    const latencyMicros = Math.round((latency.min + (latency.max - latency.min) * slowness * slowness * slowness) * 1_000_000)
    const minutes = persona.capitalMinutes({ uniform: () => nextUniform(random), pareto: () => drawPareto(random, 7) }, overrides)
    const capitalLots = Math.max(1, Math.round(minutes * market.volumePerMinute))
    const initial = saved?.initial ?? endowment(persona.isEverywhere ? world.markets : [market], minutes)
    const account = saved?.account ?? world.venue.openAccount({ name, balances: initial, feeTier: persona.feeTier })
    const desk = new Desk({
      id,
      name,
      persona: persona.id,
      account,
      market,
      world,
      random,
      latencyMicros,
      horizonMicros: persona.horizonSeconds * 1_000_000,
      capitalLots,
      saved: saved?.desk,
    })
    world.venue.observeAccount(account, { onEnd: (orderId, reason) => desk.onEnd(orderId, reason) })
    return { plan, actor: persona.enter(desk, overrides, saved?.state), initial }
  })
}

export function memberSnapshot({ actor, initial }: CrewMember): CrewMemberSnapshot {
  const { desk } = actor
  return { account: desk.account, initial, desk: desk.snapshot(), state: { ...actor.state() } }
}

/** So many minutes of usual volume in base and the same worth in quote currency, in each market; decimal texts. */
function endowment(markets: readonly TradedMarket[], minutes: number): Readonly<Record<string, string>> {
  const amounts = new Map<string, number>()
  const add = (asset: string, amount: number) => amounts.set(asset, (amounts.get(asset) ?? 0) + amount)
  for (const { base, quote, scale, startTicks, volumePerMinute } of markets) {
    const units = minutes * volumePerMinute * scale.lotSize
    add(base, units)
    add(quote, units * startTicks * scale.tickSize)
  }
  return Object.fromEntries([...amounts].map(([asset, amount]) => [asset, amount.toFixed(8)]))
}
