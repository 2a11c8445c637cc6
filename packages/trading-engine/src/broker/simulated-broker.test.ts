import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lots } from '../market/amounts.ts'
import { rateOf } from '../market/rate.ts'
import { at, limit, stop, testVenue, units } from '../testing/test-venue.ts'

const prices = (venue: ReturnType<typeof testVenue>) => venue.fills().map(({ side, price, quantity }) => [side, price, quantity])

describe('fills in a bar', () => {
  it('market order: at the open of the next bar, not of the bar that decided', () => {
    const venue = testVenue()
    venue.bar(100)
    venue.submit({ side: 'buy' })
    expect(venue.fills()).toEqual([])
    venue.bar(105, 110, 90)
    expect(prices(venue)).toEqual([['buy', 105, 1]])
  })

  it('market order: not in a bar that had already opened when it was decided', () => {
    const venue = testVenue()
    venue.bar(100)
    venue.submit({ side: 'buy' })
    venue.broker.onBar(venue.market.id, { time: 0, since: 0, open: 90, high: 90, low: 90 })
    expect(venue.fills()).toEqual([])
    venue.bar(105)
    expect(prices(venue)).toEqual([['buy', 105, 1]])
  })

  it.each([
    ['limit buy: at the limit where the bar falls to it', 'buy', limit(95), [100, 101, 95], 95],
    ['limit buy: at the better open', 'buy', limit(95), [93, 94, 92], 93],
    ['limit buy: not above the limit', 'buy', limit(95), [100, 101, 96], undefined],
    ['limit sell: at the limit where the bar rises to it', 'sell', limit(105), [100, 105, 99], 105],
    ['limit sell: at the better open', 'sell', limit(105), [108, 109, 107], 108],
    ['stop buy: at the trigger', 'buy', stop(105), [100, 105, 99], 105],
    ['stop buy: at the worse open', 'buy', stop(105), [108, 109, 107], 108],
    ['stop sell: at the trigger', 'sell', stop(95), [100, 101, 95], 95],
    ['stop sell: at the worse open', 'sell', stop(95), [93, 94, 92], 93],
    ['stop sell: not above the trigger', 'sell', stop(95), [100, 101, 96], undefined],
  ] as const)('%s', (_name, side, kind, [open, high, low], expected) => {
    const venue = testVenue()
    venue.submit({ side, kind })
    venue.bar(open, high, low)
    expect(venue.fills().map(({ price }) => price)).toEqual(expected === undefined ? [] : [expected])
  })

  it('slippage: worsens market and stop fills, rounded up to a tick, and leaves limits alone', () => {
    const venue = testVenue({ rules: { slippageBps: 5 } })
    venue.submit({ side: 'buy' })
    venue.submit({ side: 'sell' })
    venue.submit({ side: 'sell', kind: stop(1000) })
    venue.submit({ side: 'buy', kind: limit(1000) })
    venue.bar(1000)
    expect(prices(venue)).toEqual([
      ['buy', 1001, 1],
      ['sell', 999, 1],
      ['sell', 999, 1],
      ['buy', 1000, 1],
    ])
  })

  it('fees: a resting limit pays the maker fee, a limit that crosses at once the taker fee', () => {
    const venue = testVenue({ rules: { takerFee: rateOf(0.002), makerFee: rateOf(0.001) } })
    venue.submit({ side: 'buy', kind: limit(90) })
    venue.submit({ side: 'buy', kind: limit(110) })
    venue.bar(100, 100, 85)
    expect(venue.fills().map(({ price, liquidity }) => [price, liquidity])).toEqual([
      [90, 'maker'],
      [100, 'taker'],
    ])
  })
})

