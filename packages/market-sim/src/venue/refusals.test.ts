import { describe, expect, it } from 'vitest'
import {
  accepted,
  codeOf,
  limit,
  lots,
  market,
  marketOrder,
  micros,
  money,
  openAccount,
  openVenue,
  order,
  startTime,
  ticks,
} from '../testing/venue-fixture.ts'
import type { AccountId, MarketIndex, MarketMode, VenueOrderId, VenueOrderKind } from './venue-types.ts'
import { createVenue } from './venue.ts'

describe('refusals', () => {
  it('UNKNOWN_MARKET, UNKNOWN_ACCOUNT, UNKNOWN_ORDER and NOT_YOUR_ORDER', () => {
    const venue = openVenue()
    const [owner, other] = [openAccount(venue), openAccount(venue)]
    const id = accepted(venue.submit(limit(owner, 'buy', 1000, 1)))
    expect(codeOf(venue.submit({ ...limit(owner, 'buy', 1000, 1), market: 7 as MarketIndex }))).toBe('UNKNOWN_MARKET')
    expect(codeOf(venue.submit(limit(9 as AccountId, 'buy', 1000, 1)))).toBe('UNKNOWN_ACCOUNT')
    expect(codeOf(venue.cancel(9 as AccountId, id))).toBe('UNKNOWN_ACCOUNT')
    expect(codeOf(venue.cancel(owner, 99 as VenueOrderId))).toBe('UNKNOWN_ORDER')
    expect(codeOf(venue.cancel(other, id))).toBe('NOT_YOUR_ORDER')
    expect(codeOf(venue.amend({ account: other, orderId: id, quantity: lots(2) }))).toBe('NOT_YOUR_ORDER')
    expect(codeOf(venue.cancel(owner, id))).toBe('ok')
    expect(codeOf(venue.cancel(owner, id))).toBe('UNKNOWN_ORDER')
  })

  it.each<[MarketMode, string[]]>([
    ['online', ['limit', 'post-only', 'market', 'stop', 'stop-limit', 'amend', 'cancel']],
    ['post_only', ['post-only', 'amend', 'cancel']],
    ['limit_only', ['limit', 'post-only', 'stop-limit', 'amend', 'cancel']],
    ['cancel_only', ['cancel']],
    ['maintenance', []],
  ])('MARKET_MODE: %s takes %j', (mode, taken) => {
    const venue = openVenue()
    const [trader, maker] = [openAccount(venue), openAccount(venue)]
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 1)))
    accepted(venue.submit(limit(maker, 'sell', 2000, 100)))
    venue.setMode(market, mode)
    const results = {
      limit: venue.submit(limit(trader, 'buy', 1000, 1)),
      'post-only': venue.submit(limit(trader, 'buy', 1000, 1, { postOnly: true })),
      market: venue.submit(marketOrder(trader, 'buy', 1)),
      stop: venue.submit(order(trader, 'buy', { type: 'stop', trigger: ticks(3000) }, 1)),
      'stop-limit': venue.submit(order(trader, 'buy', { type: 'stop-limit', trigger: ticks(3000), price: ticks(3000) }, 1)),
      amend: venue.amend({ account: trader, orderId: id, price: ticks(1001) }),
      cancel: venue.cancel(trader, id),
    }
    expect(
      Object.entries(results)
        .filter(([, result]) => result.ok)
        .map(([name]) => name),
    ).toEqual(taken)
    expect(Object.values(results).filter((result) => !result.ok && result.code !== 'MARKET_MODE')).toEqual([])
    expect(venue.cancelAll(maker)).toBe(mode === 'maintenance' ? 0 : 1)
  })

  it('MARKET_MODE: while only post-only orders are taken, a new price may not take either', () => {
    const venue = openVenue()
    const [trader, maker] = [openAccount(venue), openAccount(venue)]
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 1)))
    accepted(venue.submit(limit(maker, 'sell', 2000, 100)))
    venue.setMode(market, 'post_only')
    expect(codeOf(venue.amend({ account: trader, orderId: id, price: ticks(2000) }))).toBe('MARKET_MODE')
  })

  it.each<[string, VenueOrderKind]>([
    ['price 0', { type: 'limit', price: ticks(0) }],
    ['a negative price', { type: 'limit', price: ticks(-5) }],
    ['a price between ticks', { type: 'limit', price: ticks(10.5) }],
    ['a price beyond 2^31 - 1', { type: 'limit', price: ticks(2 ** 31) }],
    ['no number', { type: 'limit', price: ticks(Number.NaN) }],
    ['trigger 0', { type: 'stop', trigger: ticks(0) }],
    ['limit 0 behind a trigger', { type: 'take-profit-limit', trigger: ticks(10), price: ticks(0) }],
    ['an offset of 0 ticks', { type: 'trailing-stop', offset: { ticks: ticks(0) } }],
    ['an offset of 0 ppm', { type: 'trailing-stop', offset: { ppm: 0 } }],
    ['an offset of 100 %', { type: 'trailing-stop', offset: { ppm: 1_000_000 } }],
    ['half a tick as limit offset', { type: 'trailing-stop-limit', offset: { ppm: 10 }, limitOffset: ticks(0.5) }],
  ])('INVALID_PRICE: %s', (_, kind) => {
    const venue = openVenue()
    expect(codeOf(venue.submit(order(openAccount(venue), 'sell', kind, 1)))).toBe('INVALID_PRICE')
  })

  it('INVALID_QUANTITY: no positive whole lots, a slice larger than the order, a budget that is none or has no place', () => {
    const venue = openVenue()
    const [trader, maker] = [openAccount(venue), openAccount(venue)]
    accepted(venue.submit(limit(maker, 'sell', 2000, 100)))
    for (const quantity of [0, -1, 1.5, Number.NaN, 2 ** 53]) {
      expect(codeOf(venue.submit(limit(trader, 'buy', 1000, quantity)))).toBe('INVALID_QUANTITY')
    }
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 5, { display: 6 })))).toBe('INVALID_QUANTITY')
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 5, { display: 0 })))).toBe('INVALID_QUANTITY')
    expect(codeOf(venue.submit(marketOrder(trader, 'buy', 5, { quoteBudget: money('0') })))).toBe('INVALID_QUANTITY')
    expect(codeOf(venue.submit(marketOrder(trader, 'sell', 5, { quoteBudget: money('1') })))).toBe('INVALID_QUANTITY')
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 5, { quoteBudget: money('1') })))).toBe('INVALID_QUANTITY')
  })

  it('INVALID_EXPIRY: missing, not after now, not a whole microsecond, or where none belongs', () => {
    const venue = openVenue()
    const trader = openAccount(venue)
    const gtd = (expiresAt: number) => venue.submit(limit(trader, 'buy', 1000, 1, { timeInForce: 'gtd', expiresAt: micros(expiresAt) }))
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 1, { timeInForce: 'gtd' })))).toBe('INVALID_EXPIRY')
    expect([startTime - 1, startTime, startTime + 0.5, startTime + 1].map((time) => codeOf(gtd(time)))).toEqual([
      'INVALID_EXPIRY',
      'INVALID_EXPIRY',
      'INVALID_EXPIRY',
      'ok',
    ])
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 1, { expiresAt: micros(startTime + 1) })))).toBe('INVALID_EXPIRY')
  })

  it('QUANTITY_BELOW_MINIMUM and QUANTITY_ABOVE_MAXIMUM: in the base currency, rounded to whole lots inwards', () => {
    const venue = openVenue({ minQuantity: '0.0015', maxQuantity: '0.0095' })
    const trader = openAccount(venue)
    expect(venue.submit(limit(trader, 'buy', 1000, 1))).toMatchObject({ code: 'QUANTITY_BELOW_MINIMUM', limit: '0.0015', actual: '0.001' })
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 2)))).toBe('ok')
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 9)))).toBe('ok')
    expect(venue.submit(limit(trader, 'buy', 1000, 10))).toMatchObject({ code: 'QUANTITY_ABOVE_MAXIMUM', limit: '0.009', actual: '0.01' })
  })

  it('QUANTITY_BELOW_MINIMUM: said before funds are looked at; of a reduce-only order, what is left of it counts', () => {
    const venue = openVenue({ minQuantity: '0.005' })
    const poor = openAccount(venue, { BTC: '0.004' })
    expect(codeOf(venue.submit(limit(poor, 'buy', 1000, 4)))).toBe('QUANTITY_BELOW_MINIMUM')
    expect(codeOf(venue.submit(limit(poor, 'buy', 1000, 5)))).toBe('INSUFFICIENT_FUNDS')
    expect(codeOf(venue.submit(limit(poor, 'sell', 1000, 50, { reduceOnly: true })))).toBe('QUANTITY_BELOW_MINIMUM')
  })

  it('QUANTITY_ABOVE_MAXIMUM: where the sum of a level would no longer be exact', () => {
    const venue = openVenue()
    const [one, two] = [openAccount(venue, { USD: '1000000000000000' }), openAccount(venue, { USD: '1000000000000000' })]
    accepted(venue.submit(limit(one, 'buy', 1, Number.MAX_SAFE_INTEGER)))
    expect(codeOf(venue.submit(limit(two, 'buy', 1, 1)))).toBe('QUANTITY_ABOVE_MAXIMUM')
  })

  it('NOTIONAL_BELOW_MINIMUM: at the limit, the trigger, or the best price that a market order meets', () => {
    const venue = openVenue({ minNotional: '0.5' })
    const [trader, maker] = [openAccount(venue), openAccount(venue)]
    expect(venue.submit(limit(trader, 'buy', 1000, 4))).toMatchObject({ code: 'NOTIONAL_BELOW_MINIMUM', limit: '0.5', actual: '0.4' })
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 5)))).toBe('ok')
    expect(codeOf(venue.submit(order(trader, 'buy', { type: 'stop', trigger: ticks(1000) }, 4)))).toBe('NOTIONAL_BELOW_MINIMUM')
    accepted(venue.submit(limit(maker, 'sell', 1200, 100)))
    expect(codeOf(venue.submit(marketOrder(trader, 'buy', 4)))).toBe('NOTIONAL_BELOW_MINIMUM')
    expect(codeOf(venue.submit(marketOrder(trader, 'buy', 5)))).toBe('ok')
  })

  it('INSUFFICIENT_FUNDS: counts what other orders hold, to the last unit', () => {
    const venue = openVenue()
    const trader = openAccount(venue, { USD: '1.0026', BTC: '0.003' })
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 11)))).toBe('INSUFFICIENT_FUNDS')
    const id = accepted(venue.submit(limit(trader, 'buy', 1000, 10)))
    expect(venue.submit(limit(trader, 'buy', 1, 1))).toMatchObject({ code: 'INSUFFICIENT_FUNDS', limit: '0', actual: '0.00010026' })
    venue.cancel(trader, id)
    expect(codeOf(venue.submit(limit(trader, 'buy', 1, 1)))).toBe('ok')
    expect(codeOf(venue.submit(limit(trader, 'sell', 2000, 4)))).toBe('INSUFFICIENT_FUNDS')
    expect(codeOf(venue.submit(limit(trader, 'sell', 2000, 3)))).toBe('ok')
    expect(codeOf(venue.submit(marketOrder(trader, 'sell', 1)))).toBe('INSUFFICIENT_FUNDS')
  })

  it('POST_ONLY_WOULD_TAKE: also for an own order on the other side', () => {
    const venue = openVenue()
    const trader = openAccount(venue)
    accepted(venue.submit(limit(trader, 'sell', 1000, 1)))
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 1, { postOnly: true })))).toBe('POST_ONLY_WOULD_TAKE')
    expect(codeOf(venue.submit(limit(trader, 'buy', 999, 1, { postOnly: true })))).toBe('ok')
  })

  it('post-only with ioc or fok contradicts itself: what does not take cannot be filled at once', () => {
    const venue = openVenue()
    const trader = openAccount(venue)
    accepted(venue.submit(limit(trader, 'buy', 1000, 1, { postOnly: true, timeInForce: 'ioc' })))
    expect(venue.openOrderCount(trader)).toBe(0)
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 1, { postOnly: true, timeInForce: 'fok' })))).toBe('FOK_NOT_FILLABLE')
  })

  it('NO_LIQUIDITY: a market order without anybody on the other side', () => {
    const venue = openVenue()
    expect(codeOf(venue.submit(marketOrder(openAccount(venue), 'sell', 1)))).toBe('NO_LIQUIDITY')
  })

  it('TOO_MANY_ORDERS: counts open and untriggered orders of one market, not what cannot rest', () => {
    const venue = openVenue()
    const trader = venue.openAccount({ name: 'trader', balances: { USD: '1000', BTC: '1' }, maxOpenOrders: 2 })
    accepted(venue.submit(limit(trader, 'buy', 1000, 1)))
    const stop = accepted(venue.submit(order(trader, 'sell', { type: 'stop', trigger: ticks(900) }, 1)))
    expect(venue.submit(limit(trader, 'buy', 1000, 1))).toMatchObject({ code: 'TOO_MANY_ORDERS', limit: '2', actual: '2' })
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 1, { timeInForce: 'ioc' })))).toBe('ok')
    venue.cancel(trader, stop)
    expect(codeOf(venue.submit(limit(trader, 'buy', 1000, 1)))).toBe('ok')
  })

  it('VENUE_BUSY: so many of a million submits, the same ones for the same seed', () => {
    const storm = (seed: number) => {
      const venue = openVenue()
      const trader = openAccount(venue)
      venue.setRejection(250_000, seed)
      return Array.from({ length: 2000 }, () => codeOf(venue.submit(limit(trader, 'buy', 1000, 1, { timeInForce: 'ioc' }))))
    }
    const refused = storm(1).filter((code) => code === 'VENUE_BUSY').length
    expect(refused).toBeGreaterThan(400)
    expect(refused).toBeLessThan(600)
    expect(storm(1)).toEqual(storm(1))
    expect(storm(2)).not.toEqual(storm(1))
  })
})

