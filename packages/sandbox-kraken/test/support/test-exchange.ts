import { instrumentId, type Lots, type Side, type Ticks } from '@strategraph/market-model'
import { type AccountId, createVenue, type MarketIndex, type Micros, type Venue, type VenueInstrument } from '@strategraph/market-sim'
import {
  createSandboxKraken,
  type CreatedAccount,
  type SandboxKraken,
  type SandboxOptions,
  serveSandbox,
  type ServedSandbox,
  type ServeOptions,
  venueMarket,
} from '../../src/index.ts'

function instrument(symbol: string, tickSize: string, minQuantity: string): VenueInstrument {
  const [base = '', quote = ''] = symbol.split('/')
  return {
    id: instrumentId('sandbox', symbol),
    venue: 'sandbox',
    symbol,
    base,
    quote,
    tickSize,
    lotSize: '0.00000001',
    minQuantity,
    minNotional: quote === 'USD' ? '0.5' : '0.00002',
    makerFeePpm: 2500,
    takerFeePpm: 4000,
  }
}

export const instruments: readonly VenueInstrument[] = [
  instrument('BTC/USD', '0.1', '0.00005'),
  instrument('ETH/USD', '0.01', '0.001'),
  instrument('ETH/BTC', '0.00001', '0.001'),
  instrument('DOGE/USD', '0.0000001', '10'),
]

export interface TestExchange {
  readonly sandbox: SandboxKraken
  readonly served: ServedSandbox
  readonly venue: Venue
  readonly crowd: Crowd
  close(): Promise<void>
}

/** Everybody else in the market. */
export interface Crowd {
  /** Rests in the book of BTC/USD, or takes what is there; price in dollars, quantity in bitcoin. */
  limit(side: Side, price: number, quantity: number, symbol?: string): void
  market(side: Side, quantity: number): void
  /** Ten levels a side, a dollar apart, one bitcoin each, around 60,000. */
  fillBook(): void
  cancelAll(): void
}

export function createCrowd(venue: Venue): Crowd {
  const balances = { BTC: '1000000', USD: '100000000000', ETH: '1000000', DOGE: '100000000' }
  const account: AccountId = venue.openAccount({ name: 'makers', balances })
  const taker: AccountId = venue.openAccount({ name: 'takers', balances })
  const marketOf = (symbol: string): MarketIndex => {
    const market = venue.marketOf(symbol)
    if (market === undefined) throw new RangeError(symbol)
    return market
  }
  const lots = (quantity: number) => Math.round(quantity * 1e8) as Lots
  const limit: Crowd['limit'] = (side, price, quantity, symbol = 'BTC/USD') => {
    const market = marketOf(symbol)
    const ticks = Math.round(price / Number(venue.instruments[market]?.tickSize)) as Ticks
    const result = venue.submit({ account, market, side, kind: { type: 'limit', price: ticks }, quantity: lots(quantity) })
    if (!result.ok) throw new Error(result.message)
  }
  return {
    limit,
    market(side, quantity) {
      const result = venue.submit({ account: taker, market: marketOf('BTC/USD'), side, kind: { type: 'market' }, quantity: lots(quantity) })
      if (!result.ok) throw new Error(result.message)
    },
    fillBook() {
      for (let level = 1; level <= 10; level += 1) {
        limit('buy', 60_000 - level, 1)
        limit('sell', 60_000 + level, 1)
      }
    },
    cancelAll: () => void venue.cancelAll(account),
  }
}

export interface ExchangeOptions extends Omit<SandboxOptions, 'market'> {
  readonly tls?: ServeOptions['tls']
}

/** A served exchange over a bare venue with a full book and one trade at 60,001. The market's clock follows the real one. */
export async function startExchange({ tls, ...options }: ExchangeOptions = {}): Promise<TestExchange> {
  const venue = createVenue({ instruments, now: (Date.now() * 1000) as Micros })
  const market = venueMarket(venue)
  const crowd = createCrowd(venue)
  crowd.fillBook()
  crowd.market('buy', 0.01)
  const sandbox = createSandboxKraken({ market, seed: 'test', heartbeatMs: 50, ...options })
  const served = await serveSandbox(sandbox, tls === undefined ? {} : { tls })
  const clock = setInterval(() => venue.advance((Date.now() * 1000) as Micros), 10)
  return {
    sandbox,
    served,
    venue,
    crowd,
    async close() {
      clearInterval(clock)
      sandbox.close()
      await served.close()
    },
  }
}

export const traderOf = (exchange: TestExchange, name = 'trader'): CreatedAccount => exchange.sandbox.createAccount({ name, tier: 'pro' })
