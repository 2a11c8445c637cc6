import { type Money, noMoney, notional, type Ticks } from '@strategraph/market-model'
import { lots as toLots, money } from '../market/amounts.ts'
import type { Accounts, Books } from './books.ts'

/** The ledger contradicts itself: no entries until a person has looked. */
export interface LedgerMismatch {
  readonly code: 'LEDGER_MISMATCH'
  readonly law: 'double-entry' | 'lots-are-invested' | 'lots-are-position' | 'equity'
  readonly expected: Money
  readonly actual: Money
}

/**
 * The laws that hold after every event, exactly: the accounts balance; the invested account is the lots' entry value; and
 * realized + unrealized - fees + flows = spot cash + position x mark, whose right side knows nothing of lots. The last one
 * holds for any mark, so the present event's price serves.
 */
export function findMismatch(
  accounts: Accounts,
  books: Books,
  markOf: (book: { readonly lots: readonly { readonly price: Ticks }[] }) => Ticks,
): LedgerMismatch | undefined {
  let invested = noMoney
  let unrealized = noMoney
  let worth = accounts.spotCash
  for (const book of books.values()) {
    if (book.lots.length === 0 && book.net === 0) continue
    const mark = markOf(book)
    let net = 0
    for (const lot of book.lots) {
      const sign = lot.side === 'long' ? 1 : -1
      const entry = notional(lot.price, toLots(lot.lots), book.market.perTickLot)
      invested = money(invested + entry)
      const value = notional(mark, toLots(lot.lots), book.market.perTickLot)
      unrealized = money(unrealized + (sign === 1 ? value - entry : entry - value))
      net += sign * lot.lots
    }
    if (net !== book.net) return mismatch('lots-are-position', money(BigInt(net)), money(BigInt(book.net)))
    worth = money(worth + notional(mark, toLots(book.net), book.market.perTickLot))
  }
  const left = money(accounts.cash + accounts.invested + accounts.fees)
  const right = money(accounts.flows + accounts.realized)
  if (left !== right) return mismatch('double-entry', right, left)
  if (invested !== accounts.invested) return mismatch('lots-are-invested', invested, accounts.invested)
  const equity = money(accounts.realized + unrealized - accounts.fees + accounts.flows)
  return equity === worth ? undefined : mismatch('equity', worth, equity)
}

const mismatch = (law: LedgerMismatch['law'], expected: Money, actual: Money): LedgerMismatch => ({
  code: 'LEDGER_MISMATCH',
  law,
  expected,
  actual,
})
