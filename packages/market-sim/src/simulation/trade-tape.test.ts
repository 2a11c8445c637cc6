import type { Lots, Ticks } from '@strategraph/market-model'
import { expect, it } from 'vitest'
import { accepted, limit, market, openAccount, openVenue } from '../testing/venue-fixture.ts'
import type { Micros, VenueTrade } from '../venue/venue-types.ts'
import { keptTrades, TradeTape } from './trade-tape.ts'

it('what a tape gives back is what the venue told, fees included, also after a snapshot', () => {
  const venue = openVenue()
  const [one, two] = [openAccount(venue), openAccount(venue)]
  const tape = new TradeTape(market, venue)
  const told: VenueTrade[] = []
  venue.observe({ onPassingTrade: (trade) => tape.push(trade), onTrade: (trade) => told.push(trade) })
  for (const [index, side] of (['buy', 'sell', 'buy', 'sell'] as const).entries()) {
    venue.advance((venue.now + 1000) as Micros)
    accepted(venue.submit(limit(one, side, 1000 + index, 7)))
    const kind = index % 2 === 0 ? ({ type: 'market' } as const) : ({ type: 'limit', price: (1000 + index) as Ticks } as const)
    accepted(venue.submit({ account: two, market, side: side === 'buy' ? 'sell' : 'buy', kind, quantity: 5 as Lots }))
    venue.cancelAll(one)
  }
  expect(told).toHaveLength(4)
  expect(tape.newest(10)).toEqual(told)
  expect(tape.newest(2)).toEqual(told.slice(2))
  expect(tape.newest(2, told[2]?.time)).toEqual(told.slice(1, 3))
  const restored = new TradeTape(market, venue, JSON.parse(JSON.stringify(tape.snapshot())))
  expect(restored.newest(10)).toEqual(told)
})

it('a full tape forgets its oldest trades', () => {
  const venue = openVenue()
  const [one, two] = [openAccount(venue), openAccount(venue)]
  const tape = new TradeTape(market, venue)
  venue.observe({ onPassingTrade: (trade) => tape.push(trade) })
  accepted(venue.submit(limit(one, 'sell', 1000, 1)))
  accepted(venue.submit(limit(two, 'buy', 1000, 1)))
  const [first] = tape.newest(1)
  if (first === undefined) throw new Error('no trade')
  for (let id = 2; id <= keptTrades + 3; id += 1) tape.push({ ...first, id })
  const ids = tape.newest(Number.POSITIVE_INFINITY).map(({ id }) => id)
  expect(ids).toHaveLength(keptTrades)
  expect([ids[0], ids.at(-1)]).toEqual([4, keptTrades + 3])
  expect(new TradeTape(market, venue, tape.snapshot()).newest(Number.POSITIVE_INFINITY)).toEqual(tape.newest(Number.POSITIVE_INFINITY))
})
