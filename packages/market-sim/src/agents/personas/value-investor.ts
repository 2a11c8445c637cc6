import { definePersona, type Turn } from '../define-persona.ts'
import { decay, drawBetween, drawChance, drawExponential, drawHeavy, drawPareto, drawPower } from '../draws.ts'
import { percentText, priceText } from '../traded-market.ts'

interface State {
  /** What it thinks that one unit is worth, ticks. Its own: nobody else knows it. */
  belief: number
  lastMid: number
  lastLook: number
  /** How far the market must be away before it acts, in volatilities of a minute. */
  readonly margin: number
  /** How long it takes to believe the market, minutes. */
  readonly stubbornness: number
  /** How much of the public news it takes over. */
  readonly credulity: number
  /** Seconds after publication at which it hears news. */
  readonly newsDelay: number
}

type Parameter = 'rumours' | 'wakeSeconds' | 'discovery' | 'signal' | 'margin' | 'learnMinutes' | 'size'
type Reason = 'undervalued' | 'overvalued' | 'patient'

const restingPlaces = 4
const cautionPerLoss = 0.15
/** Share of a move of the price that it takes for news: the others may know something. */
const trust = 0.69
/** It pays at most so many volatilities of a minute beyond the mid. */
const slippage = 0.25

export const valueInvestor = definePersona<State, Parameter, Reason>({
  id: 'value-investor',
  title: 'Value investor',
  summary:
    'Has a valuation of its own from its own research, buys below and sells above it, and rests orders where it would be glad to trade.',
  rule: 'Valuation = slowly learnt from the market price, most of whose moves it takes for news, moved by what it finds out itself and by news. If the price is further away than its margin, which is wider when news weigh more: trade up to the valuation. Else: rest a bid below and an offer above. After losses in a row it asks for a larger margin and trades less.',
  parameters: {
    wakeSeconds: { title: 'Looks at the market every', unit: 's', default: 92, min: 0.1, max: 86_400 },
    discovery: { title: 'Finds something out', unit: 'chance per look', default: 0.123, min: 0, max: 1 },
    signal: { title: 'Weight of a discovery', unit: 'x volatility of a minute', default: 2.2, min: 0, max: 100 },
    margin: { title: 'Margin', unit: 'x volatility of a minute', default: 0.84, min: 0, max: 100 },
    learnMinutes: { title: 'Learns from the price in', unit: 'min', default: 8, min: 0.1, max: 100_000 },
    rumours: { title: 'Hears a rumour', unit: 'chance', default: 0.01, min: 0, max: 1 },
    size: { title: 'Order size', unit: 'x usual order', default: 0.25, min: 0.001, max: 10_000 },
  },
  reasons: {
    undervalued: ([belief, price, gap, confidence], market) =>
      `worth ${priceText(market, belief)} to it, costs ${priceText(market, price)} (${percentText(gap)}); confidence ${confidence.toFixed(2)}`,
    overvalued: ([belief, price, gap, confidence], market) =>
      `worth only ${priceText(market, belief)} to it, brings ${priceText(market, price)} (${percentText(gap)}); confidence ${confidence.toFixed(2)}`,
    patient: ([belief, price], market) => `worth ${priceText(market, belief)} to it: waits at ${priceText(market, price)}`,
  },
  capitalMinutes: (draw) => 8 + 24 * draw.uniform(),
  feeTier: { makerPpm: 0, takerPpm: 100 },
  horizonSeconds: 900,
  latencySeconds: { min: 0.2, max: 4 },
  meanPause: (parameters) => parameters.wakeSeconds,
  rumourReach: (parameters) => parameters.rumours,
  start: ({ market, random, now }, parameters) => ({
    belief: market.startTicks * (1 + drawHeavy(random, 2) * market.minuteVolatility),
    lastMid: market.startTicks,
    lastLook: now,
    margin: parameters.margin * drawBetween(random, 0.5, 1.5),
    stubbornness: parameters.learnMinutes * drawBetween(random, 0.5, 1.5),
    credulity: drawBetween(random, 0.5, 1.2),
    newsDelay: 2 + 60 * drawExponential(random),
  }),
  act: (turn) => {
    const { desk } = turn
    const mid = desk.mid()
    if (mid > 0) {
      learn(turn, mid)
      desk.review()
      trade(turn, mid)
    }
    return Number.POSITIVE_INFINITY
  },
  figures: (state, { market }) => ({ valuation: state.belief * market.scale.tickSize, 'margin / usual volatility': state.margin }),
})