describe('order inside a bar', () => {
  it('closes first, so that an entry of the same bar has their cash', () => {
    const venue = testVenue({ cash: '100' })
    venue.submit({ side: 'buy', quantity: { kind: 'cash-at-fill', fraction: 1, lotStep: lots(1) } })
    venue.bar(10)
    venue.submit({ side: 'sell', quantity: { kind: 'cash-at-fill', fraction: 1, lotStep: lots(1) } })
    venue.submit({ side: 'sell', role: 'close', quantity: { kind: 'position' }, reduceOnly: true })
    venue.bar(20)
    expect(prices(venue)).toEqual([
      ['buy', 10, 10],
      ['sell', 20, 10],
      ['sell', 20, 10],
    ])
    expect(venue.net()).toBe(-10)
  })

  it('stop-loss before take-profit where a bar touches both', () => {
    const venue = testVenue()
    venue.submit({ side: 'buy', stopLoss: at(95), takeProfit: at(105) })
    venue.bar(100)
    venue.bar(100, 110, 90)
    expect(prices(venue)).toEqual([
      ['buy', 100, 1],
      ['sell', 95, 1],
    ])
    expect(venue.net()).toBe(0)
  })

  it('the bracket of a market entry lives in the entry bar already', () => {
    const venue = testVenue()
    venue.submit({ side: 'buy', stopLoss: at(95), takeProfit: at(105) })
    venue.bar(100, 101, 94)
    expect(prices(venue)).toEqual([
      ['buy', 100, 1],
      ['sell', 95, 1],
    ])
  })

  it('the bracket of a limit entry lives from the next bar on', () => {
    const venue = testVenue()
    venue.submit({ side: 'buy', kind: limit(98), stopLoss: at(95), takeProfit: at(105) })
    venue.bar(100, 110, 90)
    expect(venue.net()).toBe(1)
    venue.bar(100, 104, 96)
    expect(venue.net()).toBe(1)
    venue.bar(94)
    expect(prices(venue).at(-1)).toEqual(['sell', 94, 1])
  })
})

