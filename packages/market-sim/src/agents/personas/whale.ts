import { definePersona, type Turn } from '../define-persona.ts'
import { drawBetween, drawChance, drawExponential, drawPareto, drawPower } from '../draws.ts'
import { priceText, quantityText } from '../traded-market.ts'

interface State {
  /** Of the parent order at work: 1 buys, -1 sells, 0 = none. */
  side: number
  /** Lots of it that are not traded yet. */
  left: number
  total: number
  /** Mean seconds between two parts. */
  pause: number
  /** Usual part, lots. */
  part: number
  startPrice: number
}

type Parameter = 'idleMinutes' | 'parts' | 'pauseSeconds' | 'part' | 'push'
type Reason = 'begins' | 'part' | 'waits' | 'done'

const largestParent = 4000
/** Of a part that does not wait for what the best price offers, in volatilities of a minute. */
const slippage = 0.2
/** Of the heavy tail of its parts: mostly little and sometimes very much, so that nobody sees how large the whole is. */
const largestPart = 30

export const whale = definePersona<State, Parameter, Reason>({
  id: 'whale',
  title: 'Whale',
  summary: 'Has very much to buy or to sell and does it in small parts over minutes to hours, so that nobody notices.',
  rule: 'Now and then decides on a large order (lengths follow a power law), towards the side that it has less of. Sends it in parts, mostly small, half of them no larger than what the best price has on offer, in random pauses; waits when the price has run away from it. Remembers how the last ones ended: after losses it goes slower.',
  parameters: {
    idleMinutes: { title: 'Pause between two large orders', unit: 'min', default: 10, min: 0, max: 100_000 },
    parts: { title: 'Smallest number of parts', unit: '', default: 72, min: 1, max: 10_000 },
    pauseSeconds: { title: 'Pause between parts', unit: 's', default: 3.3, min: 0.01, max: 86_400 },
    part: { title: 'Size of a part', unit: 'x usual order', default: 0.72, min: 0.001, max: 1000 },
    push: { title: 'Waits when the price ran away by', unit: 'x usual volatility', default: 40, min: 0, max: 10_000 },
  },
  reasons: {
    begins: ([total, parts, price, sign], market) =>
      `begins to ${sign > 0 ? 'buy' : 'sell'} ${quantityText(market, total)} in about ${parts.toFixed(0)} parts, price now ${priceText(market, price)}`,
    part: ([left, total, price], market) =>
      `a part of its large order: ${quantityText(market, total - left)} of ${quantityText(market, total)} done, price now ${priceText(market, price)}`,
    waits: ([start, price], market) => `began at ${priceText(market, start)}, now ${priceText(market, price)}: gives up the rest`,
    done: ([total], market) => `its order over ${quantityText(market, total)} is done`,
  },
  capitalMinutes: (draw) => 60 + 40 * Math.min(10, draw.pareto()),
  feeTier: { makerPpm: 0, takerPpm: 100 },
  horizonSeconds: 1800,
  latencySeconds: { min: 0.02, max: 0.2 },
  start: () => ({ side: 0, left: 0, total: 0, pause: 0, part: 0, startPrice: 0 }),
  act: (turn) => {
    const { desk, state, parameters } = turn
    desk.review()
    const isTradable = desk.bid() > 0 && desk.ask() > 0
    if (isTradable) {
      if (state.side === 0) begin(turn)
      else sendPart(turn)
    }
    const { random, memory } = desk
    if (state.side === 0) return 60 * parameters.idleMinutes * (1 + 0.2 * memory.cautiousness) * drawExponential(random)
    return (state.pause * drawExponential(random)) / desk.activity()
  },
  figures: (state, { market }) => ({
    'large order, left': state.side * state.left * market.scale.lotSize,
    'large order, total': state.side * state.total * market.scale.lotSize,
  }),
})

function begin({ desk, state, parameters, why }: Turn<State, Parameter, Reason>): void {
  const { market, random, memory } = desk
  const sign = drawChance(random, 0.5 - 0.45 * Math.max(-1, Math.min(1, 3 * desk.imbalance()))) ? 1 : -1
  const parts = Math.min(largestParent, parameters.parts * drawPareto(random, 6))
  const part = market.unitLots * parameters.part * drawBetween(random, 0.5, 1.5)
  const price = desk.mid()
  const total = desk.fit(sign, parts * part, Math.ceil(price * 1.02))
  if (total === 0) return
  state.side = sign
  state.total = total
  state.left = total
  state.part = part
  state.pause = parameters.pauseSeconds * drawBetween(random, 0.3, 2) * (1 + 0.25 * memory.cautiousness)
  state.startPrice = price
  desk.decide({ action: 'hold', quantity: total, price: Math.round(price), reason: why.begins, numbers: [total, parts, price, sign] })
}

function sendPart({ desk, state, parameters, why }: Turn<State, Parameter, Reason>): void {
  const { market, random } = desk
  const { side } = state
  const price = desk.mid()
  const ran = (side * (price / state.startPrice - 1)) / market.minuteVolatility
  if (ran > parameters.push || state.left < market.smallestLots) {
    const isDone = state.left < market.smallestLots
    const numbers = isDone ? ([state.total, 0, 0, 0] as const) : ([state.startPrice, price, 0, 0] as const)
    desk.decide({ action: 'hold', quantity: state.left, price: Math.round(price), reason: isDone ? why.done : why.waits, numbers })
    state.side = 0
    return
  }
  const best = side > 0 ? desk.ask() : desk.bid()
  const offered = side > 0 ? desk.world.sight.askLots(market.index) : desk.world.sight.bidLots(market.index)
  // Half of the time no more than what is there at the best price, else through several prices.
  const isPatient = drawChance(random, 0.5)
  const smallness = drawPower(random, 4) * drawPower(random, 4)
  const part = 13 * state.part * smallness * Math.min(largestPart, drawPareto(random, 7))
  const wanted = isPatient ? Math.min(part, Math.max(offered, market.smallestLots)) : 2 * part
  const limit = Math.max(1, Math.round(isPatient ? best : best * (1 + side * slippage * desk.weight())))
  const lots = desk.fit(side, Math.min(state.left, Math.max(wanted, market.smallestLots)), limit)
  if (lots === 0) {
    state.left = 0
    return
  }
  desk.decide({
    action: side > 0 ? 'buy' : 'sell',
    quantity: lots,
    price: limit,
    reason: why.part,
    numbers: [state.left, state.total, price, 0],
  })
  state.left -= desk.take(side, lots, limit)
}
