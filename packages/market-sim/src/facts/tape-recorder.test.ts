import { describe, expect, it } from 'vitest'
import { limit, market, micros, openAccount, openVenue, startTime } from '../testing/venue-fixture.ts'
import { recordTape } from './tape-recorder.ts'
import { aggressiveOrders } from './tick-tape.ts'

describe('tape recorder', () => {
  it('a sweep through two levels is two fills, one aggressive order and one quote', () => {
    const venue = openVenue()
    const maker = openAccount(venue)
    const taker = openAccount(venue)
    venue.submit(limit(maker, 'buy', 999, 5))
    venue.submit(limit(maker, 'sell', 1001, 2))
    venue.submit(limit(maker, 'sell', 1003, 4))
    const recorder = recordTape(venue, market)
    venue.advance(micros(startTime + 2500))
    venue.submit(limit(taker, 'buy', 1005, 3))
    venue.advance(micros(startTime + 9000))
    venue.submit(limit(maker, 'buy', 998, 7))

    const tape = recorder.tape()
    expect([...tape.trades.price]).toEqual([100.1, 100.3])
    expect([...tape.trades.quantity]).toEqual([2, 1])
    expect([...tape.trades.sign]).toEqual([1, 1])
    expect([...aggressiveOrders(tape).quantity]).toEqual([3])
    // The bid at 998 is behind the best one: no news.
    expect([...tape.quotes.time]).toEqual([startTime, startTime + 2500])
    expect([...tape.quotes.ask]).toEqual([100.1, 100.3])
    expect([...tape.quotes.askQuantity]).toEqual([2, 3])
    expect([...tape.quotes.bid]).toEqual([99.9, 99.9])
  })

  it('hears nothing more after its stop', () => {
    const venue = openVenue()
    const recorder = recordTape(venue, market)
    const [maker, taker] = [openAccount(venue), openAccount(venue)]
    venue.submit(limit(maker, 'buy', 999, 5))
    venue.submit(limit(maker, 'sell', 1001, 5))
    recorder.stop()
    venue.submit(limit(taker, 'sell', 999, 1))
    expect(recorder.tape().trades.time).toHaveLength(0)
    expect(recorder.tape().quotes.time).toHaveLength(1)
  })
})