describe('what an order may do', () => {
  it('post only: refused where it would take, also when better orders would fill', () => {
    const venue = testVenue()
    const taking = venue.submit({ side: 'buy', kind: limit(101, true) })
    const resting = venue.submit({ side: 'buy', kind: limit(99, true) })
    venue.bar(100, 100, 99)
    expect(venue.state(taking)).toMatchObject({ status: 'rejected', code: 'POST_ONLY_WOULD_TAKE' })
    expect(venue.state(resting)?.status).toBe('filled')
  })

  it('reduce only: never more than the position, canceled where there is none', () => {
    const venue = testVenue()
    const idle = venue.submit({ side: 'sell', quantity: units(5), reduceOnly: true })
    venue.bar(100)
    expect(venue.state(idle)).toMatchObject({ status: 'canceled', reason: 'NOTHING_TO_CLOSE' })
    venue.submit({ side: 'buy', quantity: units(3) })
    venue.bar(100)
    venue.submit({ side: 'sell', quantity: units(5), reduceOnly: true })
    venue.bar(100)
    expect(venue.net()).toBe(0)
  })

  it('selling short: refused at the fill where the account may not, whatever was believed before', () => {
    const venue = testVenue({ rules: { allowShort: false } })
    venue.submit({ side: 'buy', quantity: units(3) })
    venue.bar(100)
    const first = venue.submit({ side: 'sell', quantity: units(2) })
    const second = venue.submit({ side: 'sell', quantity: units(2) })
    venue.bar(100)
    expect(venue.state(first)?.status).toBe('filled')
    expect(venue.state(second)).toMatchObject({ status: 'rejected', code: 'SHORT_NOT_ALLOWED' })
  })

  it('funds: an entry that the cash does not pay at the fill price is rejected, one that it pays exactly is not', () => {
    const venue = testVenue({ cash: '1000', rules: { takerFee: rateOf(0.01) } })
    const tooMuch = venue.submit({ side: 'buy', quantity: units(10) })
    venue.bar(100)
    expect(venue.state(tooMuch)).toMatchObject({ status: 'rejected', code: 'INSUFFICIENT_FUNDS' })
    const exact = testVenue({ cash: '1010', rules: { takerFee: rateOf(0.01) } })
    const paid = exact.submit({ side: 'buy', quantity: units(10) })
    exact.bar(100)
    expect(exact.state(paid)?.status).toBe('filled')
    expect(exact.ledger.accounts.cash).toBe(0n)
  })

  it('gtd: fills in its last bar, expires after it', () => {
    const late = testVenue()
    const order = late.submit({ side: 'buy', kind: limit(95), timeInForce: 'gtd', expiresAfterBars: 2 })
    late.bar(100)
    late.bar(100, 100, 95)
    expect(late.state(order)?.status).toBe('filled')
    const missed = testVenue()
    const other = missed.submit({ side: 'buy', kind: limit(95), timeInForce: 'gtd', expiresAfterBars: 2 })
    missed.bar(100)
    expect(missed.state(other)?.status).toBe('accepted')
    missed.bar(100)
    expect(missed.state(other)?.status).toBe('expired')
    missed.bar(90)
    expect(missed.fills()).toEqual([])
  })

  it('gtd with a time: not in a bar that opens at or after it', () => {
    const venue = testVenue()
    const order = venue.submit({ side: 'buy', kind: limit(95), timeInForce: 'gtd', expiresAt: 2 })
    venue.bar(100)
    venue.bar(100)
    venue.bar(90)
    expect(venue.state(order)?.status).toBe('expired')
  })

  it('ioc and fok: what does not fill at the next open is canceled', () => {
    const venue = testVenue()
    const order = venue.submit({ side: 'buy', kind: limit(95), timeInForce: 'ioc' })
    const crossing = venue.submit({ side: 'buy', kind: limit(105), timeInForce: 'fok' })
    venue.bar(100, 100, 90)
    expect(venue.state(order)).toMatchObject({ status: 'canceled', reason: 'NOT_FILLED_AT_ONCE' })
    expect(venue.state(crossing)?.status).toBe('filled')
  })

  it('canceled orders do not fill, and an order that is gone is not canceled again', () => {
    const venue = testVenue()
    const order = venue.submit({ side: 'buy', kind: limit(95) })
    venue.broker.cancel(order, 'test')
    venue.broker.cancel(order, 'again')
    venue.bar(90)
    expect(venue.fills()).toEqual([])
    expect(venue.events.filter((event) => event.type === 'order')).toHaveLength(2)
  })
})

describe('one cancels other', () => {
  it('of two entries in one group the one that fills cancels the other, in the same bar too', () => {
    const venue = testVenue()
    const up = venue.submit({ side: 'buy', kind: stop(105), group: 'breakout' })
    const down = venue.submit({ side: 'sell', kind: stop(95), group: 'breakout' })
    venue.bar(100, 110, 90)
    expect(venue.state(up)?.status).toBe('filled')
    expect(venue.state(down)).toMatchObject({ status: 'canceled', reason: 'OCO' })
    expect(venue.net()).toBe(1)
  })

  it('a filled leg names itself as the reason of the other leg’s end', () => {
    const venue = testVenue()
    venue.submit({ side: 'buy', stopLoss: at(90), takeProfit: at(120) })
    venue.bar(100)
    venue.bar(121)
    const reasons = venue.events.flatMap((event) =>
      event.type === 'order' && event.state.status === 'canceled' ? [event.state.reason] : [],
    )
    expect(reasons).toEqual(['OCO'])
  })
})

