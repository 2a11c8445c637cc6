import { type Fill, moneyFromText, notional } from '@strategraph/market-model'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lots, money, orderId, ticks } from '../market/amounts.ts'
import { marketOf } from '../market/market.ts'
import { feeOn, rateOf } from '../market/rate.ts'
import { testInstrument } from '../testing/hand-driven-run.ts'
import { createLedger, type Ledger } from './ledger.ts'

const markets = [marketOf(testInstrument()), marketOf(testInstrument({ symbol: 'ETH/USD', tickSize: '0.05', lotSize: '0.001' }))]
const [btc] = markets
if (btc === undefined) throw new Error('no market')

function fillOf(n: number, side: 'buy' | 'sell', price: number, quantity: number, market = btc): Fill {
  const fee = feeOn(notional(ticks(price), lots(quantity), market?.perTickLot ?? money(0n)), rateOf(0.0026))
  return {
    tradeId: `t${n}`,
    orderId: orderId(`node#${n}`),
    instrument: market?.id ?? fail(),
    time: n,
    side,
    price: ticks(price),
    quantity: lots(quantity),
    fee,
    liquidity: 'taker',
  }
}
const fail = (): never => {
  throw new Error('no market')
}
const post = (ledger: Ledger, fill: Fill, closes?: string) =>
  ledger.post({ fill, row: fill.time, ...(closes === undefined ? {} : { closes: orderId(closes) }) })

const anyFill = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  price: fc.integer({ min: 1, max: 10_000_000 }),
  quantity: fc.integer({ min: 1, max: 1_000_000_000 }),
  market: fc.constantFrom(...markets),
  closes: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
})

describe('ledger', () => {
  it('keeps every law exactly, whatever fills come in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyFill, { minLength: 1, maxLength: 40 }), (fills) => {
        const ledger = createLedger(moneyFromText('12345.678'), markets)
        const closed = fills.flatMap(({ side, price, quantity, market, closes }, n) => {
          const posted = post(ledger, fillOf(n, side, price, quantity, market), closes === undefined ? undefined : `node#${closes}`)
          expect(posted.mismatch).toBeUndefined()
          return posted.closed
        })
        expect(closed.reduce((sum, piece) => sum + piece.gross, 0n)).toBe(ledger.accounts.realized)
        // Fees of closed pieces and of open lots together are all fees, to the last 10^-18.
        const open = [...ledger.books.values()].flatMap((book) => book.lots)
        const fees = closed.reduce((sum, { entry, exit }) => sum + entry.fee + exit.fee, 0n) + open.reduce((sum, lot) => sum + lot.fee, 0n)
        expect(fees).toBe(ledger.accounts.fees)
        // Lots of one book are all on one side.
        for (const book of ledger.books.values()) expect(new Set(book.lots.map(({ side }) => side)).size).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('counts each trade id once', () => {
    const ledger = createLedger(moneyFromText('1000'), markets)
    post(ledger, fillOf(1, 'buy', 1000, 5))
    const before = { ...ledger.accounts }
    expect(post(ledger, fillOf(1, 'buy', 1000, 5)).opened).toBe(0)
    expect(ledger.accounts).toEqual(before)
    expect(ledger.book(fillOf(1, 'buy', 1, 1).instrument).net).toBe(5)
  })

  it('closes the oldest lot first, or the lots of the entry that is named', () => {
    const ledger = createLedger(moneyFromText('1000000'), markets)
    post(ledger, fillOf(1, 'buy', 100, 10))
    post(ledger, fillOf(2, 'buy', 200, 10))
    expect(post(ledger, fillOf(3, 'sell', 300, 4), 'node#2').closed.map(({ entry, lots: count }) => [entry.orderId, count])).toEqual([
      ['node#2', 4],
    ])
    expect(post(ledger, fillOf(4, 'sell', 300, 12)).closed.map(({ entry, lots: count }) => [entry.orderId, count])).toEqual([
      ['node#1', 10],
      ['node#2', 2],
    ])
  })

  it('turns a position round: what is left of a fill opens a new lot', () => {
    const ledger = createLedger(moneyFromText('1000000'), markets)
    post(ledger, fillOf(1, 'buy', 100, 10))
    const { closed, opened } = post(ledger, fillOf(2, 'sell', 90, 25))
    expect([closed.length, opened, ledger.book(fillOf(1, 'buy', 1, 1).instrument).net]).toEqual([1, 15, -15])
    expect(closed[0]?.gross).toBe(notional(ticks(-10), lots(10), btc.perTickLot))
  })

  it('says which law is broken when an account or a lot is tampered with', () => {
    const tamper = (change: (ledger: Ledger) => void) => {
      const ledger = createLedger(moneyFromText('1000'), markets)
      post(ledger, fillOf(1, 'buy', 1000, 5))
      change(ledger)
      return post(ledger, fillOf(2, 'sell', 1100, 2)).mismatch?.law
    }
    expect(tamper(() => {})).toBeUndefined()
    expect(tamper(({ accounts }) => (accounts.cash = money(accounts.cash + 1n)))).toBe('double-entry')
    expect(tamper(({ accounts }) => (accounts.spotCash = money(accounts.spotCash - 1n)))).toBe('equity')
    expect(tamper(({ books }) => books.forEach((book) => (book.net += 1)))).toBe('lots-are-position')
    expect(
      tamper(({ accounts }) => {
        accounts.invested = money(accounts.invested + 1n)
        accounts.cash = money(accounts.cash - 1n)
      }),
    ).toBe('lots-are-invested')
  })

  it('counts deposits as flows, not as profit', () => {
    const ledger = createLedger(moneyFromText('1000'), markets)
    post(ledger, fillOf(1, 'sell', 1000, 5))
    expect(ledger.deposit(moneyFromText('250'))).toBeUndefined()
    expect(ledger.accounts.realized).toBe(0n)
    expect(post(ledger, fillOf(2, 'buy', 900, 5)).mismatch).toBeUndefined()
  })

  it('foresees the cash that closing sets free', () => {
    const ledger = createLedger(moneyFromText('1000000'), markets)
    post(ledger, fillOf(1, 'sell', 100, 10))
    post(ledger, fillOf(2, 'sell', 120, 10))
    const foreseen = ledger.cashAfterClosing(btc.id, 15, ticks(90))
    const fill = fillOf(3, 'buy', 90, 15)
    post(ledger, fill)
    expect(money(ledger.accounts.cash + fill.fee)).toBe(foreseen)
  })
})
