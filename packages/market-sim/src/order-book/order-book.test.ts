import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NaiveBook } from '../testing/naive-book.ts'
import type { NaiveTrade } from '../testing/naive-book.ts'
import { bookEvent, cancelCause, eventAmounts, eventWords, noLevel, refusalCause } from './event-log.ts'
import { buySide, OrderBook, orderFlag, sellSide } from './order-book.ts'

/** [kind, order, other, side, price, quantity, rest, level] each. */
function readEvents(book: OrderBook): number[][] {
  const { words, amounts, length } = book.events
  const events = Array.from({ length }, (_, event) => [
    ...words.subarray(event * eventWords, (event + 1) * eventWords),
    ...amounts.subarray(event * eventAmounts, (event + 1) * eventAmounts),
  ])
  book.events.clear()
  return events
}

const sell = (book: OrderBook, price: number, quantity: number, more: { owner?: number; flags?: number; display?: number } = {}) =>
  book.submit(sellSide, price, quantity, more.owner ?? 0, more.flags ?? 0, more.display ?? 0)
const buy = (book: OrderBook, price: number, quantity: number, more: { owner?: number; flags?: number; display?: number } = {}) =>
  book.submit(buySide, price, quantity, more.owner ?? 0, more.flags ?? 0, more.display ?? 0)

