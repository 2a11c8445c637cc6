import { instrumentId } from '@strategraph/market-model'
import type { Money } from '@strategraph/market-model'
import fc from 'fast-check'
import { createVenue } from '../venue/venue.ts'
import type {
  AccountId,
  AccountObserver,
  FeeTier,
  MarketIndex,
  MarketMode,
  Venue,
  VenueInstrument,
  VenueOrderId,
  VenueOrderKind,
  VenueOrderRequest,
} from '../venue/venue-types.ts'
import { btcUsd, lots, micros, startTime, ticks } from './venue-fixture.ts'

/** Three markets that share currencies. In the third a fee is nearly always rounded: tick x lot is 10 units of money. */
export const instruments: readonly VenueInstrument[] = [
  { ...btcUsd, maxQuantity: '1000' },
  { ...btcUsd, id: instrumentId('sandbox', 'ETH/USD'), symbol: 'ETH/USD', base: 'ETH', minQuantity: '0.002', minNotional: '0.05' },
  {
    ...btcUsd,
    id: instrumentId('sandbox', 'ETH/BTC'),
    symbol: 'ETH/BTC',
    base: 'ETH',
    quote: 'BTC',
    tickSize: '0.000000001',
    lotSize: '0.00000001',
    makerFeePpm: 1234,
    takerFeePpm: 56_789,
  },
]

export const deposits: readonly Readonly<Record<string, string>>[] = [
  { USD: '1000', BTC: '1', ETH: '1' },
  { USD: '50', BTC: '0.02', ETH: '0.5' },
  { USD: '3', ETH: '0.01', BTC: '0.00000000000000001' },
]

export const feeTiers: readonly (FeeTier | undefined)[] = [undefined, { makerPpm: 0, takerPpm: 777 }, undefined]

export type Command =
  | { readonly type: 'submit'; readonly request: VenueOrderRequest }
  | {
      readonly type: 'amend'
      readonly pick: number
      readonly quantity?: number
      readonly price?: number
      readonly trigger?: number
      readonly display?: number
    }
  | { readonly type: 'cancel'; readonly pick: number }
  | { readonly type: 'cancelAll'; readonly account: number; readonly market: number | undefined }
  | { readonly type: 'advance'; readonly micros: number }
  | { readonly type: 'mode'; readonly market: number; readonly mode: MarketMode }
  | { readonly type: 'rejection'; readonly ppm: number }
  | { readonly type: 'deposit'; readonly account: number; readonly asset: string; readonly amount: string }

// Orders meet within ten ticks; a few are far, or no price at all.
const price = fc
  .oneof({ weight: 20, arbitrary: fc.integer({ min: 100, max: 109 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 5000 }) })
  .map(ticks)
const quantity = fc
  .oneof({ weight: 20, arbitrary: fc.integer({ min: 1, max: 60 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 2_000_000 }) })
  .map(lots)
const offset = fc.oneof(
  fc.record({ ticks: fc.integer({ min: 1, max: 6 }).map(ticks) }),
  fc.record({ ppm: fc.integer({ min: 1, max: 50_000 }) }),
)
const account = fc.integer({ min: 0, max: deposits.length - 1 }).map((index) => index as AccountId)
const market = fc.constantFrom(0, 0, 0, 1, 2, 2).map((index) => index as MarketIndex)

const limitKind = fc.record(
  { type: fc.constant('limit' as const), price, postOnly: fc.boolean(), display: fc.integer({ min: 1, max: 9 }).map(lots) },
  { requiredKeys: ['type', 'price'] },
)
const kind: fc.Arbitrary<VenueOrderKind> = fc.oneof(
  { weight: 8, arbitrary: limitKind },
  { weight: 3, arbitrary: fc.constant({ type: 'market' as const }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('stop' as const, 'take-profit' as const), trigger: price }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('stop-limit' as const, 'take-profit-limit' as const), trigger: price, price }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('trailing-stop' as const), offset }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('trailing-stop-limit' as const),
      offset,
      limitOffset: fc.integer({ min: -4, max: 4 }).map(ticks),
    }),
  },
)

