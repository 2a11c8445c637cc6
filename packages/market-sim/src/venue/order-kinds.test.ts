import { moneyToText } from '@strategraph/market-model'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  accepted,
  book,
  limit,
  lots,
  market,
  marketOrder,
  micros,
  money,
  openAccount,
  openVenue,
  order,
  startTime,
  ticks,
} from '../testing/venue-fixture.ts'
import type { AccountId, OrderChange, Venue, VenueOrder, VenueOrderId } from './venue-types.ts'

let venue: Venue
let maker: AccountId
let trader: AccountId
/** What the trader heard of its orders. */
let heard: { readonly change: OrderChange; readonly order: VenueOrder }[]

beforeEach(() => {
  venue = openVenue()
  maker = openAccount(venue)
  trader = openAccount(venue)
  heard = []
  venue.observeAccount(trader, { onOrder: (order, change) => heard.push({ order, change }) })
})

/** Two outsiders trade one lot at a price between the best ones. What that triggers may trade elsewhere at once. */
function tradeAt(price: number): void {
  const traded: number[] = []
  const leave = venue.observe({ onTrade: (trade) => traded.push(trade.price) })
  const [seller, buyer] = [openAccount(venue), openAccount(venue)]
  accepted(venue.submit(limit(seller, 'sell', price, 1)))
  accepted(venue.submit(limit(buyer, 'buy', price, 1)))
  leave()
  expect(traded).toContain(price)
}

const changesOf = (id: VenueOrderId) => heard.filter(({ order }) => order.id === id).map(({ change }) => change)
const last = () => heard.at(-1)?.order

describe('time in force', () => {
  it('ioc: takes what is there within its limit, the rest is canceled', () => {
    accepted(venue.submit(limit(maker, 'sell', 1000, 5)))
    accepted(venue.submit(limit(trader, 'buy', 1001, 8, { timeInForce: 'ioc' })))
    expect(last()).toMatchObject({ status: 'canceled', endReason: 'IOC_REST', filled: 5 })
    expect(venue.balance(trader, 'USD').held).toBe(0n)
  })

  it('fok: whole or refused', () => {
    accepted(venue.submit(limit(maker, 'sell', 1000, 5)))
    expect(venue.submit(limit(trader, 'buy', 1000, 6, { timeInForce: 'fok' }))).toMatchObject({
      code: 'FOK_NOT_FILLABLE',
      limit: '5',
      actual: '6',
    })
    accepted(venue.submit(limit(trader, 'buy', 1000, 5, { timeInForce: 'fok' })))
    expect(last()).toMatchObject({ status: 'filled', filled: 5 })
  })

  it('fok: own orders in between do not count; with cancel-oldest they are passed over and canceled', () => {
    const own = accepted(venue.submit(limit(trader, 'sell', 1000, 5)))
    accepted(venue.submit(limit(maker, 'sell', 1001, 5)))
    const request = limit(trader, 'buy', 1001, 5, { timeInForce: 'fok' })
    expect(venue.submit(request)).toMatchObject({ code: 'FOK_NOT_FILLABLE' })
    accepted(venue.submit({ ...request, selfTradePrevention: 'cancel-oldest' }))
    expect(last()).toMatchObject({ status: 'filled', filled: 5 })
    expect(heard.find(({ order }) => order.id === own && order.status === 'canceled')?.order.endReason).toBe('SELF_TRADE')
  })

  it('gtd: ends at its time, not a microsecond before, in the order of expiry and then of acceptance', () => {
    const ids = [30, 10, 20, 10].map((after) =>
      accepted(venue.submit(limit(trader, 'buy', 1000, 1, { timeInForce: 'gtd', expiresAt: micros(startTime + after) }))),
    )
    heard = []
    expect(venue.nextExpiry).toBe(startTime + 10)
    venue.advance(micros(startTime + 9))
    expect(heard).toEqual([])
    venue.advance(micros(startTime + 25))
    expect(heard.map(({ order }) => [order.id, order.status, order.endReason, order.changedAt - startTime])).toEqual([
      [ids[1], 'expired', 'EXPIRED', 10],
      [ids[3], 'expired', 'EXPIRED', 10],
      [ids[2], 'expired', 'EXPIRED', 20],
    ])
    expect([venue.now, venue.nextExpiry]).toEqual([startTime + 25, startTime + 30])
    venue.cancelAll(trader)
    expect(venue.nextExpiry).toBe(Number.POSITIVE_INFINITY)
  })

  it('gtd: an untriggered order expires too', () => {
    accepted(
      venue.submit(
        order(trader, 'sell', { type: 'stop', trigger: ticks(900) }, 1, { timeInForce: 'gtd', expiresAt: micros(startTime + 5) }),
      ),
    )
    venue.advance(micros(startTime + 5))
    tradeAt(800)
    expect(last()).toMatchObject({ status: 'expired', filled: 0 })
  })

  it('time never goes back', () => {
    venue.advance(micros(startTime + 100))
    venue.advance(micros(startTime + 50))
    expect(venue.now).toBe(startTime + 100)
  })

  it('many orders with a far end that are canceled again do not keep the venue from finding the next end', () => {
    for (let round = 0; round < 500; round += 1) {
      const id = accepted(
        venue.submit(limit(trader, 'buy', 1000, 1, { timeInForce: 'gtd', expiresAt: micros(startTime + 10_000 - round) })),
      )
      if (round % 100 !== 7) venue.cancel(trader, id)
    }
    expect(venue.nextExpiry).toBe(startTime + 10_000 - 407)
    venue.advance(micros(startTime + 10_000))
    expect(venue.openOrderCount(trader)).toBe(0)
  })
})