describe('protection', () => {
  it('its size follows the lot: what was sold otherwise is not sold again', () => {
    const venue = testVenue()
    venue.submit({ side: 'buy', quantity: units(10), stopLoss: at(90), takeProfit: at(120) })
    venue.bar(100)
    venue.submit({ side: 'sell', quantity: units(4) })
    venue.bar(100)
    venue.bar(89)
    expect(prices(venue).at(-1)).toEqual(['sell', 89, 6])
    expect(venue.net()).toBe(0)
  })

  it('closes the lot that it protects, not the oldest one', () => {
    const venue = testVenue()
    venue.submit({ side: 'buy', quantity: units(1) })
    venue.bar(100)
    venue.submit({ side: 'buy', quantity: units(2), takeProfit: at(130) })
    venue.bar(120)
    venue.bar(130)
    expect(venue.ledger.book(venue.market.id).lots.map(({ price, lots: count }) => [price, count])).toEqual([[100, 1]])
  })

  it('is withdrawn when its position is closed', () => {
    const venue = testVenue()
    venue.submit({ side: 'buy', stopLoss: at(90), takeProfit: at(120) })
    venue.bar(100)
    venue.submit({ side: 'sell', role: 'close', quantity: { kind: 'position' }, reduceOnly: true })
    venue.bar(100)
    const canceled = venue.events.filter((event) => event.type === 'order' && event.state.status === 'canceled')
    expect(canceled).toHaveLength(2)
    expect(venue.broker.attention(venue.market.id)).toMatchObject({
      nextBar: false,
      below: Number.NEGATIVE_INFINITY,
      above: Number.POSITIVE_INFINITY,
    })
  })

  const action = fc.oneof(
    fc.record({
      type: fc.constant('entry' as const),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      size: fc.integer({ min: 1, max: 5 }),
      price: fc.option(fc.integer({ min: 80, max: 120 }), { nil: undefined }),
      stop: fc.integer({ min: 1, max: 15 }),
      target: fc.integer({ min: 1, max: 15 }),
    }),
    fc.record({ type: fc.constant('close' as const) }),
    fc.record({
      type: fc.constant('bar' as const),
      open: fc.integer({ min: 80, max: 120 }),
      up: fc.integer({ min: 0, max: 20 }),
      down: fc.integer({ min: 0, max: 20 }),
    }),
  )

  type Action = typeof action extends fc.Arbitrary<infer Each> ? Each : never

  it('never sells more than the position: one leg fills at most, and nothing protects what is not there', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), fc.boolean(), (actions, allowShort) => {
        const venue = testVenue({ rules: { allowShort }, cash: '1000000' })
        const positions = actions.map((each) => {
          act(venue, each)
          return venue.net()
        })
        expect(allowShort || positions.every((net) => net >= 0)).toBe(true)
        expect(venue.fills().every(({ quantity }) => quantity > 0)).toBe(true)
        // What protection sold is at most what its entry bought, in one piece.
        const oversold = venue.fills().filter(({ orderId, quantity }) => {
          const sold = venue.fills().filter((leg) => venue.parentOf(leg.orderId) === orderId)
          return sold.length > 1 || sold.some((leg) => leg.quantity > quantity)
        })
        expect(oversold).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('attention: a bar that touches none of its prices changes nothing, whatever rests', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const venue = testVenue({ cash: '1000000' })
        const missed = actions.filter((each) => {
          const { nextBar, below, above } = venue.broker.attention(venue.market.id)
          const before = venue.events.length
          act(venue, each)
          if (each.type !== 'bar' || nextBar) return false
          return each.open - each.down > below && each.open + each.up < above && venue.events.length !== before
        })
        expect(missed).toEqual([])
      }),
    )
  })

  function act(venue: ReturnType<typeof testVenue>, each: Action): void {
    if (each.type === 'bar') return venue.bar(each.open, each.open + each.up, each.open - each.down)
    if (each.type === 'close') {
      venue.submit({ side: venue.net() > 0 ? 'sell' : 'buy', role: 'close', quantity: { kind: 'position' }, reduceOnly: true })
      return
    }
    const base = each.price ?? 100
    const sign = each.side === 'buy' ? 1 : -1
    venue.submit({
      side: each.side,
      quantity: units(each.size),
      kind: each.price === undefined ? { type: 'market' } : limit(each.price),
      stopLoss: at(base - sign * each.stop),
      takeProfit: at(base + sign * each.target),
    })
  }
})
