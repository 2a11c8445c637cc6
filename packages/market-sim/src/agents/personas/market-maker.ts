import { definePersona, type Turn } from '../define-persona.ts'
import { decay, drawBetween, drawChance, drawPower } from '../draws.ts'
import { percentText, priceText } from '../traded-market.ts'

interface State {
  /** What it takes for the middle, ticks. */
  reference: number
  /** Surprise of the order flow that it has taken in. */
  seen: number
  lastMid: number
  lastLook: number
  /** Of a minute's return, as it has measured it. */
  variance: number
  /** Where its last full set of quotes was centred. */
  quotedCentre: number
  quotedAt: number
  /** How it differs from other makers. */
  readonly width: number
  readonly size: number
  readonly spacing: number
}

type Parameter =
  | 'rumours'
  | 'impact'
  | 'follow'
  | 'nerves'
  | 'levels'
  | 'spread'
  | 'spacing'
  | 'growth'
  | 'depth'
  | 'skew'
  | 'refreshSeconds'
type Reason = 'quote' | 'picks'

/** Shares of its depth by level, from the best outwards. */
const shares = [0.03, 0.07, 0.13, 0.2, 0.25, 0.32]
/**
 * It takes orders that stand so many volatilities of a minute on the wrong side of its centre, and pays at most so many more than the best of them:
 * about once in so many seconds however often it looks, on average this share of its depth, mostly next to nothing and at most ten times as much.
 */
const picking = { edge: 0.3, slippage: 0.1, seconds: 2.4, surest: 0.6, share: 0.03, largest: 10 }
const largestRatio = 8
const largestSurprise = 10

export const marketMaker = definePersona<State, Parameter, Reason>({
  id: 'market-maker',
  title: 'Market maker',
  summary: 'Quotes both sides at several prices, wider when the market is nervous, shifted against what it holds too much of.',
  rule: 'Centre = what it takes the price to be: moved by orders that the tape did not foretell and by news, drawn to the mid, shifted against its inventory. First quotes at a small multiple of the volatility it measures, further ones at growing distances. Widens after its fills have lost, quotes less after a streak of losses. Takes what others leave standing far on the wrong side of its centre.',
  parameters: {
    levels: { title: 'Prices a side', unit: '', default: 5, min: 1, max: 6 },
    spread: { title: 'Half spread', unit: 'x volatility of a minute', default: 0.004, min: 0.0001, max: 5 },
    spacing: { title: 'Distance of the second price', unit: 'x volatility of a minute', default: 0.06, min: 0.001, max: 5 },
    growth: { title: 'Growth of the distance', unit: 'x per price', default: 3.2, min: 1, max: 5 },
    depth: { title: 'Quantity a side', unit: 'minutes of usual volume', default: 0.12, min: 0.001, max: 100 },
    skew: { title: 'Shift at full inventory', unit: 'x volatility of a minute', default: 1, min: 0, max: 20 },
    rumours: { title: 'Hears a rumour', unit: 'chance', default: 1, min: 0, max: 1 },
    impact: { title: 'Learns from an unexpected order', unit: 'x volatility of a minute', default: 0.15, min: 0, max: 10 },
    follow: { title: 'Comes back to the mid in', unit: 'min', default: 3.2, min: 0.001, max: 1000 },
    nerves: { title: 'Moves all its quotes after', unit: 'x volatility of a minute', default: 0.45, min: 0, max: 100 },
    refreshSeconds: { title: 'Full refresh', unit: 's', default: 20, min: 0.1, max: 3600 },
  },
  reasons: {
    quote: ([centre, half, share, ratio], market) =>
      `quotes ${priceText(market, centre)} +- ${half.toFixed(1)} ticks; inventory ${percentText(share, 0)} from its start, volatility ${ratio.toFixed(1)} x usual`,
    picks: ([centre, price, gain], market) =>
      `${priceText(market, price)} is ${gain.toFixed(2)} volatilities off ${priceText(market, centre)}: takes what is offered too cheap or bid too high`,
  },
  capitalMinutes: (draw) => 40 + 40 * draw.uniform(),
  feeTier: { makerPpm: 0, takerPpm: 100 },
  horizonSeconds: 30,
  latencySeconds: { min: 0.03, max: 1 },
  watches: 'best-prices',
  providesLiquidity: true,
  rumourReach: (parameters) => parameters.rumours,
  start: ({ market, random, now }) => ({
    reference: market.startTicks * (1 + drawBetween(random, -0.3, 0.3) * market.minuteVolatility),
    seen: 0,
    lastMid: market.startTicks,
    lastLook: now,
    variance: market.minuteVolatility * market.minuteVolatility,
    quotedCentre: 0,
    quotedAt: 0,
    width: drawBetween(random, 0.6, 2.2),
    size: drawBetween(random, 0.5, 1.5),
    spacing: drawBetween(random, 0.6, 1.6),
  }),
  act: (turn) => {
    const { desk, parameters } = turn
    const seconds = (desk.now - turn.state.lastLook) / 1_000_000
    look(turn)
    desk.review()
    quote(turn, Math.min(picking.surest, seconds / picking.seconds))
    return parameters.refreshSeconds * drawBetween(desk.random, 0.5, 1.5)
  },
  figures: (state, { market }) => ({
    'measured volatility / usual': Math.sqrt(state.variance) / market.minuteVolatility,
    'centre of its quotes': state.quotedCentre * market.scale.tickSize,
  }),
})

