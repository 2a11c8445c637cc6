import { moneyToText } from '@strategraph/market-model'
import { beforeEach, describe, expect, it } from 'vitest'
import { accepted, book, codeOf, limit, lots, market, marketOrder, openAccount, openVenue, order, ticks } from '../testing/venue-fixture.ts'
import type { AccountId, AmendRequest, OrderChange, Venue, VenueOrder, VenueOrderId } from './venue-types.ts'

let venue: Venue
let trader: AccountId
let other: AccountId
let heard: [OrderChange, VenueOrder][]

beforeEach(() => {
  venue = openVenue()
  trader = openAccount(venue, { USD: '100', BTC: '0.1' })
  other = openAccount(venue)
  heard = []
  venue.observeAccount(trader, { onOrder: (view, change) => heard.push([change, view]) })
})

const amend = (orderId: VenueOrderId, change: Omit<AmendRequest, 'account' | 'orderId'>) =>
  venue.amend({ account: trader, orderId, ...change })
const queue = () => venue.queue(market, 'buy', 10).map(({ id, quantity }) => [id, quantity])
const held = (asset: string) => moneyToText(venue.balance(trader, asset).held)

describe('amending an order in the book', () => {
  it('less at the same price keeps the place in the queue and frees funds', () => {
    const first = accepted(venue.submit(limit(trader, 'buy', 1000, 10)))
    const second = accepted(venue.submit(limit(other, 'buy', 1000, 10)))
    expect(codeOf(amend(first, { quantity: lots(4), price: ticks(1000) }))).toBe('ok')
    expect(queue()).toEqual([
      [first, 4],
      [second, 10],
    ])
    expect(held('USD')).toBe('0.40104')
    expect(heard.at(-1)).toMatchObject(['amended', { id: first, quantity: 4, filled: 0, status: 'open' }])
  })

  it('more at the same price queues anew and holds more', () => {
    const first = accepted(venue.submit(limit(trader, 'buy', 1000, 10)))
    const second = accepted(venue.submit(limit(other, 'buy', 1000, 10)))
    expect(codeOf(amend(first, { quantity: lots(11) }))).toBe('ok')
    expect(queue()).toEqual([
      [second, 10],
      [first, 11],
    ])
    expect(held('USD')).toBe('1.10286')
  })

  it('a new price queues there; identity and fills stay', () => {
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 10)))
    accepted(venue.submit(marketOrder(other, 'sell', 3)))
    expect(codeOf(amend(id, { price: ticks(990) }))).toBe('ok')
    expect(book(venue).bids).toEqual([[990, 7]])
    expect(venue.order(id)).toMatchObject({ quantity: 10, filled: 3, price: 990, status: 'open' })
    expect(held('USD')).toBe(String(7 * 0.099 * 1.0026))
    expect(codeOf(venue.cancel(trader, id))).toBe('ok')
    expect([held('USD'), book(venue).bids]).toEqual(['0', []])
  })

  it('a new price that crosses takes, as taker and under the same id', () => {
    accepted(venue.submit(limit(other, 'sell', 1010, 4)))
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 10)))
    expect(codeOf(amend(id, { price: ticks(1020) }))).toBe('ok')
    expect(heard.map(([change]) => change)).toEqual(['accepted', 'amended', 'filled'])
    expect(venue.order(id)).toMatchObject({ filled: 4, status: 'open' })
    expect(book(venue)).toEqual({ bids: [[1020, 6]], asks: [] })
  })

  it('a new price may hit triggers', () => {
    accepted(venue.submit(limit(other, 'sell', 1010, 4)))
    accepted(venue.submit(limit(other, 'sell', 1300, 4)))
    const stop = accepted(venue.submit(order(trader, 'buy', { type: 'stop', trigger: ticks(1010) }, 1)))
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 4)))
    amend(id, { price: ticks(1010) })
    expect(heard.at(-1)).toMatchObject(['filled', { id: stop }])
    expect(venue.lastPrice(market)).toBe(1300)
  })

  it('post-only, of the order or of this request: refused instead of taking, and nothing has changed', () => {
    accepted(venue.submit(limit(other, 'sell', 1010, 4)))
    const plain = accepted(venue.submit(limit(trader, 'buy', 1000, 1)))
    const postOnly = accepted(venue.submit(limit(trader, 'buy', 1000, 1, { postOnly: true })))
    const before = JSON.stringify(venue.snapshot())
    expect(codeOf(amend(plain, { price: ticks(1010), postOnly: true }))).toBe('POST_ONLY_WOULD_TAKE')
    expect(codeOf(amend(postOnly, { price: ticks(1010) }))).toBe('POST_ONLY_WOULD_TAKE')
    expect(JSON.stringify(venue.snapshot())).toBe(before)
    expect(codeOf(amend(postOnly, { price: ticks(1009) }))).toBe('ok')
    expect(venue.balance(trader, 'USD').held).toBe(100_260_000_000_000_000n + 101_061_440_000_000_000n)
  })

  it('refuses what the account cannot pay, what is filled already, and numbers that are none', () => {
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 10)))
    accepted(venue.submit(marketOrder(other, 'sell', 3)))
    const before = JSON.stringify(venue.snapshot())
    expect(codeOf(amend(id, { quantity: lots(1001) }))).toBe('INSUFFICIENT_FUNDS')
    expect(codeOf(amend(id, { price: ticks(1_000_000) }))).toBe('INSUFFICIENT_FUNDS')
    expect(codeOf(amend(id, { quantity: lots(3) }))).toBe('INVALID_QUANTITY')
    expect(codeOf(amend(id, { quantity: lots(0.5) }))).toBe('INVALID_QUANTITY')
    expect(codeOf(amend(id, { price: ticks(0) }))).toBe('INVALID_PRICE')
    expect(codeOf(amend(id, { trigger: ticks(900) }))).toBe('INVALID_PRICE')
    expect(codeOf(amend(id, { display: lots(11) }))).toBe('INVALID_QUANTITY')
    expect(JSON.stringify(venue.snapshot())).toBe(before)
  })

  it('an order on all the money of its account may shrink and move down', () => {
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 997)))
    expect(codeOf(amend(id, { price: ticks(999) }))).toBe('ok')
    expect(codeOf(amend(id, { quantity: lots(500) }))).toBe('ok')
    expect(codeOf(amend(id, { price: ticks(1000), quantity: lots(998) }))).toBe('INSUFFICIENT_FUNDS')
  })

  it('minimums count for the new numbers', () => {
    venue = openVenue({ minQuantity: '0.005', minNotional: '0.4', maxQuantity: '0.02' })
    trader = openAccount(venue)
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 10)))
    expect(codeOf(amend(id, { quantity: lots(4) }))).toBe('QUANTITY_BELOW_MINIMUM')
    expect(codeOf(amend(id, { quantity: lots(21) }))).toBe('QUANTITY_ABOVE_MAXIMUM')
    expect(codeOf(amend(id, { price: ticks(300) }))).toBe('NOTIONAL_BELOW_MINIMUM')
  })

  it('a reduce-only order grows as far as there is something to reduce', () => {
    const id = accepted(venue.submit(limit(trader, 'sell', 1000, 40, { reduceOnly: true })))
    expect(codeOf(amend(id, { quantity: lots(500) }))).toBe('ok')
    expect([venue.order(id)?.quantity, held('BTC')]).toEqual([100, '0.1'])
  })
})

