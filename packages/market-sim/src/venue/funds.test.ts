import { moneyFromText } from '@strategraph/market-model'
import type { Lots, Money, Side, Ticks } from '@strategraph/market-model'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { btcUsd, openVenue, startTime } from '../testing/venue-fixture.ts'
import { feeTerms } from './fee-terms.ts'
import { Funds, largestCount } from './funds.ts'
import { marketRules } from './market-rules.ts'
import { openState } from './open-venue.ts'
import type { MarketIndex, VenueInstrument } from './venue-types.ts'

const fine: Partial<VenueInstrument> = { tickSize: '0.000000001', lotSize: '0.00000001', makerFeePpm: 1234, takerFeePpm: 56_789 }

function openFunds(instrument: Partial<VenueInstrument>) {
  const state = openState({ instruments: [{ ...btcUsd, ...instrument }], now: startTime })
  const market = state.markets[0]
  if (market === undefined) throw new Error('no market')
  return { market, fees: state.fees, funds: new Funds([market.terms], state.marketsOf, state.fees) }
}

// Most sums stay counts, some pass the largest count, some are too large to be counted at all.
const lots = fc.oneof(
  fc.integer({ min: 1, max: 1000 }),
  fc.integer({ min: largestCount / 4, max: largestCount }),
  fc.maxSafeInteger().map((value) => Math.abs(value) + 1),
)
const price = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2_147_483_647 }))
const step = fc.record({
  type: fc.constantFrom('hold' as const, 'free' as const, 'trade' as const),
  side: fc.constantFrom<Side>('buy', 'sell'),
  lots,
  price,
  isMaker: fc.boolean(),
})

it.each([
  ['fees that are whole', {}],
  ['fees that are rounded', fine],
])('funds are those of big integers, whatever is held and traded: %s', (_, instrument) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { market, funds, fees } = openFunds(instrument)
      const { maker, taker } = market.terms
      let [base, quote, heldBase, heldQuote, paid] = [0n, 0n, 0n, 0n, 0n]
      for (const { type, side, lots: amount, price: at, isMaker } of steps) {
        const fee = isMaker ? maker : taker
        if (type === 'trade') {
          const units = BigInt(at) * BigInt(amount)
          const sign = side === 'buy' ? 1n : -1n
          base += sign * BigInt(amount) * market.rules.perLot
          quote -= sign * units * market.rules.perTickLot + fee.of(units)
          paid += fee.of(units)
          funds.trade(market, side, amount, at, !isMaker)
        } else {
          const signed = type === 'hold' ? amount : -amount
          if (side === 'sell') heldBase += BigInt(signed) * market.rules.perLot
          else heldQuote += BigInt(signed) * fee.costPerLot(at)
          funds.hold(market, side, signed, at, isMaker)
        }
        const free = base - heldBase
        // Never wrong; undecided only where the double is very near.
        for (const needed of [free - 1n, free, free + 1n, free / 2n, 2n * free]) {
          const answer = funds.compare(market.base, Number(needed), Math.abs(Number(needed)))
          expect([0, free > needed ? 1 : -1]).toContain(answer)
        }
      }
      expect([funds.total(market.base), funds.held(market.base)]).toEqual([base, heldBase])
      expect([funds.total(market.quote), funds.held(market.quote)]).toEqual([quote, heldQuote])
      expect(funds.free(market.quote)).toBe(quote - heldQuote)
      expect(fees[market.quote] ?? 0n).toBe(paid)
    }),
  )
})

it('plain amounts are compared by doubles alone', () => {
  const { market, funds } = openFunds({})
  funds.credit(market.quote, moneyFromText('1000'))
  funds.hold(market, 'buy', 5, 1000, false)
  expect(funds.compare(market.quote, 9e20, 9e20)).toBe(1)
  expect(funds.compare(market.quote, 11e20, 11e20)).toBe(-1)
})

it('affords answers as a comparison with what is affordable, up to the last lot', () => {
  const venue = openVenue()
  const market = 0 as MarketIndex
  const account = venue.openAccount({ name: 'one', balances: { USD: '1000.0000000001', BTC: '0.0035' } })
  fc.assert(
    fc.property(price, (at) => {
      const ticks = at as Ticks
      for (const [side, most] of [
        ['buy', venue.affordable(account, market, ticks)],
        ['sell', venue.freeBase(account, market)],
      ] as const) {
        for (const quantity of [most - 1, most, most + 1, 1, 2 * most + 1]) {
          expect(venue.affords(account, market, side, ticks, quantity as Lots)).toBe(quantity <= most)
        }
      }
    }),
  )
})

it('the nearest double of a cost is the cost, but for the last bits', () => {
  for (const instrument of [btcUsd, { ...btcUsd, ...fine }]) {
    const rules = marketRules(instrument)
    const { taker } = feeTerms({ makerPpm: instrument.makerFeePpm, takerPpm: instrument.takerFeePpm }, rules)
    fc.assert(
      fc.property(price, fc.integer({ min: 1, max: 1_000_000 }), (at, amount) => {
        const exact = (BigInt(amount) * taker.costPerLot(at)) as Money
        expect(Math.abs(taker.nearestCostOf(at, amount) / Number(exact) - 1)).toBeLessThan(1e-15)
      }),
    )
  }
})