describe('a venue', () => {
  it('refuses instruments whose books could not be exact, and two of one symbol', () => {
    const [instrument] = openVenue().instruments
    if (instrument === undefined) throw new Error('no instrument')
    const open =
      (...changes: object[]) =>
      () =>
        createVenue({ now: startTime, instruments: changes.map((change) => ({ ...instrument, ...change })) })
    expect(open({ tickSize: '0.0000000001', lotSize: '0.000000001' })).toThrow(/finer than money/)
    expect(open({ makerFeePpm: -1 })).toThrow(/fee/)
    expect(open({ takerFeePpm: 0.5 })).toThrow(/fee/)
    expect(open({ lotSize: '0' })).toThrow(/positive/)
    expect(open({}, {})).toThrow(/same symbol/)
  })

  it('throws for an account or market that does not exist, where nothing could be answered', () => {
    const venue = openVenue()
    expect(() => venue.balances(3 as AccountId)).toThrow(/account 3/)
    expect(() => venue.bestBid(3 as MarketIndex)).toThrow(/market 3/)
    expect(() => venue.deposit(0 as AccountId, 'USD', '1')).toThrow(/account 0/)
    const trader = openAccount(venue, { USD: '5' })
    expect(() => venue.deposit(trader, 'USD', 'much')).toThrow(/decimal/)
    expect(() => venue.deposit(trader, 'USD', '-5.01')).toThrow(/withdraw/)
    expect(() => venue.advance(micros(Number.NaN))).toThrow(/time/)
  })

  it('an account that cannot be opened is not there', () => {
    const venue = openVenue()
    expect(() => openAccount(venue, { USD: '1', BTC: 'some' })).toThrow(/decimal/)
    expect(() => openAccount(venue, { USD: '-1' })).toThrow(/debts/)
    expect(venue.accountCount).toBe(0)
  })
})