describe('amending an iceberg', () => {
  it('a smaller slice shows at once and keeps the place; a larger one begins with the next slice', () => {
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 20, { display: 5 })))
    const second = accepted(venue.submit(limit(other, 'buy', 1000, 1)))
    expect(codeOf(amend(id, { display: lots(3) }))).toBe('ok')
    expect(queue()).toEqual([
      [id, 3],
      [second, 1],
    ])
    expect(codeOf(amend(id, { display: lots(8) }))).toBe('ok')
    accepted(venue.submit(marketOrder(other, 'sell', 3)))
    expect(queue()).toEqual([
      [second, 1],
      [id, 8],
    ])
    expect(held('USD')).toBe(String(17 * 0.10026))
  })

  it('less quantity takes from the hidden part first', () => {
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 20, { display: 5 })))
    amend(id, { quantity: lots(7) })
    expect(queue()).toEqual([[id, 5]])
    amend(id, { quantity: lots(2) })
    expect(queue()).toEqual([[id, 2]])
    accepted(venue.submit(marketOrder(other, 'sell', 2)))
    expect(heard.at(-1)).toMatchObject(['filled', { status: 'filled', quantity: 2 }])
  })

  it('a plain order becomes one', () => {
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 20)))
    expect(codeOf(amend(id, { display: lots(6) }))).toBe('ok')
    expect(queue()).toEqual([[id, 6]])
  })
})

describe('amending an untriggered order', () => {
  it('trigger, limit and quantity may change; nothing is held for it', () => {
    const id = accepted(venue.submit(order(trader, 'sell', { type: 'stop-limit', trigger: ticks(900), price: ticks(880) }, 5)))
    expect(codeOf(amend(id, { trigger: ticks(950), price: ticks(940), quantity: lots(100) }))).toBe('ok')
    expect(venue.order(id)).toMatchObject({ status: 'untriggered', trigger: 950, price: 940, quantity: 100 })
    expect(held('BTC')).toBe('0')
  })

  it('a trigger beyond the last price fires at once', () => {
    accepted(venue.submit(limit(other, 'sell', 1000, 1)))
    accepted(venue.submit(marketOrder(trader, 'buy', 1)))
    accepted(venue.submit(limit(other, 'buy', 990, 10)))
    const id = accepted(venue.submit(order(trader, 'sell', { type: 'stop', trigger: ticks(900) }, 5)))
    expect(codeOf(amend(id, { trigger: ticks(1000) }))).toBe('ok')
    expect(heard.slice(-3).map(([change]) => change)).toEqual(['amended', 'triggered', 'filled'])
  })

  it('what it does not have cannot be changed: the limit of a market order, the trigger of a trailing one, a slice', () => {
    const stop = accepted(venue.submit(order(trader, 'sell', { type: 'stop', trigger: ticks(900) }, 5)))
    const trailing = accepted(venue.submit(order(trader, 'sell', { type: 'trailing-stop', offset: { ppm: 10_000 } }, 5)))
    expect(codeOf(amend(stop, { price: ticks(900) }))).toBe('INVALID_PRICE')
    expect(codeOf(amend(stop, { display: lots(1) }))).toBe('INVALID_QUANTITY')
    expect(codeOf(amend(trailing, { trigger: ticks(900) }))).toBe('INVALID_PRICE')
  })
})