const request: fc.Arbitrary<VenueOrderRequest> = fc
  .record(
    {
      account,
      market,
      side: fc.constantFrom('buy' as const, 'sell' as const),
      kind,
      quantity,
      timeInForce: fc.constantFrom('gtc' as const, 'gtc' as const, 'ioc' as const, 'fok' as const, 'gtd' as const),
      reduceOnly: fc.boolean(),
      selfTradePrevention: fc.constantFrom('cancel-newest' as const, 'cancel-oldest' as const, 'cancel-both' as const),
      tag: fc.string({ maxLength: 3 }),
      quoteBudget: fc.bigInt({ min: 0n, max: 5n * 10n ** 18n }).map((amount) => amount as Money),
      lifetime: fc.integer({ min: 0, max: 2_000_000 }),
    },
    { requiredKeys: ['account', 'market', 'side', 'kind', 'quantity', 'lifetime'] },
  )
  // Most draws would be refused if budget and expiry came where they have no place.
  .map(({ lifetime, quoteBudget, ...order }) => ({
    ...order,
    ...(order.timeInForce === 'gtd' && { expiresAt: micros(startTime + lifetime) }),
    ...(order.kind.type === 'market' && order.side === 'buy' && quoteBudget !== undefined && { quoteBudget }),
  }))

const pick = fc.nat()

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ type: fc.constant('submit' as const), request }) },
  {
    weight: 6,
    arbitrary: fc.record(
      { type: fc.constant('amend' as const), pick, quantity, price, trigger: price, display: fc.integer({ min: 1, max: 9 }) },
      { requiredKeys: ['type', 'pick'] },
    ),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('cancel' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('cancelAll' as const), account, market: fc.option(market, { nil: undefined }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('advance' as const), micros: fc.integer({ min: 0, max: 300_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('mode' as const),
      market,
      mode: fc.constantFrom<MarketMode>(
        'online',
        'online',
        'online',
        'online',
        'online',
        'online',
        'post_only',
        'limit_only',
        'cancel_only',
        'maintenance',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rejection' as const), ppm: fc.constantFrom(0, 0, 300_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('deposit' as const),
      account,
      asset: fc.constantFrom('USD', 'BTC', 'ETH'),
      amount: fc.constantFrom('0.5', '3'),
    }),
  },
)

export function openMarkets(): Venue {
  const venue = createVenue({ instruments, now: startTime })
  deposits.forEach((balances, index) => {
    const feeTier = feeTiers[index]
    venue.openAccount({ name: `account ${index}`, balances, maxOpenOrders: 6, ...(feeTier && { feeTier }) })
  })
  return venue
}

/** Mostly an open order, sometimes one that has never been or is no more. */
function picked(venue: Venue, pick: number): { readonly id: VenueOrderId; readonly owner: AccountId } {
  const open = deposits.flatMap((_, index) => venue.openOrders(index as AccountId))
  const order = open[pick % (open.length + 1)]
  return { id: order?.id ?? (pick as VenueOrderId), owner: order?.account ?? (0 as AccountId) }
}

/** What was answered, as text. */
export function run(venue: Venue, command: Command): string {
  const { id, owner } = picked(venue, 'pick' in command ? command.pick : 0)
  switch (command.type) {
    case 'submit':
      return text(venue.submit(command.request))
    case 'amend':
      return text(
        venue.amend({
          account: owner,
          orderId: id,
          ...(command.quantity !== undefined && { quantity: lots(command.quantity) }),
          ...(command.price !== undefined && { price: ticks(command.price) }),
          ...(command.trigger !== undefined && { trigger: ticks(command.trigger) }),
          ...(command.display !== undefined && { display: lots(command.display) }),
        }),
      )
    case 'cancel':
      return text(venue.cancel(owner, id))
    case 'cancelAll':
      return text(venue.cancelAll(command.account as AccountId, command.market as MarketIndex | undefined))
    case 'advance':
      venue.advance(micros(venue.now + command.micros))
      return ''
    case 'mode':
      venue.setMode(command.market as MarketIndex, command.mode)
      return ''
    case 'rejection':
      venue.setRejection(command.ppm, 5)
      return ''
    case 'deposit':
      venue.deposit(command.account as AccountId, command.asset, command.amount)
      return ''
  }
}

/** Everything that observers hear, as text. */
export function listen(venue: Venue): string[] {
  const heard: string[] = []
  const observer: AccountObserver = {
    onOrder: (order, change) => heard.push(`order ${change} ${text(order)}`),
    onFill: (trade, order, liquidity) => heard.push(`fill ${liquidity} ${order.id} ${text(trade)}`),
    onLedger: (entry) => heard.push(`ledger ${text(entry)}`),
    onEnd: (id, reason) => heard.push(`end ${id} ${reason}`),
  }
  deposits.forEach((_, index) => venue.observeAccount(index as AccountId, observer))
  venue.observe({
    onTrade: (trade) => heard.push(`trade ${text(trade)}`),
    onLevel: (...level) => heard.push(`level ${level.join(' ')}`),
    onMode: (...mode) => heard.push(`mode ${mode.join(' ')}`),
  })
  return heard
}

export function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner))
}
