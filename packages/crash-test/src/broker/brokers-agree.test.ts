import { testVenue } from '@strategraph/trading-engine/testing'
import { brokerContract } from '../testing/broker-contract.ts'
import { venueHarness } from '../testing/venue-harness.ts'

brokerContract('fills against bars', (options) => {
  const desk = testVenue(options)
  return { desk, moveTo: (price) => desk.bar(price) }
})

brokerContract('orders at a venue', venueHarness)