describe('triggers', () => {
  it('stop: a sell fires at a last price at or below its trigger, a buy at or above', () => {
    tradeAt(1000)
    accepted(venue.submit(limit(maker, 'buy', 890, 100)))
    accepted(venue.submit(limit(maker, 'sell', 1110, 100)))
    const sell = accepted(venue.submit(order(trader, 'sell', { type: 'stop', trigger: ticks(950) }, 5)))
    const buy = accepted(venue.submit(order(trader, 'buy', { type: 'stop', trigger: ticks(1050) }, 5)))
    tradeAt(951)
    tradeAt(1049)
    expect([changesOf(sell), changesOf(buy)]).toEqual([['accepted'], ['accepted']])
    tradeAt(950)
    expect(changesOf(sell)).toEqual(['accepted', 'triggered', 'filled'])
    expect(venue.lastPrice(market)).toBe(890)
    tradeAt(1050)
    expect(changesOf(buy)).toEqual(['accepted', 'triggered', 'filled'])
  })

  it('take-profit: a sell fires at a last price at or above its trigger, a buy at or below', () => {
    tradeAt(1000)
    accepted(venue.submit(limit(maker, 'buy', 890, 100)))
    accepted(venue.submit(limit(maker, 'sell', 1110, 100)))
    const sell = accepted(venue.submit(order(trader, 'sell', { type: 'take-profit', trigger: ticks(1050) }, 5)))
    const buy = accepted(venue.submit(order(trader, 'buy', { type: 'take-profit', trigger: ticks(950) }, 5)))
    tradeAt(1049)
    tradeAt(951)
    expect([...changesOf(sell), ...changesOf(buy)]).toEqual(['accepted', 'accepted'])
    tradeAt(1050)
    // The sale at 890 is itself a last price below 950.
    expect([changesOf(sell).at(-1), changesOf(buy).at(-1)]).toEqual(['filled', 'filled'])
  })

  it.each(['stop-limit', 'take-profit-limit'] as const)('%s: becomes a limit order that holds its funds from then on', (type) => {
    tradeAt(1000)
    const trigger = type === 'stop-limit' ? 950 : 1050
    const id = accepted(venue.submit(order(trader, 'sell', { type, trigger: ticks(trigger), price: ticks(1200) }, 5)))
    expect([venue.order(id)?.status, venue.balance(trader, 'BTC').held]).toEqual(['untriggered', 0n])
    tradeAt(trigger)
    expect(venue.order(id)).toMatchObject({ status: 'open', price: 1200 })
    expect(moneyToText(venue.balance(trader, 'BTC').held)).toBe('0.005')
    expect(book(venue).asks).toEqual([[1200, 5]])
  })

  it('a trigger that the last price has passed already fires at acceptance', () => {
    tradeAt(1000)
    accepted(venue.submit(limit(maker, 'buy', 890, 100)))
    const id = accepted(venue.submit(order(trader, 'sell', { type: 'stop', trigger: ticks(1000) }, 5)))
    expect(changesOf(id)).toEqual(['accepted', 'triggered', 'filled'])
  })

  it('triggers of one price fire in order of acceptance, and their trades trigger others until nothing is left', () => {
    tradeAt(1000)
    for (const price of [980, 960, 940]) accepted(venue.submit(limit(maker, 'buy', price, 5)))
    const second = accepted(venue.submit(order(trader, 'sell', { type: 'stop', trigger: ticks(960) }, 5)))
    const first = accepted(venue.submit(order(trader, 'sell', { type: 'stop', trigger: ticks(990) }, 10)))
    const third = accepted(venue.submit(order(trader, 'sell', { type: 'stop', trigger: ticks(940) }, 5)))
    heard = []
    tradeAt(990)
    expect(heard.map(({ order, change }) => [order.id, change])).toEqual([
      [first, 'triggered'],
      [first, 'filled'],
      [first, 'filled'],
      [second, 'triggered'],
      [second, 'filled'],
      [third, 'triggered'],
      [third, 'ended'],
    ])
    expect(last()?.endReason).toBe('NO_LIQUIDITY')
  })

  it('a triggered order without funds ends, and says so', () => {
    const poor = openAccount(venue, { BTC: '0.004' })
    const ends: (string | undefined)[] = []
    venue.observeAccount(poor, { onOrder: (order) => ends.push(order.endReason) })
    accepted(venue.submit(order(poor, 'sell', { type: 'stop', trigger: ticks(1000) }, 5)))
    accepted(venue.submit(order(poor, 'buy', { type: 'stop-limit', trigger: ticks(1000), price: ticks(1100) }, 5)))
    accepted(venue.submit(limit(maker, 'buy', 900, 10)))
    tradeAt(1000)
    expect(ends.filter((reason) => reason !== undefined)).toEqual(['NO_FUNDS_AT_TRIGGER', 'NO_FUNDS_AT_TRIGGER'])
  })

  it('a triggered fill-or-kill order that cannot be filled whole ends without a trade', () => {
    tradeAt(1000)
    accepted(venue.submit(limit(maker, 'buy', 940, 3)))
    accepted(venue.submit(order(trader, 'sell', { type: 'stop-limit', trigger: ticks(950), price: ticks(900) }, 5, { timeInForce: 'fok' })))
    tradeAt(950)
    expect(last()).toMatchObject({ status: 'canceled', endReason: 'NO_LIQUIDITY', filled: 0 })
  })

  it('trailing stop: follows the best price at its distance and fires when the price turns', () => {
    tradeAt(1000)
    accepted(venue.submit(limit(maker, 'buy', 800, 100)))
    const id = accepted(venue.submit(order(trader, 'sell', { type: 'trailing-stop', offset: { ticks: ticks(50) } }, 5)))
    expect(heard.at(-1)).toMatchObject({ change: 'accepted', order: { trigger: 950 } })
    const triggers = [990, 1040, 1030, 1100].map((price) => {
      tradeAt(price)
      return venue.order(id)?.trigger
    })
    expect(triggers).toEqual([950, 990, 990, 1050])
    tradeAt(1050)
    expect(changesOf(id)).toEqual(['accepted', 'trailed', 'trailed', 'triggered', 'filled'])
  })

  it('trailing buy by parts per million: the distance is rounded up to a whole tick', () => {
    tradeAt(1001)
    const id = accepted(venue.submit(order(trader, 'buy', { type: 'trailing-stop', offset: { ppm: 10_000 } }, 5)))
    expect(venue.order(id)?.trigger).toBe(1001 + 11)
    tradeAt(900)
    expect(venue.order(id)?.trigger).toBe(909)
    accepted(venue.submit(limit(maker, 'sell', 950, 100)))
    tradeAt(909)
    expect(changesOf(id).slice(-2)).toEqual(['triggered', 'filled'])
  })

  it('trailing stop-limit: its limit is the trigger plus the offset, whatever price hit it', () => {
    tradeAt(1000)
    const kind = { type: 'trailing-stop-limit', offset: { ticks: ticks(50) }, limitOffset: ticks(-20) } as const
    const id = accepted(venue.submit(order(trader, 'sell', kind, 5)))
    tradeAt(910)
    expect(venue.order(id)).toMatchObject({ status: 'open', trigger: 950, price: 930 })
  })

  it('a trailing order that was accepted before anything traded starts at the first trade', () => {
    const id = accepted(venue.submit(order(trader, 'sell', { type: 'trailing-stop', offset: { ticks: ticks(50) } }, 5)))
    expect(venue.order(id)?.trigger).toBeUndefined()
    tradeAt(700)
    expect(venue.order(id)?.trigger).toBe(650)
  })
})

