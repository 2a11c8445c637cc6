import { moneyToText } from '@strategraph/market-model'
import type { RecalledDecision } from './agent-memory.ts'
import type { Desk } from './desk.ts'
import { percentText, plainPrice, quantityText } from './traded-market.ts'

const recalled = 12
const headlines = 6

/** What a model is told, by placeholder of the prompt: facts of the market, the agent's means, its own past decisions and what became of them. */
export function llmFacts(desk: Desk): Readonly<Record<string, string>> {
  const { market, memory, world } = desk
  const price = (ticks: number) => (ticks > 0 ? plainPrice(market, ticks) : 'none')
  const change = (minutes: number) => {
    const before = world.past.close(market.index, minutes)
    return before > 0 ? percentText(desk.mid() / before - 1) : 'unknown'
  }
  const [newest] = memory.recall(1)
  return {
    symbol: market.symbol,
    base: market.base,
    quote: market.quote,
    time: new Date(desk.now / 1000).toISOString(),
    bid: price(desk.bid()),
    ask: price(desk.ask()),
    last: price(world.sight.last(market.index)),
    change_5m: change(5),
    change_15m: change(15),
    change_1h: change(60),
    change_4h: change(240),
    usual_volatility_1h: percentText(market.minuteVolatility * Math.sqrt(60)).replace('+', ''),
    balances: world.venue
      .balances(desk.account)
      .map(({ asset, total }) => `${moneyToText(total)} ${asset}`)
      .join(', '),
    losses_in_a_row: String(memory.lossStreak),
    average_result: percentText(memory.averageResult, 3),
    decisions:
      newest === undefined
        ? 'none yet'
        : memory
            .recall(recalled)
            .map((decision) => recallText(desk, decision))
            .join('\n'),
    headlines: world.past.headlines(market.index, headlines).join('\n') || 'none',
  }
}

/** "2026-01-02T03:04:05.000Z buy 0.5 BTC at 60000.0 (filled), 10 min later +0.12 %" */
function recallText(desk: Desk, { time, action, quantity, price, outcome, result, text }: RecalledDecision): string {
  const { market } = desk
  const what = quantity > 0 ? ` ${quantityText(market, quantity)} at ${plainPrice(market, price)}` : ''
  const became = outcome === undefined ? '' : ` (${outcome})`
  const judged = result === undefined ? '' : `, later ${percentText(result, 3)}`
  return `${new Date(time / 1000).toISOString()} ${action}${what}${became}${judged}${text === undefined ? '' : `: ${text}`}`
}
