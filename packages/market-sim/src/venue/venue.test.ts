import { moneyToText } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { accepted, book, codeOf, limit, market, marketOrder, openAccount, openVenue, ticks } from '../testing/venue-fixture.ts'
import type { AccountId, FeeTier, Venue } from './venue-types.ts'
import { restoreVenue } from './venue.ts'

function balances(venue: Venue, account: AccountId): Record<string, [total: string, held: string]> {
  return Object.fromEntries(venue.balances(account).map(({ asset, total, held }) => [asset, [moneyToText(total), moneyToText(held)]]))
}

describe('limit and market orders', () => {
  it('a limit order rests at its price and holds notional and taker fee', () => {
    const venue = openVenue()
    const buyer = openAccount(venue, { USD: '1000' })
    accepted(venue.submit(limit(buyer, 'buy', 5000, 1000)))
    expect(book(venue)).toEqual({ bids: [[5000, 1000]], asks: [] })
    expect(balances(venue, buyer)['USD']).toEqual(['1000', '501.3'])
  })

  it('a post-only buy holds the maker fee only', () => {
    const venue = openVenue()
    const buyer = openAccount(venue, { USD: '1000' })
    accepted(venue.submit(limit(buyer, 'buy', 5000, 1000, { postOnly: true })))
    expect(balances(venue, buyer)['USD']).toEqual(['1000', '500.8'])
  })

  it('a crossing order trades at the price of the resting one; both pay their fee and get their holds back', () => {
    const venue = openVenue()
    const [maker, taker] = [openAccount(venue, { BTC: '1' }), openAccount(venue, { USD: '1000' })]
    accepted(venue.submit(limit(maker, 'sell', 5000, 1000)))
    accepted(venue.submit(limit(taker, 'buy', 6000, 400)))
    expect(balances(venue, maker)).toEqual({ BTC: ['0.6', '0.6'], USD: ['199.68', '0'] })
    expect(balances(venue, taker)).toEqual({ BTC: ['0.4', '0'], USD: ['799.48', '0'] })
    expect(moneyToText(venue.fees('USD'))).toBe('0.84')
    expect(venue.lastPrice(market)).toBe(5000)
  })

  it('a market order takes price by price and never rests', () => {
    const venue = openVenue()
    const [maker, taker] = [openAccount(venue), openAccount(venue)]
    for (const price of [5002, 5000, 5001]) accepted(venue.submit(limit(maker, 'sell', price, 10)))
    accepted(venue.submit(marketOrder(taker, 'buy', 25)))
    expect(book(venue)).toEqual({ bids: [], asks: [[5002, 5]] })
    accepted(venue.submit(marketOrder(taker, 'buy', 25)))
    expect(venue.openOrderCount(taker)).toBe(0)
    expect(codeOf(venue.submit(marketOrder(taker, 'buy', 25)))).toBe('NO_LIQUIDITY')
  })

  it('a market buy that the account cannot pay in full is refused whole', () => {
    const venue = openVenue()
    const [maker, taker] = [openAccount(venue), openAccount(venue, { USD: '100' })]
    accepted(venue.submit(limit(maker, 'sell', 1000, 500)))
    accepted(venue.submit(limit(maker, 'sell', 1001, 500)))
    expect(codeOf(venue.submit(marketOrder(taker, 'buy', 998)))).toBe('INSUFFICIENT_FUNDS')
    accepted(venue.submit(marketOrder(taker, 'buy', 996)))
    expect(venue.affordable(taker, market, ticks(1001))).toBe(0)
  })
})

describe('fee tiers', () => {
  it('an account with terms of its own pays and holds these, in all markets, after a restore too', () => {
    const opened = openVenue()
    const maker = opened.openAccount({ name: 'maker', balances: { BTC: '1' }, feeTier: { makerPpm: 0, takerPpm: 500 } })
    const taker = opened.openAccount({ name: 'taker', balances: { USD: '1000' }, feeTier: { makerPpm: 100, takerPpm: 200 } })
    const venue = restoreVenue(JSON.parse(JSON.stringify(opened.snapshot())))
    accepted(venue.submit(limit(maker, 'sell', 5000, 1000)))
    accepted(venue.submit(limit(taker, 'buy', 5000, 400)))
    accepted(venue.submit(limit(taker, 'buy', 4000, 100)))
    accepted(venue.submit(limit(taker, 'buy', 4000, 100, { postOnly: true })))
    expect(balances(venue, maker)['USD']).toEqual(['200', '0'])
    expect(balances(venue, taker)['USD']).toEqual(['799.96', '80.012'])
    expect(moneyToText(venue.fees('USD'))).toBe('0.04')
    expect(venue.affordable(taker, market, ticks(4000))).toBe(1799)
  })

  it('are refused where they are no fees', () => {
    const open = (feeTier: FeeTier) => () => openVenue().openAccount({ name: 'x', balances: {}, feeTier })
    expect(open({ makerPpm: -1, takerPpm: 0 })).toThrow(/fee/)
    expect(open({ makerPpm: 0, takerPpm: 1_000_000 })).toThrow(/fee/)
  })
})