describe('order book', () => {
  it('tells of resting orders and their level, then of trades in the order of price and time', () => {
    const book = new OrderBook()
    const [late, early, cheap] = [sell(book, 101, 5), sell(book, 101, 5), sell(book, 100, 5)]
    expect(readEvents(book)).toEqual([
      [bookEvent.rested, late, 0, sellSide, 101, 5, 0, 5],
      [bookEvent.rested, early, 0, sellSide, 101, 5, 0, 10],
      [bookEvent.rested, cheap, 0, sellSide, 100, 5, 0, 5],
    ])
    const taker = buy(book, 101, 12)
    expect(readEvents(book)).toEqual([
      [bookEvent.trade, taker, cheap, sellSide, 100, 5, 0, 0],
      [bookEvent.trade, taker, late, sellSide, 101, 5, 0, 5],
      [bookEvent.trade, taker, early, sellSide, 101, 2, 3, 3],
    ])
    expect([book.bestBid, book.bestAsk]).toEqual([0, 101])
  })

  it('an order that is not filled whole rests with the rest at its own limit', () => {
    const book = new OrderBook()
    sell(book, 100, 5)
    buy(book, 102, 8)
    expect([book.bestBid, book.visibleAt(102), book.bestAsk]).toEqual([102, 3, 0])
  })

  it('immediate: what is left is canceled', () => {
    const book = new OrderBook()
    sell(book, 100, 5)
    readEvents(book)
    const taker = buy(book, 102, 8, { flags: orderFlag.immediate })
    expect(readEvents(book).at(-1)).toEqual([bookEvent.canceled, taker, cancelCause.immediateRest, buySide, 102, 3, 0, noLevel])
    expect(book.bestBid).toBe(0)
  })

  it('whole: refused without any change where one lot is missing', () => {
    const book = new OrderBook()
    sell(book, 100, 5)
    sell(book, 103, 5)
    readEvents(book)
    const refused = buy(book, 102, 6, { flags: orderFlag.whole | orderFlag.immediate })
    expect(readEvents(book)).toEqual([[bookEvent.refused, refused, refusalCause.notFillable, buySide, 102, 6, 0, noLevel]])
    buy(book, 103, 6, { flags: orderFlag.whole | orderFlag.immediate })
    expect(book.visibleAt(103)).toBe(4)
  })

  it('whole: the hidden part of an iceberg counts', () => {
    const book = new OrderBook()
    sell(book, 100, 50, { display: 5 })
    buy(book, 100, 50, { flags: orderFlag.whole | orderFlag.immediate })
    expect([book.bestAsk, book.bestBid]).toEqual([0, 0])
  })

  it('whole: what an iceberg hides behind an order of the same owner cannot be reached', () => {
    const book = new OrderBook()
    sell(book, 100, 10, { owner: 1, display: 2 })
    sell(book, 100, 1, { owner: 2 })
    readEvents(book)
    buy(book, 100, 3, { owner: 2, flags: orderFlag.whole | orderFlag.immediate })
    expect(readEvents(book).map(([kind]) => kind)).toEqual([bookEvent.refused])
    buy(book, 100, 2, { owner: 2, flags: orderFlag.whole | orderFlag.immediate })
    expect(book.visibleAt(100)).toBe(3)
  })

  it('post-only: refused where it would take, else it rests', () => {
    const book = new OrderBook()
    sell(book, 100, 5)
    readEvents(book)
    const refused = buy(book, 100, 1, { flags: orderFlag.postOnly })
    expect(readEvents(book)).toEqual([[bookEvent.refused, refused, refusalCause.wouldTake, buySide, 100, 1, 0, noLevel]])
    buy(book, 99, 1, { flags: orderFlag.postOnly })
    expect(book.bestBid).toBe(99)
  })

  it('an iceberg shows one slice; the next one queues behind its level', () => {
    const book = new OrderBook()
    const iceberg = sell(book, 100, 12, { display: 5 })
    const other = sell(book, 100, 4)
    expect(book.visibleAt(100)).toBe(9)
    readEvents(book)
    const taker = buy(book, 100, 11)
    expect(readEvents(book).filter(([kind]) => kind === bookEvent.trade)).toEqual([
      [bookEvent.trade, taker, iceberg, sellSide, 100, 5, 7, 9],
      [bookEvent.trade, taker, other, sellSide, 100, 4, 0, 5],
      [bookEvent.trade, taker, iceberg, sellSide, 100, 2, 5, 3],
    ])
    expect([book.visibleAt(100), book.visibleOf(iceberg), book.hiddenOf(iceberg)]).toEqual([3, 3, 2])
  })

  it('reduce keeps the place in the queue and takes from the hidden part first', () => {
    const book = new OrderBook()
    const first = sell(book, 100, 10, { display: 4 })
    sell(book, 100, 10)
    book.reduce(first, 6, 4)
    expect([book.visibleOf(first), book.hiddenOf(first)]).toEqual([4, 2])
    book.reduce(first, 3, 4)
    expect([book.visibleOf(first), book.hiddenOf(first), book.visibleAt(100)]).toEqual([3, 0, 13])
    readEvents(book)
    const taker = buy(book, 100, 1)
    expect(readEvents(book)[0]).toEqual([bookEvent.trade, taker, first, sellSide, 100, 1, 2, 12])
  })

  it.each([
    ['the newer order', 0, [['canceled', 'taker']], { bid: 0, ask: 100 }],
    ['the older order', orderFlag.cancelOldest, [['canceled', 'maker'], ['trade']], { bid: 101, ask: 0 }],
    [
      'both',
      orderFlag.cancelBoth,
      [
        ['canceled', 'taker'],
        ['canceled', 'maker'],
      ],
      { bid: 0, ask: 101 },
    ],
  ] as const)('two orders of one owner never trade: %s is canceled', (_, flags, expected, best) => {
    const book = new OrderBook()
    const maker = sell(book, 100, 5, { owner: 7 })
    sell(book, 101, 5, { owner: 8 })
    readEvents(book)
    const taker = buy(book, 101, 8, { owner: 7, flags })
    const told = readEvents(book)
      .filter(([kind]) => kind === bookEvent.trade || kind === bookEvent.canceled)
      .map(([kind, order]) =>
        kind === bookEvent.trade ? ['trade'] : ['canceled', order === taker ? 'taker' : order === maker ? 'maker' : '?'],
      )
    expect(told).toEqual(expected)
    expect({ bid: book.bestBid, ask: book.bestAsk }).toEqual(best)
  })

  it('quantities up to 2^53 - 1 and prices up to 2^31 - 1 stay exact', () => {
    const book = new OrderBook()
    sell(book, 2_147_483_647, Number.MAX_SAFE_INTEGER)
    buy(book, 2_147_483_647, 1)
    expect(book.visibleAt(2_147_483_647)).toBe(Number.MAX_SAFE_INTEGER - 1)
  })
})

