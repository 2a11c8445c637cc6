import type { Broker, Clock, Money } from '@strategraph/market-model'
import type { SimulatedBrokerOptions, VenueAccount } from './simulated-broker.ts'

/** What a broker is made with. `clock` = close of the bar at which is decided. */
export interface BrokerContext extends SimulatedBrokerOptions {
  readonly account: RunAccount
}

export interface RunAccount extends VenueAccount {
  /** Cash as a spot account counts it: what buys cost and sells brought in, fees taken. */
  readonly spotCash: () => Money
}

/**
 * A venue that fills orders by itself, between bars, instead of the rules for closed bars. Its broker reports between the
 * session's calls, never within one: nodes of one moment all see the same portfolio.
 */
export interface RunVenue {
  readonly createBroker: (context: BrokerContext) => Broker
  /** Market time; ahead of the last bar where bars come late. Entries are refused once a bar's successor has closed (STALE_DATA). */
  readonly clock: Clock
}
