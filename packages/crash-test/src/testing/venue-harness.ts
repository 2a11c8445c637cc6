import type { Lots, Ticks } from '@strategraph/market-model'
import { createVenue, type MarketIndex, type Micros, type Venue } from '@strategraph/market-sim'
import type { Rate } from '@strategraph/trading-engine'
import { testDesk } from '@strategraph/trading-engine/testing'
import { type MarginAccount, openMarginAccount } from '../broker/margin-account.ts'
import { createVenueBroker, type VenueBroker } from '../broker/venue-broker.ts'
import type { BrokerHarness, HarnessOptions } from './broker-contract.ts'

export const market = 0 as MarketIndex
const plenty = 1_000_000 as Lots

export interface VenueHarness extends BrokerHarness {
  readonly venue: Venue
  readonly account: MarginAccount
  readonly broker: VenueBroker
  readonly refused: readonly string[]
  /** Orders of the other side of the market. */
  quote(price: number, quantity: number): void
  trade(side: 'buy' | 'sell', quantity: number): void
  clear(): void
  /** Time passes, and the broker gets its turn every 100 ms. */
  wait(seconds: number): void
}

/** The venue broker over a real venue; the whole market is one account of the test. */
export function venueHarness({
  rules,
  cash = '100000',
  minQuantity,
}: HarnessOptions & { readonly minQuantity?: string } = {}): VenueHarness {
  const ppm = (rate: Rate | undefined) =>
    rate === undefined ? 0 : Math.round((1_000_000 * Number(rate.numerator)) / Number(rate.denominator))
  const refused: string[] = []
  let made: { venue: Venue; account: MarginAccount; broker: VenueBroker } | undefined
  let ms = 0
  const desk = testDesk({
    cash,
    ...(rules === undefined ? {} : { rules }),
    createBroker(context) {
      const [{ instrument } = { instrument: undefined }] = context.markets
      if (instrument === undefined) throw new Error('no market')
      const venue = createVenue({
        instruments: [{ ...instrument, makerFeePpm: 0, takerFeePpm: 0, ...(minQuantity === undefined ? {} : { minQuantity }) }],
        now: 0 as Micros,
      })
      const account = openMarginAccount({
        venue,
        commands: venue,
        initialCash: cash,
        feeTier: { makerPpm: ppm(rules?.makerFee), takerPpm: ppm(rules?.takerFee) },
        priceOf: () => 100,
      })
      const broker = createVenueBroker({
        venue,
        commands: venue,
        account: account.id,
        context,
        now: () => ms,
        onRefused: (_, code) => refused.push(code),
      })
      made = { venue, account, broker }
      return broker
    },
  })
  if (made === undefined) throw new Error('no broker was made')
  const { venue, account, broker } = made
  const rich = { USD: '1000000000000', BTC: '1000000000' }
  const others = venue.openAccount({ name: 'others', balances: rich })
  /** Trades with them: nobody can with themselves. */
  const passer = venue.openAccount({ name: 'passer', balances: rich })
  const rest = (side: 'buy' | 'sell', quantity: Lots, price: number) =>
    venue.submit({ account: others, market, side, quantity, kind: { type: 'limit', price: price as Ticks } })
  /** Takes what is there at the price or better. */
  const sweep = (side: 'buy' | 'sell', quantity: Lots, price: number) =>
    venue.submit({ account: passer, market, side, quantity, kind: { type: 'limit', price: price as Ticks }, timeInForce: 'ioc' })
  const poll = (times: number) => {
    for (let time = 0; time < times; time++) {
      ms += 100
      desk.present.time = ms
      venue.advance((ms * 1000) as Micros)
      broker.send()
    }
  }
  const harness: VenueHarness = {
    desk,
    venue,
    account,
    broker,
    refused,
    clear: () => void venue.cancelAll(others),
    quote(price, quantity) {
      rest('sell', quantity as Lots, price + 1)
      rest('buy', quantity as Lots, price)
    },
    trade: (side, quantity) => void venue.submit({ account: passer, market, side, quantity: quantity as Lots, kind: { type: 'market' } }),
    wait: (seconds) => poll(seconds * 10),
    moveTo(price) {
      harness.clear()
      sweep('sell', plenty, price)
      sweep('buy', plenty, price)
      harness.quote(price, plenty)
      harness.trade('sell', 1)
      poll(3)
    },
  }
  return harness
}
