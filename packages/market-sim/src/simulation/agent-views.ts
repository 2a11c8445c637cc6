import { moneyToNumber, type Lots, priceOf, quantityOf, type Ticks } from '@strategraph/market-model'
import type { DecisionRecord } from '../agents/decision-ring.ts'
import { rememberedDecisions } from '../agents/agent-memory.ts'
import type { TradedMarket } from '../agents/traded-market.ts'
import type { World } from '../agents/world.ts'
import type { CrewMember } from './crew.ts'
import type { AgentDecision, AgentDetail, AgentSummary } from './simulation-types.ts'
import { type Valuation, worth } from './valuation.ts'

/** What the outside sees of the agents, made when somebody looks. */
export interface AgentViews {
  decision(record: DecisionRecord): AgentDecision
  equity(member: CrewMember): number
  initialCapital(member: CrewMember): number
  summary(member: CrewMember): AgentSummary
  detail(member: CrewMember): AgentDetail
}

export function createAgentViews(world: World, crew: readonly CrewMember[], valuation: Valuation): AgentViews {
  const startPrice = (market: TradedMarket) => market.startTicks * market.scale.tickSize
  // A market that nobody has quoted yet is worth what it started with.
  const midPrice = (market: TradedMarket) => (world.sight.mid(market.index) || market.startTicks) * market.scale.tickSize
  const balances = ({ actor, initial }: CrewMember) =>
    world.venue.balances(actor.desk.account).map(({ asset, total, held }) => ({
      asset,
      total: moneyToNumber(total),
      held: moneyToNumber(held),
      initial: Number(initial[asset] ?? '0'),
    }))
  const decision = (record: DecisionRecord): AgentDecision => {
    const market = world.markets[record.market]
    const { seq, time, agent, action, mind, outcome } = record
    const persona = crew[agent]?.plan.persona
    return {
      seq,
      time: time as AgentDecision['time'],
      agent,
      symbol: market?.symbol ?? '',
      action,
      quantity: market === undefined ? 0 : quantityOf(record.quantity as Lots, market.scale),
      price: market === undefined || record.price === 0 ? null : priceOf(record.price as Ticks, market.scale),
      reason: record.text ?? (market === undefined ? '' : (persona?.reasonText(record.reason, record.numbers, market) ?? '')),
      mind,
      ...(outcome === undefined ? {} : { outcome }),
    }
  }
  const equity = (member: CrewMember) => worth(balances(member), valuation, midPrice)
  const worthOfInitial = ({ initial }: CrewMember, priceAt: (market: TradedMarket) => number) =>
    worth(
      Object.entries(initial).map(([asset, amount]) => ({ asset, total: Number(amount) })),
      valuation,
      priceAt,
    )
  const initialCapital = (member: CrewMember) => worthOfInitial(member, startPrice)
  const summary = (member: CrewMember): AgentSummary => {
    const { desk } = member.actor
    const capital = initialCapital(member)
    const present = equity(member)
    const [last] = desk.memory.recall(1)
    return {
      id: desk.id,
      name: desk.name,
      persona: desk.persona,
      mind: desk.mind,
      account: desk.account,
      initialCapital: capital,
      equity: present,
      roi: present / capital - 1,
      roiByTrading: present / worthOfInitial(member, midPrice) - 1,
      trades: desk.trades,
      openOrders: world.venue.openOrderCount(desk.account),
      lastDecision: last === undefined ? undefined : decision(last),
    }
  }
  return {
    decision,
    equity,
    initialCapital,
    summary,
    detail: (member) => {
      const { memory } = member.actor.desk
      return {
        ...summary(member),
        balances: balances(member),
        decisions: memory.recall(rememberedDecisions).map(decision),
        memory: {
          'judged decisions': memory.judged,
          'losses in a row': memory.lossStreak,
          'gains in a row': memory.gainStreak,
          'average result, bp': 10_000 * memory.averageResult,
          ...member.actor.figures(),
        },
      }
    },
  }
}
