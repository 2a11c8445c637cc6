import { definePersona, type Turn } from '../define-persona.ts'
import { drawBetween, drawChance, drawExponential, drawPareto, drawPower } from '../draws.ts'
import { lossesWords } from '../losses-text.ts'
import { priceText, quantityText } from '../traded-market.ts'

interface State {
  /** Size of its usual order, in usual orders of the market. */
  readonly size: number
}

type Parameter = 'wakeSeconds' | 'excitement' | 'imitation' | 'size' | 'patience'
type Reason = 'buys' | 'sells' | 'follows' | 'waits' | 'givesUp'

const restingPlaces = 6
/** In usual orders of the market. */
const largestOrder = 150
/** It does not pay any price: at most so many volatilities of a minute beyond the best. */
const slippage = 0.3
/** Most orders are a small part of the usual one: a uniform number to this power. */
const smallness = 9
/** Of its usual patience, when it does what others do. */
const patienceOfFollowers = 0.4

export const noise = definePersona<State, Parameter, Reason>({
  id: 'noise',
  title: 'Retail trader',
  summary: 'Trades for reasons of its own, mostly little and sometimes very much, more often when others trade.',
  rule: 'Now and then, and after trades of others, buys or sells without a view; having just seen a trade it mostly does the same. Leans against what it already holds. Sizes are heavy-tailed. After losses in a row it trades less, after gains more.',
  parameters: {
    wakeSeconds: { title: 'Acts by itself every', unit: 's', default: 116, min: 0.1, max: 86_400 },
    excitement: { title: 'Somebody reacts to a trade', unit: 'chance per order', default: 0.7, min: 0, max: 0.95 },
    imitation: { title: 'Does what it has just seen', unit: 'chance', default: 0.93, min: 0, max: 1 },
    size: { title: 'Order size', unit: 'x usual order', default: 2.1, min: 0.0001, max: 1000 },
    patience: { title: 'Leaves a limit order instead', unit: 'chance', default: 0.89, min: 0, max: 1 },
  },
  reasons: {
    buys: ([lots, losses], market) => `feels like buying ${quantityText(market, lots)}${afterLosses(losses)}`,
    sells: ([lots, losses], market) => `feels like selling ${quantityText(market, lots)}${afterLosses(losses)}`,
    follows: ([lots, losses, sign], market) =>
      `somebody just ${sign > 0 ? 'bought' : 'sold'}: does the same with ${quantityText(market, lots)}${afterLosses(losses)}`,
    waits: ([price, losses], market) => `leaves an order at ${priceText(market, price)}${afterLosses(losses)}`,
    givesUp: ([price], market) => `no longer wants its order at ${priceText(market, price)}`,
  },
  capitalMinutes: (draw) => 1.5 + 1.5 * Math.min(20, draw.pareto()),
  feeTier: { makerPpm: 0, takerPpm: 100 },
  horizonSeconds: 300,
  latencySeconds: { min: 0.05, max: 1 },
  watches: 'trades',
  meanPause: (parameters) => parameters.wakeSeconds,
  excitement: (parameters) => parameters.excitement,
  start: ({ random }, parameters) => ({ size: parameters.size * drawBetween(random, 0.4, 1.6) }),
  act: (turn) => {
    const { desk } = turn
    desk.review()
    if (desk.bid() > 0 && desk.ask() > 0) trade(turn)
    desk.cue = 0
    return Number.POSITIVE_INFINITY
  },
  figures: (state) => ({ 'usual order / smallest of the market': state.size }),
})

function trade(turn: Turn<State, Parameter, Reason>): void {
  const { desk, state, parameters, why } = turn
  const { market, memory, random, cue } = desk
  // Almost free of what it holds until it has hardly anything left to trade with.
  const full = Math.max(-1, Math.min(1, desk.imbalance()))
  const lean = 0.5 - 0.45 * full * full * full
  const follows = cue !== 0 && drawChance(random, parameters.imitation)
  const sign = follows ? cue : drawChance(random, lean) ? 1 : -1
  const mood = (1 + 0.1 * Math.min(5, memory.gainStreak)) / (1 + 0.25 * memory.cautiousness)
  const size = market.unitLots * mood * Math.min(largestOrder, state.size * drawPareto(random, 7) * drawPower(random, smallness))
  if (drawChance(random, follows ? parameters.patience * patienceOfFollowers : parameters.patience)) return leaveOrder(turn, sign, size)
  const price = sign > 0 ? desk.ask() : desk.bid()
  const limit = Math.max(1, Math.round(price * (1 + sign * slippage * desk.weight())))
  const lots = desk.fit(sign, Math.max(size, market.smallestLots), limit)
  if (lots === 0) return
  const reason = follows ? why.follows : sign > 0 ? why.buys : why.sells
  desk.decide({ action: sign > 0 ? 'buy' : 'sell', quantity: lots, price, reason, numbers: [lots, memory.lossStreak, sign, 0] })
  desk.take(sign, lots, limit)
}

/** At the best price for some seconds, or away from it for minutes; the oldest goes when there are too many. */
function leaveOrder({ desk, why }: Turn<State, Parameter, Reason>, sign: number, size: number): void {
  const { market, memory, orders, random } = desk
  const place = Math.floor(drawBetween(random, 0, restingPlaces))
  if (orders.isOpen(place)) {
    const price = orders.price(place)
    desk.decide({ action: 'cancel', quantity: orders.left(place), price, reason: why.givesUp, numbers: [price, 0, 0, 0] })
    return desk.cancel(place)
  }
  const best = sign > 0 ? desk.bid() : desk.ask()
  const isHasty = drawChance(random, 0.65)
  const far = isHasty ? 0 : Math.floor(0.5 * market.minuteVolatility * best * (drawPareto(random, 6) - 0.5))
  // One tick better than the best where there is room.
  const improves = isHasty && desk.ask() - desk.bid() > 1 && drawChance(random, 0.6) ? 1 : 0
  const price = Math.max(1, best - sign * (improves === 1 ? -1 : far))
  const lots = desk.fit(sign, Math.max(size, market.smallestLots), price)
  if (lots === 0) return
  desk.decide({ action: sign > 0 ? 'buy' : 'sell', quantity: lots, price, reason: why.waits, numbers: [price, memory.lossStreak, 0, 0] })
  desk.rest(place, {
    sign,
    lots,
    price,
    postOnly: true,
    seconds: isHasty ? 1.5 + 4 * drawExponential(random) : 60 + 600 * drawExponential(random),
  })
}

function afterLosses(losses: number): string {
  return losses > 0 ? `, less than usual after ${lossesWords(losses)}` : ''
}
