import type { Side } from '@strategraph/market-model'
import type { TradedMarket } from '../agents/traded-market.ts'
import type { World } from '../agents/world.ts'
import { nextBits, type RandomState } from '../random.ts'
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
  /** Moves the price to `to` (ticks) within so many seconds. */
  push(flow: { readonly market: TradedMarket; readonly side: Side; readonly to: number; readonly seconds: number }): void
  /** Undoes it at that moment, whatever else has happened. */
  undoAt(undo: Undo): void
}

export type Undo =
  | { readonly type: 'mode' | 'feed'; readonly market: number; readonly at: number }
  | { readonly type: 'rejection'; readonly at: number }

const micros = 1_000_000

/** Does an action in one market; `from` is the price (ticks) at which the scenario began there. */
export function perform(action: ScenarioAction, market: TradedMarket, hands: StageHands, from: number): void {
  const { world, outsider, random } = hands
  const { venue, circumstances, sight, wires } = world
  const { now } = venue
  const { index } = market
  switch (action.type) {
    case 'forced-flow':
      return hands.push({ market, side: action.side, to: priceAway(from, action.change), seconds: action.seconds })
    case 'fat-finger':
      return outsider.push({ market, side: action.side, price: priceAway(from, action.change), rests: false })
    case 'withdraw-liquidity':
      circumstances.set(index, 'thinness', action.share, now + action.seconds * micros)
      return quoteAnew(market, hands, sight.mid(index))
    case 'widen-spread':
      circumstances.set(index, 'distance', action.width / 2, now + action.seconds * micros)
      return quoteAnew(market, hands, sight.mid(index))
    case 'news':
      wires[index]?.publish({ time: now, change: action.valueChange, isPriced: false })
      return wakeAll(market, hands)
    case 'trend':
      return circumstances.set(index, 'drift', action.perHour, now + action.seconds * micros)
    case 'chop':
      return circumstances.set(index, 'chop', 1, now + action.seconds * micros)
    case 'gap': {
      wires[index]?.publish({ time: now, change: action.change, isPriced: true })
      return quoteAnew(market, hands, Math.max(1, sight.mid(index) * (1 + action.change)))
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

const priceAway = (from: number, change: number) => Math.max(1, Math.round(from * (1 + change)))

/** The agents' orders leave the book; everybody looks up and quotes again, around `middle` (ticks). */
function quoteAnew(market: TradedMarket, hands: StageHands, middle: number): void {
  const { world, crew } = hands
  for (const { actor } of crew) world.venue.cancelAll(actor.desk.account, market.index, 'VENUE')
  world.sight.announceReopening(market.index, middle)
  wakeAll(market, hands)
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
  const movesValue = action.type === 'news' || action.type === 'trend' || action.type === 'gap' || action.type === 'forced-flow'
  // The venue refuses orders of all markets alike: once is enough.
  if (action.type === 'reject-storm') return markets.slice(0, 1)
  return movesValue ? markets.filter(({ quote }) => quote === markets[0]?.quote) : markets
}
