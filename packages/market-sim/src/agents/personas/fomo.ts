import { definePersona, type Turn } from '../define-persona.ts'
import { decay, drawBetween, drawExponential } from '../draws.ts'
import { percentText, priceText } from '../traded-market.ts'

interface State {
  /** Where the price was, as it remembers it. */
  anchor: number
  lastLook: number
  /** What it paid in its last rush, 0 = nothing bought. */
  paid: number
  held: number
  readonly threshold: number
}

type Parameter = 'wakeSeconds' | 'anchorMinutes' | 'threshold' | 'panic' | 'greed' | 'size'
type Reason = 'jump' | 'panic' | 'profit'

export const fomo = definePersona<State, Parameter, Reason>({
  id: 'fomo',
  title: 'Late comer',
  summary: 'Buys after jumps because everybody else seems to earn, and sells in panic when it goes the other way.',
  rule: 'Price against where it remembers it a few minutes ago. A rise beyond the threshold: buy at the market. Remembers what it paid: sells everything when the price stands the panic distance below, or the greed distance above. Burnt several times in a row, it needs a larger jump.',
  parameters: {
    wakeSeconds: { title: 'Looks at the market every', unit: 's', default: 15, min: 0.1, max: 86_400 },
    anchorMinutes: { title: 'Remembers the price of', unit: 'min ago', default: 6, min: 0.01, max: 10_000 },
    threshold: { title: 'A jump is', unit: 'x usual volatility', default: 2, min: 0, max: 1000 },
    panic: { title: 'Panics at a loss of', unit: 'x usual volatility', default: 3, min: 0, max: 1000 },
    greed: { title: 'Satisfied with', unit: 'x usual volatility', default: 6, min: 0, max: 1000 },
    size: { title: 'Order size', unit: 'x usual order', default: 5, min: 0.001, max: 10_000 },
  },
  reasons: {
    jump: ([anchor, price, strength, losses], market) =>
      `${priceText(market, anchor)} a few minutes ago, ${priceText(market, price)} now (${strength.toFixed(1)} usual moves): must not miss it${losses > 0 ? `, though burnt ${losses} times` : ''}`,
    panic: ([paid, price, result], market) =>
      `paid ${priceText(market, paid)}, now ${priceText(market, price)} (${percentText(result)}): out before it gets worse`,
    profit: ([paid, price, result], market) =>
      `paid ${priceText(market, paid)}, now ${priceText(market, price)} (${percentText(result)}): takes it`,
  },
  capitalMinutes: (draw) => 3 + 3 * Math.min(10, draw.pareto()),
  feeTier: { makerPpm: 0, takerPpm: 100 },
  horizonSeconds: 600,
  latencySeconds: { min: 0.5, max: 5 },
  start: ({ random, now }, parameters) => ({
    anchor: 0,
    lastLook: now,
    paid: 0,
    held: 0,
    threshold: parameters.threshold * drawBetween(random, 0.6, 1.8),
  }),
  act: (turn) => {
    const { desk, state, parameters } = turn
    const mid = desk.mid()
    if (mid > 0) {
      const minutes = (desk.now - state.lastLook) / 60_000_000
      state.lastLook = desk.now
      state.anchor += (state.anchor === 0 ? 1 : 1 - decay(minutes / parameters.anchorMinutes)) * (mid - state.anchor)
      desk.review()
      if (state.paid > 0) consider(turn, mid)
      else if (!desk.isChoppy()) rush(turn, mid)
    }
    return (parameters.wakeSeconds * drawExponential(desk.random)) / desk.activity()
  },
  figures: (state, { market }) => ({ 'price it paid': state.paid * market.scale.tickSize, 'jump it waits for': state.threshold }),
})

function rush({ desk, state, parameters, why }: Turn<State, Parameter, Reason>, mid: number): void {
  const { market, memory } = desk
  const usual = market.minuteVolatility * Math.sqrt(parameters.anchorMinutes)
  const strength = (mid / state.anchor - 1) / usual
  if (strength < state.threshold * (1 + 0.2 * memory.cautiousness)) return
  const lots = desk.fit(1, market.unitLots * parameters.size * Math.min(3, strength / state.threshold), Math.ceil(mid * 1.01))
  if (lots === 0) return
  desk.decide({ action: 'buy', quantity: lots, price: mid, reason: why.jump, numbers: [state.anchor, mid, strength, memory.lossStreak] })
  state.held = desk.takeAtMarket(1, lots)
  state.paid = state.held > 0 ? mid : 0
}

function consider({ desk, state, parameters, why }: Turn<State, Parameter, Reason>, mid: number): void {
  const usual = desk.market.minuteVolatility * Math.sqrt(parameters.anchorMinutes)
  const result = mid / state.paid - 1
  const isPanic = result < -parameters.panic * usual
  if (!isPanic && result < parameters.greed * usual) return
  const lots = desk.fit(-1, state.held, Math.max(1, Math.floor(mid * 0.99)))
  if (lots > 0) {
    const numbers = [state.paid, mid, result, 0] as const
    desk.decide({ action: 'sell', quantity: lots, price: mid, reason: isPanic ? why.panic : why.profit, numbers })
    state.held -= desk.takeAtMarket(-1, lots)
  } else state.held = 0
  if (state.held < desk.market.smallestLots) state.paid = 0
}
