import { type Money, tickLots, type Ticks } from '@strategraph/market-model'
import { lots as toLots, money } from '../market/amounts.ts'
import { minus, plus, times, type Whole } from '../market/whole.ts'
import type { Accounts, Book, Settled } from './books.ts'

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
 * holds for any mark, so the present event's price serves, and for other books the price of a lot.
 */
export function findMismatch(
  accounts: Accounts,
  books: readonly Book[],
  mark: { readonly book: Book | undefined; readonly price: Ticks },
): LedgerMismatch | undefined {
  let invested = 0n
  let unrealized = 0n
  let worth: bigint = accounts.spotCash
  for (const book of books) {
    if (book.lots.length === 0 && book.net === 0) continue
    const { perTickLot } = book.market
    let net = 0
    let entered = 0n
    let paid = 0n
    for (const { side, price, lots } of book.lots) {
      const value = tickLots(price, toLots(lots))
      entered += value
      paid += side === 'long' ? value : -value
      net += side === 'long' ? lots : -lots
    }
    if (net !== book.net) return mismatch('lots-are-position', money(BigInt(net)), money(BigInt(book.net)))
    const marked = tickLots(book === mark.book ? mark.price : (book.lots[0]?.price ?? mark.price), toLots(net))
    invested += entered * perTickLot
    unrealized += (marked - paid) * perTickLot
    worth += marked * perTickLot
  }
  const left = money(accounts.cash + accounts.invested + accounts.fees)
  const right = money(accounts.flows + accounts.realized)
  if (left !== right) return mismatch('double-entry', right, left)
  if (invested !== accounts.invested) return mismatch('lots-are-invested', money(invested), accounts.invested)
  const equity = money(accounts.realized + unrealized - accounts.fees + accounts.flows)
  return equity === worth ? undefined : mismatch('equity', money(worth), equity)
}

/**
 * Whether the same laws hold for what is settled and for each book by itself, in ticks x lots. Then they hold for the accounts,
 * which are the sums; where they do not, `findMismatch` has the last word. No mark is needed: it stands on both sides.
 */
export function lawsHold({ cash, invested, fees, realized, flows, spotCash }: Settled, books: readonly Book[]): boolean {
  if (invested !== 0n || realized !== 0n || spotCash !== cash || cash + fees !== flows) return false
  for (const book of books) if (!isConsistent(book)) return false
  return true
}

function isConsistent({ lots, net, moved }: Book): boolean {
  let position = 0
  let entered: Whole = 0
  let paid: Whole = 0
  for (const lot of lots) {
    const value = times(lot.price, lot.lots)
    entered = plus(entered, value)
    paid = lot.side === 'long' ? plus(paid, value) : minus(paid, value)
    position += lot.side === 'long' ? lot.lots : -lot.lots
  }
  return (
    position === net &&
    moved.invested === entered &&
    plus(moved.cash, moved.invested) === moved.realized &&
    minus(moved.realized, paid) === moved.spotCash
  )
}

const mismatch = (law: LedgerMismatch['law'], expected: Money, actual: Money): LedgerMismatch => ({
  code: 'LEDGER_MISMATCH',
  law,
  expected,
  actual,
})
