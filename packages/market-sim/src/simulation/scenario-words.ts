import { percentText } from '../agents/traded-market.ts'
import type { Undo } from './scenario-actions.ts'
import type { MarketEvent, ScenarioAction } from './simulation-types.ts'

/** What an action does, for the event feed. */
export function actionWords(action: ScenarioAction): Pick<MarketEvent, 'kind' | 'title' | 'text'> {
  const scenario = (title: string, text: string) => ({ kind: 'scenario', title, text }) as const
  switch (action.type) {
    case 'forced-flow':
      return scenario(
        `Forced ${action.side === 'buy' ? 'buying' : 'selling'}`,
        `An outsider ${action.side}s ${action.depthMultiple} times what the book holds within 1 % of the mid, over ${action.seconds} s.`,
      )
    case 'fat-finger':
      return scenario(
        'Fat finger',
        `One market order to ${action.side} ${action.depthMultiple} times what the book holds within 1 % of the mid.`,
      )
    case 'withdraw-liquidity':
      return scenario(
        'Market makers leave',
        `Each market maker leaves with a chance of ${(100 * action.share).toFixed(0)} % and stays away for ${action.seconds} s.`,
      )
    case 'widen-spread':
      return scenario('Spreads widen', `Market makers quote ${action.factor} times wider for ${action.seconds} s.`)
    case 'news':
      return scenario(
        action.headline,
        `News worth ${percentText(action.valueChange)} of the price. Quick agents know at once, slow ones in minutes.`,
      )
    case 'trend':
      return scenario('Valuations drift', `Valuations move by ${percentText(action.perHour)} an hour for ${action.seconds} s.`)
    case 'chop':
      return scenario('A market without direction', `Trend followers rest and mean reversion grows for ${action.seconds} s.`)
    case 'gap':
      return scenario('Gap', `The agents' orders are canceled; trading begins again ${percentText(action.change)} away.`)
    case 'feed-freeze':
      return { kind: 'feed', title: 'Feed frozen', text: `Quotes, trades and candles stop for ${action.seconds} s; the venue trades on.` }
    case 'mode':
      return { kind: 'mode', title: `Mode ${action.mode}`, text: `The venue is in mode ${action.mode} for ${action.seconds} s.` }
    case 'reject-storm':
      return scenario(
        'Orders refused',
        `The venue refuses ${(action.ppm / 10_000).toFixed(2)} % of all orders with VENUE_BUSY for ${action.seconds} s.`,
      )
  }
}

export function undoWords({ type }: Undo): Pick<MarketEvent, 'kind' | 'title' | 'text'> {
  switch (type) {
    case 'mode':
      return { kind: 'mode', title: 'Mode online', text: 'The venue takes every kind of order again.' }
    case 'feed':
      return { kind: 'feed', title: 'Feed live', text: 'Quotes, trades and candles are told again.' }
    case 'rejection':
      return { kind: 'scenario', title: 'Orders taken again', text: 'The venue no longer refuses orders at random.' }
  }
}