interface Command {
  readonly type: 'submit' | 'cancel' | 'reduce'
  readonly isBuy: boolean
  readonly price: number
  readonly quantity: number
  readonly owner: number
  readonly flags: number
  readonly display: number
  /** Picks one of the resting orders. */
  readonly pick: number
}

/** Few prices and owners, so that orders meet; sometimes a far one, so that the best price jumps. */
const command: fc.Arbitrary<Command> = fc.record({
  type: fc.constantFrom('submit', 'submit', 'submit', 'cancel', 'reduce'),
  isBuy: fc.boolean(),
  price: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 62, max: 66 }) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 5000 }) }),
  quantity: fc.integer({ min: 1, max: 30 }),
  owner: fc.integer({ min: 0, max: 2 }),
  flags: fc.constantFrom(0, 0, 0, 1, 2, 3, 3, 4, 5, 8, 9, 11, 16, 17, 19),
  display: fc.constantFrom(0, 1, 3, 10),
  pick: fc.nat(),
})

describe('order book against a sorted array', () => {
  it('trades, queues, best prices and told levels are equal over random orders; the book is never crossed', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 120 }), (commands) => {
        const book = new OrderBook()
        const naive = new NaiveBook()
        /** Handle in the book of every order that rests in the naive one. */
        const handles = new Map<number, number>()
        const told = new Map<string, number>()
        for (const { type, isBuy, price, quantity, owner, flags, display, pick } of commands) {
          const side = isBuy ? buySide : sellSide
          const picked = naive.orders.length === 0 ? undefined : naive.orders[pick % naive.orders.length]
          let trades: NaiveTrade[] = []
          let taker = 0
          let takerId = 0
          if (type === 'submit') {
            taker = book.submit(side, price, quantity, owner, flags, display)
            ;({ id: takerId, trades } = naive.submit({ side, price, quantity, owner, flags, display }))
            handles.set(takerId, taker)
          } else if (picked !== undefined && type === 'cancel') {
            book.cancel(handles.get(picked.id) ?? 0)
            naive.cancel(picked.id)
          } else if (picked !== undefined) {
            const rest = 1 + (quantity % (picked.visible + picked.hidden))
            book.reduce(handles.get(picked.id) ?? 0, rest, picked.display)
            naive.reduce(picked.id, rest)
          }
          const events = readEvents(book)
          expect(events.filter(([kind]) => kind === bookEvent.trade).map(([, ...rest]) => rest.slice(0, 6))).toEqual(
            trades.map(({ maker, price: at, quantity: traded, makerRest }) => [taker, handles.get(maker), 1 - side, at, traded, makerRest]),
          )
          for (const [, , , levelSide, levelPrice, , , level = noLevel] of events) {
            if (level !== noLevel) told.set(`${levelSide}:${levelPrice}`, level)
          }
          checkQueues(book, naive, handles, told)
        }
      }),
      { numRuns: 300 },
    )
  })
})

function checkQueues(book: OrderBook, naive: NaiveBook, handles: ReadonlyMap<number, number>, told: ReadonlyMap<string, number>): void {
  const levels = new Map<string, number>()
  for (const side of [buySide, sellSide]) {
    const queue: number[][] = []
    for (let price = book.bestOf(side); price !== 0; price = book.priceBehind(side, price)) {
      levels.set(`${side}:${price}`, book.visibleAt(price))
      let count = 0
      for (let order = book.firstOf(price); order !== 0; order = book.behind(order)) {
        queue.push([order, price, book.visibleOf(order), book.hiddenOf(order)])
        count += 1
      }
      expect(book.ordersAt(price)).toBe(count)
    }
    expect(queue).toEqual(naive.queue(side).map(({ id, price, visible, hidden }) => [handles.get(id), price, visible, hidden]))
  }
  expect(new Map([...told].filter(([, visible]) => visible > 0))).toEqual(levels)
  expect(book.bestBid < (book.bestAsk === 0 ? Number.POSITIVE_INFINITY : book.bestAsk)).toBe(true)
}
