import { moneyFromText } from '@strategraph/market-model'
import type { Money } from '@strategraph/market-model'
import { OrderBook } from '../order-book/order-book.ts'
import { seedRandom } from '../random.ts'
import { Expiries } from './expiries.ts'
import { marketRules } from './market-rules.ts'
import { Outbox } from './outbox.ts'
import { makeTriggers } from './triggers.ts'
import { assetIndex, freeOf, nothing, totalOf } from './venue-state.ts'
import type { Account, Market, VenueState } from './venue-state.ts'
import type { AccountId, AccountObserver, MarketIndex, VenueInstrument, VenueOptions } from './venue-types.ts'

/** A venue without accounts. Throws RangeError for instruments that it cannot keep exact books of, and for a symbol that occurs twice. */
export function openState({ instruments, now }: VenueOptions): VenueState {
  const assets = [...new Set(instruments.flatMap(({ base, quote }) => [base, quote]))]
  const symbols = new Set(instruments.map(({ symbol }) => symbol))
  if (symbols.size !== instruments.length) throw new RangeError('two instruments have the same symbol')
  return {
    markets: instruments.map((instrument, index) => openMarket(instrument, index as MarketIndex, assets)),
    assets,
    accounts: [],
    orders: new Map(),
    expiries: new Expiries(),
    outbox: new Outbox(),
    fees: [],
    now,
    lastOrderId: 0,
    lastLedgerId: 0,
    rejection: { ppm: 0, random: seedRandom(0, 'rejection') },
  }
}

export function addAccount(state: VenueState, name: string, maxOpenOrders: number, observer: AccountObserver | undefined): Account {
  const account: Account = {
    id: state.accounts.length as AccountId,
    name,
    maxOpenOrders,
    total: [],
    held: [],
    openOrders: [],
    observers: observer === undefined ? [] : [observer],
    first: undefined,
    last: undefined,
    openCount: 0,
  }
  state.accounts.push(account)
  return account
}

/** Throws RangeError for text that is no amount, and for a withdrawal (negative) of more than is free. */
export function deposit(state: VenueState, account: Account, asset: string, text: string): void {
  const amount = moneyFromText(text)
  const index = assetIndex(state, asset)
  if (amount + freeOf(account, index) < 0n) throw new RangeError(`${account.name} has not ${text} ${asset} to withdraw`)
  account.total[index] = (totalOf(account, index) + amount) as Money
  if (amount === 0n) return
  state.outbox.ledger(state, account, index, { cause: amount > 0n ? 'deposit' : 'withdrawal', amount, fee: nothing, tradeId: undefined })
}

function openMarket(instrument: VenueInstrument, index: MarketIndex, assets: readonly string[]): Market {
  return {
    index,
    instrument,
    rules: marketRules(instrument),
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
