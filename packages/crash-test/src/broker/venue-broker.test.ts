import { at, limit, stop, units } from '@strategraph/trading-engine/testing'
import { seededRandom } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { market, venueHarness, type VenueHarness } from '../testing/venue-harness.ts'

const stopsOf = ({ venue, account }: VenueHarness) =>
  venue.openOrders(account.id).flatMap(({ kind, quantity, filled }) => (kind.type === 'stop' ? [quantity - filled] : []))
const targetsOf = ({ venue, account }: VenueHarness) =>
  venue.openOrders(account.id).flatMap(({ kind, quantity, filled }) => (kind.type === 'limit' ? [quantity - filled] : []))

/** The market is at 100 and a buy of 10 with a stop-loss at 90 and a target at 120 waits to be sent. */
function entryWaits(options?: Parameters<typeof venueHarness>[0]) {
  const harness = venueHarness(options)
  harness.moveTo(100)
  const id = harness.desk.submit({ side: 'buy', quantity: units(10), stopLoss: at(90), takeProfit: at(120) })
  return { harness, id }
}

describe('protection at a venue that refuses', () => {
  it('is sent again with pauses until it stands; an entry is not', () => {
    const { harness } = entryWaits()
    harness.broker.send()
    expect(harness.desk.net()).toBe(10)
    harness.venue.setRejection(1_000_000, 1)
    harness.wait(60)
    expect(stopsOf(harness)).toEqual([])
    // Two legs, at most one try of each in five seconds after the first few.
    expect(harness.refused.length).toBeGreaterThan(10)
    expect(harness.refused.length).toBeLessThan(40)
    const before = harness.refused.length
    const second = harness.desk.submit({ side: 'buy', quantity: units(1) })
    harness.wait(0.1)
    expect(harness.desk.state(second)).toMatchObject({ status: 'rejected', code: 'VENUE_BUSY' })
    harness.venue.setRejection(0, 0)
    harness.wait(5.1)
    expect(harness.refused.length).toBeLessThanOrEqual(before + 3)
    expect(stopsOf(harness)).toEqual([10])
    expect(targetsOf(harness)).toEqual([10])
    expect(harness.desk.net()).toBe(10)
  })

  it('is not even tried while the venue says that it takes nothing, and stands as soon as it does', () => {
    const { harness } = entryWaits()
    harness.broker.send()
    harness.venue.setMode(market, 'maintenance')
    harness.wait(600)
    harness.venue.setMode(market, 'post_only')
    harness.wait(60)
    expect(harness.refused).toEqual([])
    expect(stopsOf(harness)).toEqual([])
    harness.venue.setMode(market, 'online')
    harness.wait(0.1)
    expect(stopsOf(harness)).toEqual([10])
  })

  it('a cancel that the venue does not take is repeated', () => {
    const harness = venueHarness()
    harness.moveTo(100)
    const id = harness.desk.submit({ side: 'buy', quantity: units(1), kind: limit(90) })
    harness.wait(0.1)
    harness.venue.setMode(market, 'maintenance')
    harness.desk.broker.cancel(id, 'KILL_SWITCH')
    harness.wait(10)
    expect(harness.desk.state(id)?.status).toBe('accepted')
    harness.venue.setMode(market, 'online')
    harness.wait(5.1)
    expect(harness.desk.state(id)).toEqual({ status: 'canceled', reason: 'KILL_SWITCH', filled: 0 })
  })
})

describe('protection of a position that changes', () => {
  it('grows with an entry that fills in parts: one stop, one target', () => {
    const harness = venueHarness()
    harness.quote(100, 4)
    const id = harness.desk.submit({ side: 'buy', quantity: units(10), kind: limit(101), stopLoss: at(90), takeProfit: at(120) })
    harness.wait(0.3)
    expect(harness.desk.state(id)).toMatchObject({ status: 'partially-filled', filled: 4 })
    expect(stopsOf(harness)).toEqual([4])
    harness.trade('sell', 5)
    harness.wait(0.3)
    expect(harness.desk.net()).toBe(9)
    expect(stopsOf(harness)).toEqual([9])
    expect(targetsOf(harness)).toEqual([1, 9])
    harness.trade('sell', 1)
    harness.wait(0.3)
    expect(harness.desk.state(id)).toMatchObject({ status: 'filled', filled: 10 })
    expect(stopsOf(harness)).toEqual([10])
  })

  it('shrinks with a target that fills in parts', () => {
    const { harness } = entryWaits()
    harness.wait(0.3)
    harness.clear()
    harness.trade('buy', 4)
    harness.wait(0.2)
    expect(harness.desk.net()).toBe(6)
    expect(stopsOf(harness)).toEqual([6])
    expect(targetsOf(harness)).toEqual([6])
  })

  it('gives up what is too little for the venue to trade', () => {
    const { harness } = entryWaits({ minQuantity: '3' })
    harness.wait(0.3)
    harness.clear()
    harness.trade('buy', 8)
    harness.wait(0.2)
    expect(harness.desk.net()).toBe(2)
    expect(stopsOf(harness)).toEqual([])
  })
})