describe('icebergs', () => {
  it('others see one slice; the next one queues behind its level; its owner holds the whole', () => {
    accepted(venue.submit(limit(trader, 'sell', 1000, 12, { display: 5 })))
    accepted(venue.submit(limit(maker, 'sell', 1000, 4)))
    expect([book(venue).asks, venue.bestAskQuantity(market)]).toEqual([[[1000, 9]], 9])
    expect(moneyToText(venue.balance(trader, 'BTC').held)).toBe('0.012')
    const buyer = openAccount(venue)
    accepted(venue.submit(limit(buyer, 'buy', 1000, 6)))
    expect(venue.queue(market, 'sell', 10).map(({ quantity }) => quantity)).toEqual([3, 5])
    expect(last()).toMatchObject({ status: 'open', filled: 5 })
  })

  it('a market order takes hidden slices as well', () => {
    accepted(venue.submit(limit(maker, 'sell', 1000, 12, { display: 5 })))
    accepted(venue.submit(marketOrder(trader, 'buy', 12)))
    expect(last()).toMatchObject({ status: 'filled', filled: 12 })
  })
})

describe('market buys with a budget', () => {
  it('buys as many lots as the budget pays, fee included, and is filled with them', () => {
    accepted(venue.submit(limit(maker, 'sell', 1000, 100)))
    accepted(venue.submit(limit(maker, 'sell', 2000, 100)))
    // A lot is 0.1 USD and 0.00026 fee, then 0.2 and 0.00052.
    accepted(venue.submit(marketOrder(trader, 'buy', 1000, { quoteBudget: money('10.42704') })))
    expect(last()).toMatchObject({ status: 'filled', quantity: 102, filled: 102 })
    expect(moneyToText(venue.balance(trader, 'USD').total)).toBe(String(1_000_000 - 100 * 0.10026 - 2 * 0.20052))
  })

  it('a budget below the price of one lot is below the minimum', () => {
    accepted(venue.submit(limit(maker, 'sell', 1000, 100)))
    expect(venue.submit(marketOrder(trader, 'buy', 1000, { quoteBudget: money('0.100259') }))).toMatchObject({
      code: 'QUANTITY_BELOW_MINIMUM',
    })
    accepted(venue.submit(marketOrder(trader, 'buy', 1000, { quoteBudget: money('0.10026') })))
    expect(last()?.filled).toBe(1)
  })

  it('quantity is an upper bound; what the book lacks is canceled', () => {
    accepted(venue.submit(limit(maker, 'sell', 1000, 100)))
    accepted(venue.submit(marketOrder(trader, 'buy', 40, { quoteBudget: money('1000') })))
    expect(last()).toMatchObject({ status: 'filled', filled: 40 })
    accepted(venue.submit(marketOrder(trader, 'buy', 80, { quoteBudget: money('1000') })))
    expect(last()).toMatchObject({ status: 'canceled', endReason: 'IOC_REST', filled: 60, quantity: 80 })
  })

  it('a budget beyond what is free is refused', () => {
    accepted(venue.submit(limit(maker, 'sell', 1000, 100)))
    expect(venue.submit(marketOrder(trader, 'buy', 1, { quoteBudget: money('1000000.01') }))).toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
  })
})