function learn({ desk, state, parameters }: Turn<State, Parameter, Reason>, mid: number): void {
  const { random, now, market, world } = desk
  const minutes = (now - state.lastLook) / 60_000_000
  state.lastLook = now
  state.belief *= 1 + trust * (mid / state.lastMid - 1)
  state.lastMid = mid
  state.belief += (mid - state.belief) * (1 - decay(minutes / state.stubbornness))
  state.belief *= 1 + (world.circumstances.drift(market.index, now) * minutes) / 60
  state.belief *= 1 + (desk.takeTips() - 1) * state.credulity
  state.belief *= desk.hearNews({ delaySeconds: state.newsDelay, belief: state.credulity, beliefInPriced: 1 })
  if (drawChance(random, parameters.discovery)) {
    const found = parameters.signal * desk.weight() * drawHeavy(random, 3)
    state.belief *= 1 + Math.max(-0.2, Math.min(0.2, found))
  }
}

function trade(turn: Turn<State, Parameter, Reason>, mid: number): void {
  const { desk, state, parameters, why } = turn
  const { market, memory, random } = desk
  // What things weigh now, not what they usually do: a margin that stays the same lets calm weeks creep and pulls busy ones back.
  const usual = desk.weight()
  const gap = state.belief / mid - 1
  const caution = 1 + cautionPerLoss * memory.cautiousness
  const margin = state.margin * usual * caution
  if (Math.abs(gap) < margin) {
    if (drawChance(random, 0.25)) waitInTheBook(turn, mid)
    return
  }
  const sign = gap > 0 ? 1 : -1
  const confidence = (1 + 0.1 * Math.min(3, memory.gainStreak)) / caution
  const fair = Math.round(state.belief * (1 - (sign * margin) / 2))
  const most = Math.round(mid * (1 + sign * slippage * desk.weight()))
  const limit = sign > 0 ? Math.min(fair, most) : Math.max(fair, most)
  // It shows now more and now less of what it wants: 1 on average.
  const shown = 3 * drawPower(random, 2)
  const wanted = market.unitLots * parameters.size * shown * confidence * Math.min(8, Math.abs(gap) / usual)
  const lots = desk.fit(sign, wanted, limit)
  if (lots === 0) return
  const reason = sign > 0 ? why.undervalued : why.overvalued
  desk.decide({ action: sign > 0 ? 'buy' : 'sell', quantity: lots, price: limit, reason, numbers: [state.belief, mid, gap, confidence] })
  desk.take(sign, lots, limit)
}

function waitInTheBook({ desk, state, parameters, why }: Turn<State, Parameter, Reason>, mid: number): void {
  const { market, orders, random } = desk
  const free = orders.freePlace()
  if (free < 0 || free >= restingPlaces) return
  const sign = drawChance(random, 0.5 - 0.4 * Math.max(-1, Math.min(1, desk.imbalance()))) ? 1 : -1
  const distance = (state.margin + 2 * drawPareto(random, 4)) * market.minuteVolatility
  const price = Math.round(sign > 0 ? Math.min(state.belief, mid) * (1 - distance) : Math.max(state.belief, mid) * (1 + distance))
  const lots = desk.fit(sign, market.unitLots * parameters.size * drawPareto(random, 5), price)
  if (lots === 0 || price < 1) return
  desk.decide({ action: sign > 0 ? 'buy' : 'sell', quantity: lots, price, reason: why.patient, numbers: [state.belief, price, 0, 0] })
  desk.rest(free, { sign, lots, price, postOnly: true, seconds: 120 + 900 * drawExponential(random) })
}
