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
        `An outsider ${action.side}s whatever it takes until the price is ${away(action.change)}, within ${durationText(action.seconds)}.`,
      )
    case 'fat-finger':
      return scenario('Fat finger', `One order ${action.side}s everything that the book holds until the price is ${away(action.change)}.`)
    case 'withdraw-liquidity':
      return scenario(
        'The book gets thin',
        `Everybody leaves ${(100 * action.share).toFixed(0)} % less in the book for ${durationText(action.seconds)}.`,
      )
    case 'widen-spread':
      return scenario(
        'Spreads widen',
        `Nobody leaves an order within ${percentOf(action.width / 2)} of the mid for ${durationText(action.seconds)}.`,
      )
    case 'news':
      return scenario(
        action.headline,
        `News worth ${percentText(action.valueChange)} of the price. Quick agents know at once, slow ones in minutes.`,
      )
    case 'trend':
      return scenario('Valuations drift', `Valuations move by ${percentText(action.perHour)} an hour for ${durationText(action.seconds)}.`)
    case 'chop':
      return scenario('A market without direction', `Trend followers rest and mean reversion grows for ${durationText(action.seconds)}.`)
    case 'gap':
      return scenario('Gap', `The agents' orders are canceled; trading begins again ${percentText(action.change)} away.`)
    case 'feed-freeze':
      return {
        kind: 'feed',
        title: 'Feed frozen',
        text: `Quotes, trades and candles stop for ${durationText(action.seconds)}; the venue trades on.`,
      }
    case 'mode':
      return {
        kind: 'mode',
        title: `Mode ${action.mode}`,
        text: `The venue is in mode ${action.mode} for ${durationText(action.seconds)}.`,
      }
    case 'reject-storm':
      return scenario(
        'Orders refused',
        `The venue refuses ${percentOf(action.ppm / 1_000_000)} of all orders with VENUE_BUSY for ${durationText(action.seconds)}.`,
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

/** Whole minutes in minutes, hours in hours, else seconds. */
function durationText(seconds: number): string {
  const units = [
    [3600, 'h'],
    [60, 'min'],
  ] as const
  const unit = units.find(([length]) => seconds >= length && seconds % length === 0)
  return unit === undefined ? `${Number(seconds.toFixed(1))} s` : `${seconds / unit[0]} ${unit[1]}`
}

/** At most two decimals: 0.015 is "1.5 %". */
function percentOf(fraction: number): string {
  return `${Number((100 * fraction).toFixed(2))} %`
}

function away(change: number): string {
  if (change === 0) return 'back where the scenario began'
  return `${percentOf(Math.abs(change))} ${change < 0 ? 'below' : 'above'} where the scenario began`
}