/** Takes in the mid, the news, and of the order flow what nobody could foresee: what was to be expected is in its quotes already. */
function look({ desk, state, parameters }: Turn<State, Parameter, Reason>): void {
  const minutes = (desk.now - state.lastLook) / 60_000_000
  const mid = desk.mid()
  if (minutes > 0 && mid > 0) {
    const move = mid / state.lastMid - 1
    // A quick look at a moved price says more about one trade than about a minute: half a second at least.
    state.variance += (1 - decay(minutes / 6)) * ((move * move) / Math.max(minutes, 1 / 120) - state.variance)
    state.reference += (mid - state.reference) * (1 - decay(minutes / parameters.follow))
    state.lastLook = desk.now
    state.lastMid = mid
  }
  const surprise = desk.world.flows[desk.market.index]?.surprise() ?? 0
  const unexpected = Math.max(-largestSurprise, Math.min(largestSurprise, surprise - state.seen))
  state.seen = surprise
  state.reference *= 1 + parameters.impact * desk.weight() * unexpected
  state.reference *= desk.takeTips() * desk.hearNews({ delaySeconds: desk.latencyMicros / 1_000_000, belief: 1, beliefInPriced: 1 })
}

function quote(turn: Turn<State, Parameter, Reason>, pickChance: number): void {
  const { desk, state, parameters, why } = turn
  const { market, memory, orders } = desk
  const usual = market.minuteVolatility
  const ratio = Math.min(largestRatio, Math.max(0.25, Math.sqrt(state.variance) / usual))
  const volatilityTicks = ratio * usual * state.reference
  const caution = 1 + Math.min(3, Math.max(0, -memory.averageResult / usual))
  const width = caution * state.width
  const share = Math.max(-1, Math.min(1, desk.imbalance()))
  const centre = state.reference - parameters.skew * share * volatilityTicks
  const half = Math.max(0.5, parameters.spread * width * volatilityTicks)
  const step = parameters.spacing * state.spacing * volatilityTicks * Math.max(1, width / state.width)
  const hasMoved = Math.abs(centre - state.quotedCentre) > parameters.nerves * volatilityTicks
  const isFull = hasMoved || desk.now - state.quotedAt > 1_000_000 * parameters.refreshSeconds
  if (isFull) {
    desk.decide({
      action: 'quote',
      quantity: orders.count,
      price: Math.round(centre),
      reason: why.quote,
      numbers: [centre, half, share, ratio],
    })
    state.quotedCentre = centre
    state.quotedAt = desk.now
  }
  const lots = (parameters.depth * market.volumePerMinute * state.size) / (1 + 0.2 * memory.cautiousness)
  const levels = isFull ? parameters.levels : 2
  if (drawChance(desk.random, pickChance)) pickOff(turn, { centre, edge: half + picking.edge * volatilityTicks, lots, volatilityTicks })
  let distance = half
  let gap = step
  for (let level = 0; level < levels; level += 1) {
    // Nobody shows the same quantity twice at the best price.
    const flicker = level === 0 ? drawBetween(desk.random, 0.5, 1.5) : 1
    const wanted = Math.floor(lots * (shares[level] ?? 0) * flicker)
    const slack = level === 0 ? 0 : 0.4 * distance
    place(desk, { place: 2 * level, sign: 1, price: Math.floor(centre - distance), wanted, slack })
    place(desk, { place: 2 * level + 1, sign: -1, price: Math.ceil(centre + distance), wanted, slack })
    distance += gap
    gap *= parameters.growth
  }
}

/** Takes orders that stand on the wrong side of what it takes the price to be: they would be in the way of its quotes. */
function pickOff(
  { desk, why }: Turn<State, Parameter, Reason>,
  view: { readonly centre: number; readonly edge: number; readonly lots: number; readonly volatilityTicks: number },
): void {
  const { centre, edge, volatilityTicks } = view
  // A power of one less has a mean of 1 / largest.
  const lots = view.lots * picking.share * picking.largest * drawPower(desk.random, picking.largest - 1)
  const [bid, ask] = [desk.bid(), desk.ask()]
  const sign = bid > centre + edge ? -1 : ask > 0 && ask < centre - edge ? 1 : 0
  if (sign === 0) return
  const best = sign > 0 ? ask : bid
  const price = Math.round(sign * Math.min(sign * (centre - sign * edge), sign * best + picking.slippage * volatilityTicks))
  const quantity = desk.fit(sign, lots, price)
  if (quantity === 0) return
  const gain = (sign * (centre - best)) / volatilityTicks
  desk.decide({ action: sign > 0 ? 'buy' : 'sell', quantity, price, reason: why.picks, numbers: [centre, best, gain, 0] })
  desk.take(sign, quantity, price)
}

/** Brings one quote to where it should be; leaves it where it nearly is. */
function place(
  desk: Turn<State, Parameter, Reason>['desk'],
  quote: { readonly place: number; readonly sign: number; readonly price: number; readonly wanted: number; readonly slack: number },
): void {
  const { orders } = desk
  const { place: at, sign, wanted, slack } = quote
  // Never into the other side, and never to nothing.
  const now = sign > 0 ? desk.ask() : desk.bid()
  const price = Math.max(1, now === 0 ? quote.price : sign > 0 ? Math.min(quote.price, now - 1) : Math.max(quote.price, now + 1))
  if (orders.isOpen(at)) {
    if (Math.abs(orders.price(at) - price) <= slack && orders.left(at) >= (slack > 0 ? 0.5 : 0.95) * wanted) return
    if (desk.amend(at, { price, lots: wanted, postOnly: true })) return
    desk.cancel(at)
  }
  const lots = desk.fit(sign, wanted, price)
  if (lots > 0) desk.rest(at, { sign, lots, price, postOnly: true })
}
