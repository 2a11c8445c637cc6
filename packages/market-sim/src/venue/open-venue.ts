import type { Money } from '@strategraph/market-model'
import { OrderBook } from '../order-book/order-book.ts'
import { seedRandom } from '../random.ts'
import { Expiries } from './expiries.ts'
import { feeTerms } from './fee-terms.ts'
import { Funds } from './funds.ts'
import { marketRules } from './market-rules.ts'
import { OrderIndex } from './order-index.ts'
import { AccountAudience, Outbox } from './outbox.ts'
import { makeTriggers } from './triggers.ts'
import { assetIndex, nothing } from './venue-state.ts'
import type { Account, Market, VenueState } from './venue-state.ts'
import type { AccountId, AccountOptions, MarketIndex, VenueInstrument, VenueOptions } from './venue-types.ts'

const defaultMaxOpenOrders = 10_000

/** A venue without accounts. Throws RangeError for instruments that it cannot keep exact books of, and for a symbol that occurs twice. */
export function openState({ instruments, now }: VenueOptions): VenueState {
  const assets = [...new Set(instruments.flatMap(({ base, quote }) => [base, quote]))]
  const symbols = new Set(instruments.map(({ symbol }) => symbol))
  if (symbols.size !== instruments.length) throw new RangeError('two instruments have the same symbol')
  const markets = instruments.map((instrument, index) => openMarket(instrument, index as MarketIndex, assets))
  return {
    markets,
    assets,
    marketsOf: assets.map((_, asset) => markets.filter(({ base, quote }) => base === asset || quote === asset)),
    accounts: [],
    orders: new OrderIndex(),
    expiries: new Expiries(),
    outbox: new Outbox(),
    fees: [],
    now,
    lastOrderId: 0,
    lastLedgerId: 0,
    rejection: { ppm: 0, random: seedRandom(0, 'rejection') },
  }
}

/** Throws RangeError for fees that are none. */
export function addAccount(state: VenueState, { name, maxOpenOrders, feeTier, observer }: Omit<AccountOptions, 'balances'>): Account {
  const terms = state.markets.map(({ rules, terms: usual }) => (feeTier === undefined ? usual : feeTerms(feeTier, rules)))
  const account: Account = {
    id: state.accounts.length as AccountId,
    name,
    maxOpenOrders: maxOpenOrders ?? defaultMaxOpenOrders,
    feeTier,
    terms,
    funds: new Funds(terms, state.marketsOf, state.fees),
    openOrders: [],
    audience: new AccountAudience(),
    first: undefined,
    last: undefined,
    openCount: 0,
  }
  if (observer !== undefined) account.audience.add(observer)
  state.accounts.push(account)
  return account
}

/** Throws RangeError for a withdrawal (negative) of more than is free. */
export function deposit(state: VenueState, account: Account, asset: string, amount: Money): void {
  const index = assetIndex(state, asset)
  if (amount + account.funds.free(index) < 0n) throw new RangeError(`${account.name} has not so much ${asset} to withdraw`)
  account.funds.credit(index, amount)
  if (amount !== 0n) state.outbox.ledger(state, account, index, amount > 0n ? 'deposit' : 'withdrawal', amount, nothing)
}

function openMarket(instrument: VenueInstrument, index: MarketIndex, assets: readonly string[]): Market {
  const rules = marketRules(instrument)
  return {
    index,
    instrument,
    rules,
    terms: feeTerms({ makerPpm: instrument.makerFeePpm, takerPpm: instrument.takerFeePpm }, rules),
    base: assets.indexOf(instrument.base),
    quote: assets.indexOf(instrument.quote),
    book: new OrderBook(),
    records: [],
    triggers: makeTriggers(),
    mode: 'online',
    lastPrice: 0,
    tradeCount: 0,
  }
}
