import { definePersona, type Turn } from '../define-persona.ts'
import { decay, drawBetween, drawExponential } from '../draws.ts'
import { lossesText } from '../losses-text.ts'
import { percentText, priceText } from '../traded-market.ts'

interface State {
  average: number
  lastLook: number
  /** 1 = has bought the dip, -1 = has sold the peak, 0 = neither. */
  side: number
  entryPrice: number
  entryLots: number
  enteredAt: number
  readonly minutes: number
  readonly threshold: number
}

type Parameter = 'wakeSeconds' | 'averageMinutes' | 'threshold' | 'patienceMinutes' | 'size'
type Reason = 'dip' | 'peak' | 'back' | 'late'

/** It pays at most so many volatilities of a minute beyond the mid. */
const slippage = 0.4

export const meanReversion = definePersona<State, Parameter, Reason>({
  id: 'mean-reversion',
  title: 'Contrarian',
  summary:
    'Sells what has risen too far from its average, buys what has fallen too far, and closes when the price is back or its patience is over.',
  rule: 'Distance of the mid from its average, in measured volatilities. Beyond the threshold: trade against it. Close when the price is back at the average or after the patience. After losses in a row it asks for a larger distance and trades less.',
  parameters: {
    wakeSeconds: { title: 'Looks at the market every', unit: 's', default: 20, min: 0.1, max: 86_400 },
    averageMinutes: { title: 'Average', unit: 'min', default: 20, min: 0.01, max: 10_000 },
    threshold: { title: 'Enters beyond', unit: 'x volatility', default: 1.3, min: 0, max: 100 },
    patienceMinutes: { title: 'Patience', unit: 'min', default: 45, min: 0.01, max: 100_000 },
    size: { title: 'Order size', unit: 'x usual order', default: 3, min: 0.001, max: 10_000 },
  },
  reasons: {
    dip: ([average, price, distance, losses], market) =>
      `${priceText(market, price)} is ${(-distance).toFixed(1)} volatilities below its average ${priceText(market, average)}: should come back${lossesText(losses)}`,
    peak: ([average, price, distance, losses], market) =>
      `${priceText(market, price)} is ${distance.toFixed(1)} volatilities above its average ${priceText(market, average)}: should come back${lossesText(losses)}`,
    back: ([entry, price, result], market) =>
      `back at its average; got in at ${priceText(market, entry)}, now ${priceText(market, price)} (${percentText(result)})`,
    late: ([entry, price, result], market) =>
      `does not come back; got in at ${priceText(market, entry)}, now ${priceText(market, price)} (${percentText(result)})`,
  },
  capitalMinutes: (draw) => 4 + 8 * draw.uniform(),
  feeTier: { makerPpm: 0, takerPpm: 100 },
  horizonSeconds: 600,
  latencySeconds: { min: 0.05, max: 1 },
  start: ({ random, now }, parameters) => ({
    average: 0,
    lastLook: now,
    side: 0,
    entryPrice: 0,
    entryLots: 0,
    enteredAt: 0,
    minutes: parameters.averageMinutes * drawBetween(random, 0.3, 2.5),
    threshold: parameters.threshold * drawBetween(random, 0.7, 1.5),
  }),
  act: (turn) => {
    const { desk, state, parameters } = turn
    const mid = desk.mid()
    if (mid > 0) {
      const minutes = (desk.now - state.lastLook) / 60_000_000
      state.lastLook = desk.now
      state.average += (state.average === 0 ? 1 : 1 - decay(minutes / state.minutes)) * (mid - state.average)
      desk.review()
      if (state.side === 0) enter(turn, mid)
      else leave(turn, mid)
    }
    return (parameters.wakeSeconds * drawExponential(desk.random)) / desk.activity()
  },
  figures: (state, { market }) => ({
    side: state.side > 0 ? 'bought' : state.side < 0 ? 'sold' : 'flat',
    average: state.average * market.scale.tickSize,
    'entered at': state.entryPrice * market.scale.tickSize,
  }),
})

function enter({ desk, state, parameters, why }: Turn<State, Parameter, Reason>, mid: number): void {
  const { market, memory } = desk
  const usual = desk.weight() * Math.sqrt(state.minutes)
  const distance = (mid / state.average - 1) / usual
  const isChoppy = desk.isChoppy()
  const threshold = (state.threshold * (1 + 0.1 * memory.cautiousness)) / (isChoppy ? 2 : 1)
  if (Math.abs(distance) < threshold) return
  const sign = distance > 0 ? -1 : 1
  const limit = Math.round(mid * (1 + sign * slippage * market.minuteVolatility))
  const wanted = (market.unitLots * parameters.size * (isChoppy ? 3 : 1)) / (1 + 0.5 * memory.cautiousness)
  const lots = desk.fit(sign, wanted, limit)
  if (lots === 0) return
  const numbers = [state.average, mid, distance, memory.lossStreak] as const
  desk.decide({ action: sign > 0 ? 'buy' : 'sell', quantity: lots, price: limit, reason: sign > 0 ? why.dip : why.peak, numbers })
  const got = desk.take(sign, lots, limit)
  if (got === 0) return
  state.side = sign
  state.entryPrice = mid
  state.entryLots = got
  state.enteredAt = desk.now
}

function leave({ desk, state, parameters, why }: Turn<State, Parameter, Reason>, mid: number): void {
  const { market } = desk
  const isBack = state.side * (mid - state.average) >= 0
  const isLate = desk.now - state.enteredAt > parameters.patienceMinutes * 60_000_000
  if (!isBack && !isLate) return
  const back = -state.side
  const limit = Math.max(1, Math.round(mid * (1 + back * 0.5 * desk.weight() * Math.sqrt(state.minutes))))
  const lots = desk.fit(back, state.entryLots, limit)
  if (lots > 0) {
    const numbers = [state.entryPrice, mid, state.side * (mid / state.entryPrice - 1), 0] as const
    desk.decide({ action: back > 0 ? 'buy' : 'sell', quantity: lots, price: limit, reason: isBack ? why.back : why.late, numbers })
    state.entryLots -= desk.take(back, lots, limit)
  } else state.entryLots = 0
  if (state.entryLots < market.smallestLots) state.side = 0
}