describe('what makes a position smaller when the book is empty', () => {
  it('a stop that was hit goes on as a market order until the position is closed', () => {
    const { harness } = entryWaits()
    harness.wait(0.3)
    harness.clear()
    harness.quote(89, 4)
    expect(harness.broker.stopsAtWork(market)).toBe(0)
    harness.trade('sell', 1)
    harness.wait(5)
    expect(harness.desk.net()).toBe(7)
    expect(harness.broker.stopsAtWork(market)).toBe(7)
    harness.clear()
    harness.wait(30)
    expect(harness.desk.net()).toBe(7)
    harness.quote(70, 100)
    harness.wait(5.1)
    expect(harness.desk.net()).toBe(0)
    expect(harness.venue.openOrders(harness.account.id)).toEqual([])
    expect(harness.broker.isWorking).toBe(false)
  })

  it('a close waits for somebody to trade with', () => {
    const harness = venueHarness()
    harness.moveTo(100)
    harness.desk.submit({ side: 'buy', quantity: units(5) })
    harness.wait(0.2)
    harness.clear()
    const id = harness.desk.submit({ side: 'sell', role: 'close', quantity: { kind: 'position' }, reduceOnly: true })
    harness.wait(20)
    expect(harness.desk.net()).toBe(5)
    harness.quote(50, 2)
    harness.wait(6)
    harness.quote(40, 10)
    harness.wait(6)
    expect(harness.desk.net()).toBe(0)
    expect(harness.desk.state(id)).toMatchObject({ status: 'filled', filled: 5 })
  })
})

describe('orders with an end', () => {
  it('expire at the venue, with what they had filled', () => {
    const harness = venueHarness()
    harness.quote(100, 2)
    const id = harness.desk.submit({
      side: 'buy',
      quantity: units(5),
      kind: limit(101),
      timeInForce: 'gtd',
      expiresAt: 10_000,
      expiresAfterBars: 1,
    })
    harness.wait(9)
    expect(harness.desk.state(id)?.status).toBe('partially-filled')
    harness.wait(2)
    expect(harness.desk.state(id)).toEqual({ status: 'expired', filled: 2 })
  })
})

it('over thin books, refusals and closings of the venue: our books and the venue’s are equal to the last digit, and no stop is larger than the position', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seededRandom(seed)
    const pick = (from: number, to: number) => from + Math.floor(random() * (to - from + 1))
    const harness = venueHarness({ cash: '10000' })
    harness.moveTo(100)
    let price = 100
    for (let step = 0; step < 40; step++) {
      const roll = random()
      if (roll < 0.25)
        harness.desk.submit({
          side: 'buy',
          quantity: units(pick(1, 30)),
          stopLoss: at(price - pick(1, 9)),
          takeProfit: at(price + pick(1, 9)),
        })
      else if (roll < 0.35)
        harness.desk.submit({
          side: 'buy',
          quantity: units(pick(1, 30)),
          kind: limit(price - pick(0, 4)),
          stopLoss: at(price - pick(5, 9)),
        })
      else if (roll < 0.45) harness.desk.submit({ side: 'sell', role: 'close', quantity: { kind: 'position' }, reduceOnly: true })
      else if (roll < 0.5) harness.desk.submit({ side: 'sell', quantity: units(pick(1, 9)), kind: stop(price - 3), reduceOnly: true })
      harness.venue.setRejection(random() < 0.3 ? 500_000 : 0, seed)
      harness.venue.setMode(market, random() < 0.15 ? 'maintenance' : 'online')
      price = Math.max(20, price + pick(-5, 5))
      harness.clear()
      if (random() < 0.8) harness.quote(price, pick(1, 40))
      harness.trade(random() < 0.5 ? 'buy' : 'sell', pick(1, 10))
      harness.wait(random() < 0.3 ? 8 : 0.2)
      expect(harness.account.position(market), `seed ${seed} step ${step}`).toBe(harness.desk.net())
      expect(harness.account.cash()).toBe(harness.desk.ledger.accounts.spotCash)
    }
    harness.venue.setRejection(0, 0)
    harness.venue.setMode(market, 'online')
    harness.wait(20)
    const resting = stopsOf(harness).reduce((sum, lots) => sum + lots, 0)
    expect(resting).toBeLessThanOrEqual(Math.max(0, harness.desk.net()) + 9)
  }
})