describe('reduce-only', () => {
  it('a sell is cut to what is free; a buy has nothing to reduce where nothing is owed', () => {
    const holder = openAccount(venue, { BTC: '0.0105', USD: '1000' })
    accepted(venue.submit(limit(holder, 'sell', 1200, 4)))
    // 6.5 lots are free: whole ones count.
    const id = accepted(venue.submit(limit(holder, 'sell', 1100, 50, { reduceOnly: true })))
    expect(venue.order(id)?.quantity).toBe(6)
    expect(venue.submit(limit(holder, 'sell', 1100, 1, { reduceOnly: true }))).toMatchObject({ code: 'REDUCE_ONLY_NOTHING_TO_REDUCE' })
    expect(venue.submit(limit(holder, 'buy', 1000, 1, { reduceOnly: true }))).toMatchObject({ code: 'REDUCE_ONLY_NOTHING_TO_REDUCE' })
  })

  it('a partly filled one keeps holding its rest: nothing else can sell it meanwhile', () => {
    const holder = openAccount(venue, { BTC: '0.010', USD: '1000' })
    const id = accepted(venue.submit(limit(holder, 'sell', 1000, 50, { reduceOnly: true })))
    accepted(venue.submit(limit(trader, 'buy', 1000, 4)))
    expect(venue.order(id)).toMatchObject({ quantity: 10, filled: 4 })
    expect(venue.submit(limit(holder, 'sell', 1000, 1))).toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
    accepted(venue.submit(limit(trader, 'buy', 1000, 6)))
    expect(venue.order(id)).toBeUndefined()
  })

  it('a protective stop sells what is left when it is hit, and ends where nothing is', () => {
    tradeAt(1000)
    const holder = openAccount(venue, { BTC: '0.010' })
    const ends: VenueOrder[] = []
    venue.observeAccount(holder, { onOrder: (order) => order.status !== 'open' && order.status !== 'untriggered' && ends.push(order) })
    accepted(venue.submit(limit(maker, 'buy', 900, 100)))
    accepted(venue.submit(order(holder, 'sell', { type: 'stop', trigger: ticks(950) }, 10, { reduceOnly: true })))
    accepted(venue.submit(order(holder, 'sell', { type: 'stop', trigger: ticks(950) }, 10, { reduceOnly: true })))
    accepted(venue.submit(marketOrder(holder, 'sell', 3)))
    expect(ends.map(({ filled, quantity, endReason }) => [filled, quantity, endReason])).toEqual([
      [3, 3, undefined],
      [7, 7, undefined],
      [0, 10, 'NOTHING_TO_REDUCE'],
    ])
  })
})

