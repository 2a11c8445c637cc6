import { definePersona, type Turn } from '../define-persona.ts'
import { decay, drawBetween, drawExponential } from '../draws.ts'
import { lossesText } from '../losses-text.ts'
import { percentText, priceText } from '../traded-market.ts'

interface State {
  fast: number
  slow: number
  lastLook: number
  /** 1 = has bought for the trend, -1 = has sold, 0 = neither. */
  side: number
  /** Where and how much. */
  entryPrice: number
  entryLots: number
  readonly fastMinutes: number
  readonly threshold: number
}

type Parameter = 'wakeSeconds' | 'fastMinutes' | 'slowRatio' | 'threshold' | 'stop' | 'size'
type Reason = 'enterUp' | 'enterDown' | 'stop' | 'over'

/** It pays at most so many volatilities of a minute beyond the mid. */
const slippage = 0.4

export const momentum = definePersona<State, Parameter, Reason>({
  id: 'momentum',
  title: 'Trend follower',
  summary: 'Buys what rises, sells what falls, remembers where it got in and leaves when the trend or its patience is over.',
  rule: 'Fast average of the mid against a slow one, in measured volatilities. Beyond the threshold: go with it. Leave when the averages cross back or when the price stands a stop distance against the entry. Each loss in a row makes the next entry smaller.',
  parameters: {
    wakeSeconds: { title: 'Looks at the market every', unit: 's', default: 20, min: 0.1, max: 86_400 },
    fastMinutes: { title: 'Fast average', unit: 'min', default: 3, min: 0.01, max: 10_000 },
    slowRatio: { title: 'Slow average', unit: 'x fast', default: 6, min: 1.1, max: 1000 },
    threshold: { title: 'Enters beyond', unit: 'x volatility', default: 1.2, min: 0, max: 100 },
    stop: { title: 'Leaves after', unit: 'x volatility against it', default: 3, min: 0.01, max: 1000 },
    size: { title: 'Order size', unit: 'x usual order', default: 3, min: 0.001, max: 10_000 },
  },
  reasons: {
    enterUp: ([fast, slow, strength, losses], market) =>
      `average ${priceText(market, fast)} above ${priceText(market, slow)}, ${strength.toFixed(1)} volatilities: goes with it${lossesText(losses)}`,
    enterDown: ([fast, slow, strength, losses], market) =>
      `average ${priceText(market, fast)} below ${priceText(market, slow)}, ${strength.toFixed(1)} volatilities: goes with it${lossesText(losses)}`,
    stop: ([entry, price, result], market) =>
      `got in at ${priceText(market, entry)}, now ${priceText(market, price)} (${percentText(result)}): enough`,
    over: ([entry, price, result], market) =>
      `the trend is over; got in at ${priceText(market, entry)}, now ${priceText(market, price)} (${percentText(result)})`,
  },
  capitalMinutes: (draw) => 4 + 8 * draw.uniform(),
  feeTier: { makerPpm: 0, takerPpm: 100 },
  horizonSeconds: 600,
  latencySeconds: { min: 0.05, max: 1 },
  start: ({ random, now }, parameters) => ({
    fast: 0,
    slow: 0,
    lastLook: now,
    side: 0,
    entryPrice: 0,
    entryLots: 0,
    fastMinutes: parameters.fastMinutes * drawBetween(random, 0.3, 3),
    threshold: parameters.threshold * drawBetween(random, 0.7, 1.6),
  }),
  act: (turn) => {
    const { desk, parameters } = turn
    const mid = desk.mid()
    if (mid > 0) {
      average(turn, mid)
      desk.review()
      decide(turn, mid)
    }
    return (parameters.wakeSeconds * drawExponential(desk.random)) / desk.activity()
  },
  figures: (state, { market }) => ({
    side: state.side > 0 ? 'bought' : state.side < 0 ? 'sold' : 'flat',
    'entered at': state.entryPrice * market.scale.tickSize,
  }),
})

function average({ desk, state, parameters }: Turn<State, Parameter, Reason>, mid: number): void {
  const minutes = (desk.now - state.lastLook) / 60_000_000
  state.lastLook = desk.now
  if (state.fast === 0) {
    state.fast = mid
    state.slow = mid
    return
  }
  state.fast += (1 - decay(minutes / state.fastMinutes)) * (mid - state.fast)
  state.slow += (1 - decay(minutes / (state.fastMinutes * parameters.slowRatio))) * (mid - state.slow)
}

function decide({ desk, state, parameters, why }: Turn<State, Parameter, Reason>, mid: number): void {
  const { market, memory } = desk
  // What a random walk would do over the slow average.
  const usual = desk.weight() * Math.sqrt(state.fastMinutes * parameters.slowRatio)
  const strength = (state.fast / state.slow - 1) / usual
  if (state.side !== 0) {
    const result = state.side * (mid / state.entryPrice - 1)
    const isStopped = result < -parameters.stop * usual
    if (!isStopped && strength * state.side > 0) return
    return leave({ reason: isStopped ? why.stop : why.over, result })
  }
  if (Math.abs(strength) < state.threshold || desk.isChoppy()) return
  const sign = strength > 0 ? 1 : -1
  const limit = Math.round(mid * (1 + sign * slippage * market.minuteVolatility))
  const lots = desk.fit(sign, (market.unitLots * parameters.size) / (1 + 0.5 * memory.cautiousness), limit)
  if (lots === 0) return
  const reason = sign > 0 ? why.enterUp : why.enterDown
  const numbers = [state.fast, state.slow, strength, memory.lossStreak] as const
  desk.decide({ action: sign > 0 ? 'buy' : 'sell', quantity: lots, price: limit, reason, numbers })
  const got = desk.take(sign, lots, limit)
  if (got === 0) return
  state.side = sign
  state.entryPrice = mid
  state.entryLots = got

  function leave({ reason, result }: { readonly reason: number; readonly result: number }): void {
    const back = -state.side
    const worst = Math.max(1, Math.round(mid * (1 + back * usual)))
    const rest = desk.fit(back, state.entryLots, worst)
    if (rest > 0) {
      const action = back > 0 ? 'buy' : 'sell'
      desk.decide({ action, quantity: rest, price: worst, reason, numbers: [state.entryPrice, mid, result, 0] })
      state.entryLots -= desk.take(back, rest, worst)
    } else state.entryLots = 0
    if (state.entryLots < market.smallestLots) state.side = 0
  }
}
