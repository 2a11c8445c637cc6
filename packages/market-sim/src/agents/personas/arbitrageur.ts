import { definePersona, type Turn } from '../define-persona.ts'
import { drawExponential } from '../draws.ts'
import { lossesText } from '../losses-text.ts'
import { percentText, type TradedMarket } from '../traded-market.ts'

interface State {
  /** Round trips so far. */
  trips: number
}

type Parameter = 'wakeSeconds' | 'gain' | 'size'
type Reason = 'overCross' | 'overPair'

/** Three markets over three assets: `cross` is `far` priced in the base of `near` (ETH/BTC, ETH/USD, BTC/USD). */
interface Triangle {
  readonly cross: TradedMarket
  readonly far: TradedMarket
  readonly near: TradedMarket
}

const takerPpm = 100
const feesOfThree = (3 * takerPpm) / 1_000_000

export const arbitrageur = definePersona<State, Parameter, Reason>({
  id: 'arbitrageur',
  title: 'Arbitrageur',
  summary: 'Trades one thing against itself over three markets when that pays more than it costs, and so keeps the markets together.',
  rule: 'For each triangle of markets (ETH/BTC, ETH/USD, BTC/USD): if going round it at the best prices gains more than three fees and its own margin, trade all three at once, as much as all three best prices offer. After round trips that lost in a row it asks for a larger margin.',
  parameters: {
    wakeSeconds: { title: 'Looks at the markets every', unit: 's', default: 5, min: 0.05, max: 86_400 },
    gain: { title: 'Margin beyond the fees', unit: 'bp', default: 0.5, min: 0, max: 1000 },
    size: { title: 'Largest leg', unit: 'x usual order', default: 20, min: 0.001, max: 10_000 },
  },
  reasons: {
    overCross: ([gain, losses], market) =>
      `buys with the pair, sells ${market.symbol}: going round gains ${percentText(gain, 3)} before fees${lossesText(losses)}`,
    overPair: ([gain, losses], market) =>
      `buys ${market.symbol}, sells the pair: going round gains ${percentText(gain, 3)} before fees${lossesText(losses)}`,
  },
  capitalMinutes: () => 30,
  feeTier: { makerPpm: 0, takerPpm },
  horizonSeconds: 10,
  latencySeconds: { min: 0.02, max: 0.25 },
  watches: 'best-prices',
  isEverywhere: true,
  start: () => ({ trips: 0 }),
  act: (turn) => {
    const { desk, parameters } = turn
    desk.review()
    for (const triangle of trianglesOf(desk.world.markets)) goRound(turn, triangle)
    return (parameters.wakeSeconds * drawExponential(desk.random)) / desk.activity()
  },
  figures: (state) => ({ 'round trips': state.trips }),
})

const known = new WeakMap<readonly TradedMarket[], readonly Triangle[]>()

function trianglesOf(markets: readonly TradedMarket[]): readonly Triangle[] {
  const before = known.get(markets)
  if (before !== undefined) return before
  const found = markets.flatMap((cross) => {
    const far = markets.find((market) => market.base === cross.base && market.quote !== cross.quote)
    const near = markets.find((market) => market.base === cross.quote && market.quote === far?.quote)
    return far === undefined || near === undefined ? [] : [{ cross, far, near }]
  })
  known.set(markets, found)
  return found
}

function goRound(turn: Turn<State, Parameter, Reason>, { cross, far, near }: Triangle): void {
  const { sight } = turn.desk.world
  const price = (market: TradedMarket, ticks: number) => ticks * market.scale.tickSize
  const bid = (market: TradedMarket) => price(market, sight.bid(market.index))
  const ask = (market: TradedMarket) => price(market, sight.ask(market.index))
  if (bid(cross) === 0 || ask(cross) === 0 || bid(far) === 0 || ask(far) === 0 || bid(near) === 0 || ask(near) === 0) return
  const margin = feesOfThree + (turn.parameters.gain / 10_000) * (1 + 0.5 * turn.desk.memory.cautiousness)
  // Far bought with quote, sold over the cross for the near base, that sold for quote; and the other way round.
  const overCross = (bid(cross) * bid(near)) / ask(far) - 1
  const overPair = bid(far) / (ask(cross) * ask(near)) - 1
  if (overCross > margin) trade(turn, { cross, far, near }, -1, overCross)
  else if (overPair > margin) trade(turn, { cross, far, near }, 1, overPair)
}

/** `sign`: 1 buys the cross. */
function trade(
  { desk, state, parameters, why }: Turn<State, Parameter, Reason>,
  { cross, far, near }: Triangle,
  sign: number,
  gain: number,
): void {
  const { sight } = desk.world
  const offered = (market: TradedMarket, side: number) => (side > 0 ? sight.askLots(market.index) : sight.bidLots(market.index))
  const best = (market: TradedMarket, side: number) => (side > 0 ? sight.ask(market.index) : sight.bid(market.index))
  const crossPrice = best(cross, sign) * cross.scale.tickSize
  // In units of the far base; the near market trades that many times the price of the cross.
  const toFar = cross.scale.lotSize
  const units = Math.min(
    offered(cross, sign) * toFar,
    offered(far, -sign) * far.scale.lotSize,
    (offered(near, sign) * near.scale.lotSize) / crossPrice,
    cross.unitLots * toFar * parameters.size,
  )
  const legs = [
    { market: cross, side: sign, lots: units / toFar },
    { market: far, side: -sign, lots: units / far.scale.lotSize },
    { market: near, side: sign, lots: (units * crossPrice) / near.scale.lotSize },
  ].map((leg) => ({
    ...leg,
    price: best(leg.market, leg.side),
    lots: desk.fit(leg.side, leg.lots, best(leg.market, leg.side), leg.market),
  }))
  if (legs.some(({ lots }) => lots === 0)) return
  const reason = sign < 0 ? why.overCross : why.overPair
  const numbers = [gain, desk.memory.lossStreak, 0, 0] as const
  for (const { market, side, lots, price } of legs) {
    desk.decide({ action: side > 0 ? 'buy' : 'sell', market, quantity: lots, price, reason, numbers })
    desk.take(side, lots, price, market)
  }
  state.trips += 1
}