describe('self-trade prevention', () => {
  it.each([
    [
      'cancel-newest',
      ['newest'],
      [
        [1000, 5],
        [1001, 5],
      ],
    ],
    ['cancel-oldest', ['oldest'], []],
    ['cancel-both', ['newest', 'oldest'], [[1001, 5]]],
  ] as const)('%s', (selfTradePrevention, canceled, asks) => {
    const oldest = accepted(venue.submit(limit(trader, 'sell', 1000, 5)))
    accepted(venue.submit(limit(maker, 'sell', 1001, 5)))
    const newest = accepted(venue.submit(limit(trader, 'buy', 1001, 5, { selfTradePrevention })))
    const ended = heard.filter(({ change }) => change === 'ended').map(({ order }) => [order.id, order.endReason])
    expect(ended).toEqual(canceled.map((which) => [which === 'newest' ? newest : oldest, 'SELF_TRADE']))
    expect(book(venue)).toEqual({ bids: [], asks })
    expect([venue.balance(trader, 'USD').held, moneyToText(venue.balance(trader, 'BTC').held)]).toEqual([
      0n,
      selfTradePrevention === 'cancel-newest' ? '0.005' : '0',
    ])
  })

  it('a default order keeps what it traded before it met its own', () => {
    accepted(venue.submit(limit(maker, 'sell', 1000, 3)))
    accepted(venue.submit(limit(trader, 'sell', 1001, 3)))
    accepted(venue.submit(limit(trader, 'buy', 1001, 5)))
    expect(last()).toMatchObject({ status: 'canceled', endReason: 'SELF_TRADE', filled: 3, quantity: 5 })
  })

  it('a market buy needs funds only for what it reaches before its own order', () => {
    const poor = openAccount(venue, { USD: '1', BTC: '1' })
    accepted(venue.submit(limit(maker, 'sell', 1000, 3)))
    accepted(venue.submit(limit(poor, 'sell', 1001, 3)))
    accepted(venue.submit(limit(maker, 'sell', 1002, 300)))
    accepted(venue.submit(marketOrder(poor, 'buy', 300)))
    expect(moneyToText(venue.balance(poor, 'BTC').total)).toBe('1.003')
  })
})

describe('requests', () => {
  it('belong to the caller: changing one afterwards does not change the order', () => {
    const kind = { type: 'limit' as const, price: ticks(1000), display: lots(3) }
    const id = accepted(venue.submit(order(trader, 'buy', kind, 5, { tag: 'mine' })))
    kind.price = ticks(1)
    expect(venue.order(id)).toMatchObject({ kind: { price: 1000 }, price: 1000, tag: 'mine' })
  })
})
