import {
  type Fill,
  type InstrumentId,
  type Money,
  moneyFromText,
  moneyToNumber,
  noMoney,
  type OrderId,
  quantityOf,
  type Time,
} from '@strategraph/market-model'
import { createLedger, type Ledger, type Posted } from '../ledger/ledger.ts'
import { lots, money } from '../market/amounts.ts'
import { lookup } from '../market/lookup.ts'
import { inMoney, minus, plus } from '../market/whole.ts'
import type { MarketState } from './markets.ts'

const day = 86_400_000

/** The ledger with the doubles that a bar's equity needs: recomputed at a fill, constant between fills. */
export interface Account {
  readonly ledger: Ledger
  readonly initialCash: number
  /** Equity = base + sum of quantity x close over the markets. */
  base(): number
  cash(): number
  /** Fees deducted. */
  realizedPnl(): number
  traded(): bigint
  entriesOn(time: Time): number
  isInPosition(): boolean
  post(fill: Fill, options: { readonly row: number; readonly closes: OrderId | undefined; readonly isEntry: boolean }): Posted
  equity(): number
  /** With one instrument at another price than its last close. */
  equityAt(instrument: InstrumentId, price: number): number
  market(instrument: InstrumentId): MarketState
}

export function createAccount(initialCash: string, markets: readonly MarketState[]): Account {
  const ledger = createLedger(
    moneyFromText(initialCash),
    markets.map(({ market }) => market),
  )
  const books = [...ledger.books.values()]
  const figures = { base: 0, entryDay: Number.NaN, entries: 0, positions: 0 }
  const cash = remembered()
  const realizedPnl = remembered()
  let traded: bigint = 0n

  const find = lookup(markets, ({ market }) => market.id)
  const marketOf = (instrument: InstrumentId) => {
    const market = find(instrument)
    if (market === undefined) throw new RangeError(`no market ${instrument} in this run`)
    return market
  }

  function refresh(): void {
    // Cash + invested - signed cost, with one multiplication a book.
    let base: bigint = ledger.settled()
    figures.positions = 0
    for (const { market, moved, signedCost, net } of books) {
      base += inMoney(minus(plus(moved.cash, moved.invested), signedCost), market.perTickLot)
      if (net !== 0) figures.positions += 1
    }
    figures.base = moneyToNumber(money(base))
  }
  refresh()

  return {
    ledger,
    initialCash: figures.base,
    base: () => figures.base,
    cash: () => cash(ledger.cash()),
    realizedPnl: () => realizedPnl(money(ledger.accounts.realized - ledger.accounts.fees)),
    traded() {
      let sum = traded
      for (const { traded: rest, market } of markets) sum += inMoney(rest, market.perTickLot)
      return sum
    },
    isInPosition: () => figures.positions > 0,
    entriesOn: (time) => (Math.floor(time / day) === figures.entryDay ? figures.entries : 0),
    post(fill, { row, closes, isEntry }) {
      const posted = ledger.post(closes === undefined ? { fill, row } : { fill, row, closes })
      const state = marketOf(fill.instrument)
      const { net, signedCost } = ledger.book(fill.instrument)
      // Summed as doubles as long as these are exact.
      const sum = plus(state.traded, posted.value)
      if (typeof sum === 'number') state.traded = sum
      else {
        traded += inMoney(sum, state.market.perTickLot)
        state.traded = 0
      }
      state.quantity = quantityOf(lots(net), state.market.scale)
      state.cost = signedCost === 0 ? 0 : moneyToNumber(inMoney(signedCost, state.market.perTickLot))
      if (isEntry && posted.opened > 0) {
        const today = Math.floor(fill.time / day)
        figures.entries = today === figures.entryDay ? figures.entries + 1 : 1
        figures.entryDay = today
      }
      refresh()
      return posted
    },
    equity() {
      let equity = figures.base
      for (const { quantity, close } of markets) if (quantity !== 0) equity += quantity * close
      return equity
    },
    equityAt(instrument, price) {
      let equity = figures.base
      for (const { quantity, close, market } of markets) if (quantity !== 0) equity += quantity * (market.id === instrument ? price : close)
      return equity
    },
    market: marketOf,
  }
}

/** The double of an amount that is read often and changes seldom. */
function remembered(): (amount: Money) => number {
  let last = noMoney
  let value = 0
  return (amount) => {
    if (amount !== last) {
      last = amount
      value = moneyToNumber(amount)
    }
    return value
  }
}
