import { describe, expect, it } from 'vitest'
import { btc, handMarket } from '../../testing/hand-market.ts'
import type { MarketIndex } from '../../venue/venue-types.ts'
import type { PersonaId } from '../../simulation/simulation-types.ts'
import { personas } from '../registry.ts'

/** One agent of a kind in a market that the test quotes. */
function alone(persona: PersonaId, parameters: Readonly<Record<string, number>>, options: { seed?: number; markets?: number } = {}) {
  const market = handMarket([{ persona, count: 1, parameters }], options)
  const { simulation, hand } = market
  const taken = () => simulation.trades(btc, 10_000).filter(({ takerAccount }) => takerAccount !== hand)
  return { ...market, agent: () => simulation.agent(0)!, taken }
}

/** Moves the quotes from one price to another in steps, with time in between. */
function walk({ quote, run }: ReturnType<typeof alone>, from: number, to: number, steps: number, seconds: number): void {
  for (let step = 1; step <= steps; step += 1) {
    const price = Math.round(from + ((to - from) * step) / steps)
    quote(price - 5, price + 5)
    run(seconds)
  }
}

describe('personas', () => {
  it('each says who it is, what it decides by, and has parameters whose defaults are inside their ranges', () => {
    for (const [id, persona] of Object.entries(personas)) {
      expect(persona.id).toBe(id)
      for (const words of [persona.title, persona.summary, persona.rule]) expect(words.length).toBeGreaterThan(3)
      for (const spec of Object.values(persona.parameters)) {
        expect(spec.default).toBeGreaterThanOrEqual(spec.min)
        expect(spec.default).toBeLessThanOrEqual(spec.max)
      }
    }
  })

  it('market maker: rests several prices on both sides, never crosses, and follows the market', () => {
    const { simulation, run } = handMarket([{ persona: 'market-maker', count: 3, parameters: { levels: 4 } }])
    run(30)
    const { venue } = simulation
    expect(venue.depth(btc, 'buy', 100).length).toBeGreaterThan(4)
    expect(venue.depth(btc, 'sell', 100).length).toBeGreaterThan(4)
    expect(venue.bestBid(btc)).toBeLessThan(venue.bestAsk(btc))
    expect(simulation.agents().every(({ openOrders }) => openOrders === 8)).toBe(true)
  })

  it('market maker: holding too much, it quotes lower than one that holds its usual inventory', () => {
    const centre = (skew: number) => {
      const maker = alone('market-maker', { skew, depth: 5, refreshSeconds: 1 })
      maker.run(5)
      // The hand sells into its bids, twice, and quotes around the same price as before.
      for (let round = 0; round < 3; round += 1) {
        maker.order('sell', 590_000, 500_000_000)
        maker.run(10)
      }
      maker.simulation.door.cancelAll(maker.hand)
      return { price: Number(maker.agent().memory['centre of its quotes']), trades: maker.agent().trades }
    }
    expect(centre(20).trades).toBeGreaterThan(0)
    expect(centre(20).price).toBeLessThan(centre(0).price)
  })

  it('value investor: buys up to its own valuation when the market is far below, sells when it is far above', () => {
    for (const [price, side] of [
      [570_000, 'buy'],
      [630_000, 'sell'],
    ] as const) {
      const investor = alone('value-investor', { discovery: 0, rumours: 0, wakeSeconds: 5, learnMinutes: 100_000 })
      investor.quote(price - 5, price + 5)
      investor.run(120)
      const trades = investor.taken()
      expect(trades.length).toBeGreaterThan(0)
      expect(trades.every(({ takerSide }) => takerSide === side)).toBe(true)
      expect(investor.agent().decisions.find(({ action }) => action === side)?.reason).toMatch(/worth .* to it/)
    }
  })

  it('value investor: learns from the price, so no price is an anchor for ever', () => {
    const investor = alone('value-investor', { discovery: 0, rumours: 0, wakeSeconds: 5, learnMinutes: 0.5 })
    investor.quote(499_995, 500_005)
    investor.run(1200)
    expect(Number(investor.agent().memory['valuation'])).toBeCloseTo(50_000, -3)
  })

  it('trend follower: goes with a rise, remembers where it got in, and leaves when the trend is over', () => {
    const follower = alone('momentum', { wakeSeconds: 1, fastMinutes: 0.3, threshold: 0.5, stop: 1000 })
    walk(follower, 600_000, 606_000, 30, 5)
    expect(follower.taken()[0]?.takerSide).toBe('buy')
    expect(follower.agent().memory).toMatchObject({ side: 'bought' })
    expect(Number(follower.agent().memory['entered at'])).toBeGreaterThan(60_000)
    walk(follower, 606_000, 600_000, 30, 5)
    expect(
      follower
        .agent()
        .decisions.map(({ reason }) => reason)
        .join('\n'),
    ).toContain('the trend is over; got in at')
  })

  it('trend follower: every loss in a row makes its next entry smaller', () => {
    const follower = alone('momentum', { wakeSeconds: 1, fastMinutes: 0.3, threshold: 0.3, stop: 0.5 })
    // Up a little, then sharply down, again and again: each entry loses.
    for (let round = 0; round < 4; round += 1) {
      walk(follower, 600_000, 603_000, 15, 4)
      walk(follower, 603_000, 598_000, 2, 4)
      follower.run(700)
    }
    const entries = follower
      .agent()
      .decisions.filter(({ reason }) => reason.includes('goes with it'))
      .toReversed()
    expect(entries.length).toBeGreaterThan(1)
    const withLosses = entries.filter(({ reason }) => !reason.includes('(0 losses'))
    expect(withLosses.length).toBeGreaterThan(0)
    expect(Math.min(...withLosses.map(({ quantity }) => quantity))).toBeLessThan(entries[0]?.quantity ?? 0)
  })

  it('contrarian: sells what has risen too far and buys back when the price is at its average again', () => {
    const contrarian = alone('mean-reversion', { wakeSeconds: 1, averageMinutes: 5, threshold: 1 })
    contrarian.quote(599_995, 600_005)
    contrarian.run(60)
    walk(contrarian, 600_000, 606_000, 3, 3)
    expect(contrarian.taken()[0]?.takerSide).toBe('sell')
    walk(contrarian, 606_000, 590_000, 2, 30)
    expect(contrarian.taken().at(-1)?.takerSide).toBe('buy')
    expect(
      contrarian
        .agent()
        .decisions.map(({ reason }) => reason)
        .join('\n'),
    ).toContain('back at its average; got in at')
  })

  it('retail trader: trades without a view, little mostly and sometimes very much', () => {
    const retail = handMarket([{ persona: 'noise', count: 10, parameters: { wakeSeconds: 2, patience: 0 } }])
    retail.quote(599_995, 600_005)
    retail.run(600)
    const sizes = retail.simulation
      .trades(btc, 10_000)
      .map(({ quantity }) => Number(quantity))
      .toSorted((a, b) => a - b)
    expect(sizes.length).toBeGreaterThan(200)
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
    expect(mean).toBeGreaterThan(1.5 * (sizes[sizes.length >> 1] ?? 0))
    const sides = new Set(retail.simulation.trades(btc, 10_000).map(({ takerSide }) => takerSide))
    expect(sides.size).toBe(2)
  })

  it('retail trader: reacts to a trade of somebody else, mostly in the same direction', () => {
    const reactions = (excitement: number) => {
      const parameters = { wakeSeconds: 86_400, patience: 0, excitement, imitation: 1 }
      const { simulation, quote, run } = handMarket([{ persona: 'noise', count: 20, parameters }])
      quote(599_995, 600_005)
      run(40)
      const guest = simulation.door.openAccount({ name: 'guest', balances: { USD: '10000000' } })
      const before = simulation.trades(btc, 10_000).length
      for (let order = 0; order < 20; order += 1) {
        simulation.door.submit({ account: guest, market: btc, side: 'buy', kind: { type: 'market' }, quantity: 1_000_000 as never })
        run(2)
      }
      return simulation
        .trades(btc, 10_000)
        .slice(before)
        .filter(({ takerAccount }) => takerAccount !== guest)
    }
    const excited = reactions(0.9)
    expect(excited.length).toBeGreaterThan(5)
    expect(excited.filter(({ takerSide }) => takerSide === 'buy').length).toBe(excited.length)
    expect(reactions(0).length).toBe(0)
  })

  it('late comer: buys after a jump, panics when it falls below what it paid', () => {
    const late = alone('fomo', { wakeSeconds: 1, anchorMinutes: 5, threshold: 1, panic: 1 })
    late.quote(599_995, 600_005)
    late.run(60)
    walk(late, 600_000, 606_000, 3, 4)
    expect(late.taken()[0]?.takerSide).toBe('buy')
    expect(Number(late.agent().memory['price it paid'])).toBeGreaterThan(60_000)
    walk(late, 606_000, 590_000, 3, 6)
    expect(late.taken().at(-1)?.takerSide).toBe('sell')
    expect(
      late
        .agent()
        .decisions.map(({ reason }) => reason)
        .join('\n'),
    ).toContain('out before it gets worse')
  })

  it('whale: one large order becomes many parts of one side over time', () => {
    const whale = alone('whale', { idleMinutes: 0, parts: 20, pauseSeconds: 1 })
    whale.quote(599_995, 600_005)
    whale.run(200)
    const orders = whale.taken()
    expect(new Set(orders.map(({ takerOrder }) => takerOrder)).size).toBeGreaterThan(8)
    const first = orders.slice(0, 8)
    expect(new Set(first.map(({ takerSide }) => takerSide)).size).toBe(1)
    expect(whale.simulation.decisions(10_000).some(({ reason }) => reason.startsWith('begins to'))).toBe(true)
  })

  it('arbitrageur: goes round the triangle when it pays more than three fees, and rests when it does not', () => {
    const [ethUsd, ethBtc] = [1 as MarketIndex, 2 as MarketIndex]
    const arbitrage = alone('arbitrageur', { wakeSeconds: 1 }, { markets: 3 })
    const { simulation, quote, run } = arbitrage
    quote(599_995, 600_005)
    quote(299_990, 300_010, { market: ethUsd })
    quote(4999, 5001, { market: ethBtc })
    run(30)
    expect(arbitrage.agent().trades).toBe(0)
    // The cross is 1 % too dear: sold there, bought with the pair.
    quote(5050, 5051, { market: ethBtc })
    run(5)
    const sides = [btc, ethUsd, ethBtc].map((market) => simulation.trades(market, 1).at(-1)?.takerSide)
    expect(sides).toEqual(['sell', 'buy', 'sell'])
    expect(Number(arbitrage.agent().memory['round trips'])).toBeGreaterThan(0)
    expect(arbitrage.agent().equity).toBeGreaterThan(arbitrage.agent().initialCapital)
  })
})
