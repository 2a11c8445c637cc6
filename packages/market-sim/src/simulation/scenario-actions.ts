import type { TradedMarket } from '../agents/traded-market.ts'
import type { World } from '../agents/world.ts'
import { nextBits, nextUniform, type RandomState } from '../random.ts'
import type { CrewMember } from './crew.ts'
import type { Outsider } from './outsider.ts'
import type { ScenarioAction } from './simulation-types.ts'

/** What an action can lay its hands on. */
export interface StageHands {
  readonly world: World
  readonly crew: readonly CrewMember[]
  readonly outsider: Outsider
  readonly random: RandomState
  /** Makes an agent look up at once. */
  wake(agent: number): void
  /** Spreads an outsider's market orders over so many seconds. */
  spread(flow: { readonly market: number; readonly side: 'buy' | 'sell'; readonly lots: number; readonly seconds: number }): void
  /** Undoes it at that moment, whatever else has happened. */
  undoAt(undo: Undo): void
}

export type Undo =
  | { readonly type: 'mode' | 'feed'; readonly market: number; readonly at: number }
  | { readonly type: 'rejection'; readonly at: number }

/** Depth is counted within this distance of the mid. */
const nearby = 0.01
const micros = 1_000_000

/** Does an action in one market. */
export function perform(action: ScenarioAction, market: TradedMarket, hands: StageHands): void {
  const { world, crew, outsider, random } = hands
  const { venue, circumstances, sight, wires } = world
  const { now } = venue
  const { index } = market
  switch (action.type) {
    case 'forced-flow': {
      const lots = action.depthMultiple * outsider.depth(market, action.side, nearby)
      return hands.spread({ market: index, side: action.side, lots, seconds: action.seconds })
    }
    case 'fat-finger':
      return outsider.trade(market, action.side, action.depthMultiple * outsider.depth(market, action.side, nearby))
    case 'withdraw-liquidity':
      for (const { plan } of crew) {
        if (!plan.persona.providesLiquidity || plan.market !== market || nextUniform(random) >= action.share) continue
        circumstances.sendAway(plan.id, now + action.seconds * micros)
        hands.wake(plan.id)
      }
      return
    case 'widen-spread':
      circumstances.set(index, 'quote-width', action.factor, now + action.seconds * micros)
      return wakeAll(market, hands)
    case 'news':
      wires[index]?.publish({ time: now, change: action.valueChange, isPriced: false })
      return wakeAll(market, hands)
    case 'trend':
      return circumstances.set(index, 'drift', action.perHour, now + action.seconds * micros)
    case 'chop':
      return circumstances.set(index, 'chop', 1, now + action.seconds * micros)
    case 'gap': {
      const before = sight.mid(index)
      for (const { actor } of crew) venue.cancelAll(actor.desk.account, index, 'VENUE')
      sight.announceReopening(index, Math.max(1, before * (1 + action.change)))
      wires[index]?.publish({ time: now, change: action.change, isPriced: true })
      return wakeAll(market, hands)
    }
    case 'feed-freeze':
      sight.freeze(index)
      return hands.undoAt({ type: 'feed', market: index, at: now + action.seconds * micros })
    case 'mode':
      venue.setMode(index, action.mode)
      return hands.undoAt({ type: 'mode', market: index, at: now + action.seconds * micros })
    case 'reject-storm':
      venue.setRejection(action.ppm, nextBits(random))
      return hands.undoAt({ type: 'rejection', at: now + action.seconds * micros })
  }
}

function wakeAll(market: TradedMarket, hands: StageHands): void {
  for (const { plan } of hands.crew) if (plan.market === market) hands.wake(plan.id)
}

/** Markets that an action without a symbol means: all, but what moves values moves no crosses (their ratio stays). */
export function marketsMeant(
  action: ScenarioAction,
  symbol: string | undefined,
  markets: readonly TradedMarket[],
): readonly TradedMarket[] {
  if (symbol !== undefined) return markets.filter((market) => market.symbol === symbol)
  const movesValue = action.type === 'news' || action.type === 'trend' || action.type === 'gap'
  // The venue refuses orders of all markets alike: once is enough.
  if (action.type === 'reject-storm') return markets.slice(0, 1)
  return movesValue ? markets.filter(({ quote }) => quote === markets[0]?.quote) : markets
}
