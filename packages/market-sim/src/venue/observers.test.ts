import { moneyToText } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { accepted, book, limit, market, marketOrder, money, openAccount, openVenue, order, ticks } from '../testing/venue-fixture.ts'

describe('observers', () => {
  it('hear one execution in order: the trade, then each side its order, its fill and its ledger, taker first', () => {
    const venue = openVenue()
    const [maker, taker] = [openAccount(venue), openAccount(venue)]
    accepted(venue.submit(limit(maker, 'sell', 1000, 5)))
    const heard: string[] = []
    venue.observe({
      onTrade: ({ id, price, quantity, takerSide }) => heard.push(`trade ${id}: ${takerSide} ${quantity} at ${price}`),
      onLevel: (_, side, price, quantity) => heard.push(`level ${side} ${price}: ${quantity}`),
    })
    for (const [name, account] of [
      ['maker', maker],
      ['taker', taker],
    ] as const) {
      venue.observeAccount(account, {
        onOrder: ({ status, filled }, change) => heard.push(`${name} ${change}: ${status} ${filled}`),
        onFill: (_, { filled }, liquidity) => heard.push(`${name} fill as ${liquidity}: ${filled}`),
        onLedger: ({ asset, amount, fee, balance }) =>
          heard.push(`${name} ${moneyToText(amount)} ${asset}, fee ${moneyToText(fee)}, has ${moneyToText(balance)}`),
      })
    }
    accepted(venue.submit(limit(taker, 'buy', 1000, 8)))
    expect(heard).toEqual([
      'taker accepted: open 0',
      'trade 1: buy 5 at 1000',
      'taker filled: open 5',
      'taker fill as taker: 5',
      'taker 0.005 BTC, fee 0, has 100.005',
      'taker -0.5 USD, fee 0.0013, has 999999.4987',
      'maker filled: filled 5',
      'maker fill as maker: 5',
      'maker -0.005 BTC, fee 0, has 99.995',
      'maker 0.5 USD, fee 0.0008, has 1000000.4992',
      'level sell 1000: 0',
      'level buy 1000: 3',
    ])
  })

  it('find a venue where everything is done: they see the whole command, whatever they are told first', () => {
    const venue = openVenue()
    const [maker, taker] = [openAccount(venue), openAccount(venue)]
    for (const price of [1000, 1001]) accepted(venue.submit(limit(maker, 'sell', price, 5)))
    const seen: unknown[] = []
    venue.observe({ onTrade: () => seen.push([book(venue), venue.balance(taker, 'BTC').total]) })
    accepted(venue.submit(limit(taker, 'buy', 1002, 12)))
    const after = [{ bids: [[1002, 2]], asks: [] }, money('100.01')]
    expect(seen).toEqual([after, after])
  })

  it('may command the venue: it happens at once and whole, and is told after what was told before', () => {
    const venue = openVenue()
    const [maker, taker] = [openAccount(venue), openAccount(venue)]
    accepted(venue.submit(limit(maker, 'sell', 1000, 5)))
    accepted(venue.submit(limit(maker, 'sell', 1001, 5)))
    const told: string[] = []
    venue.observeAccount(taker, {
      onFill: (trade) => {
        told.push(`bought at ${trade.price}`)
        if (trade.price !== 1000) return
        const id = accepted(venue.submit(limit(taker, 'sell', 1100, 5)))
        told.push(`sells as ${id}`)
        expect(book(venue).asks).toEqual([[1100, 5]])
      },
      onOrder: ({ id }, change) => told.push(`${id} ${change}`),
    })
    accepted(venue.submit(limit(taker, 'buy', 1001, 10)))
    expect(told).toEqual(['3 accepted', '3 filled', 'bought at 1000', 'sells as 4', '3 filled', 'bought at 1001', '4 accepted'])
  })

  it('that throw do not harm the others: the venue is whole, and the rest is told with the next command', () => {
    const venue = openVenue()
    const [maker, taker] = [openAccount(venue), openAccount(venue)]
    const levels: string[] = []
    venue.observeAccount(taker, {
      onFill: () => {
        throw new Error('observer')
      },
    })
    venue.observe({ onLevel: (_, side, price, quantity) => levels.push(`${side} ${price}: ${quantity}`) })
    accepted(venue.submit(limit(maker, 'sell', 1000, 5)))
    expect(() => venue.submit(limit(taker, 'buy', 1000, 5))).toThrow('observer')
    expect([levels, venue.lastPrice(market)]).toEqual([['sell 1000: 5'], 1000])
    accepted(venue.submit(limit(maker, 'sell', 1001, 5)))
    expect(levels).toEqual(['sell 1000: 5', 'sell 1000: 0', 'sell 1001: 5'])
  })

  it('of ends alone hear id and reason of what was not filled whole', () => {
    const venue = openVenue()
    const [maker, trader] = [openAccount(venue), openAccount(venue)]
    const ends: unknown[] = []
    venue.observeAccount(trader, { onEnd: (id, reason) => ends.push([id, reason]) })
    accepted(venue.submit(limit(maker, 'sell', 1000, 5)))
    accepted(venue.submit(limit(trader, 'buy', 1000, 5)))
    const partly = accepted(venue.submit(limit(trader, 'buy', 1000, 5, { timeInForce: 'ioc' })))
    const resting = accepted(venue.submit(limit(trader, 'buy', 1000, 5)))
    venue.cancel(trader, resting)
    expect(ends).toEqual([
      [partly, 'IOC_REST'],
      [resting, 'USER'],
    ])
  })

  it('that leave hear no more', () => {
    const venue = openVenue()
    const trader = openAccount(venue)
    const prices: number[] = []
    const leave = venue.observe({ onLevel: (_, __, price) => prices.push(price) })
    accepted(venue.submit(limit(trader, 'buy', 1000, 1)))
    leave()
    accepted(venue.submit(limit(trader, 'buy', 1001, 1)))
    expect(prices).toEqual([1000])
  })

  it('hear of modes, deposits and withdrawals', () => {
    const venue = openVenue()
    const heard: unknown[] = []
    venue.observe({ onMode: (_, mode) => heard.push(mode) })
    const trader = venue.openAccount({
      name: 'trader',
      balances: { USD: '10' },
      observer: { onLedger: ({ id, cause, amount }) => heard.push([id, cause, moneyToText(amount)]) },
    })
    venue.deposit(trader, 'EUR', '5')
    venue.deposit(trader, 'USD', '-4')
    venue.setMode(market, 'post_only')
    venue.setMode(market, 'post_only')
    expect(heard).toEqual([[1, 'deposit', '10'], [2, 'deposit', '5'], [3, 'withdrawal', '-4'], 'post_only'])
    expect(venue.balances(trader).map(({ asset, total }) => [asset, moneyToText(total)])).toEqual([
      ['BTC', '0'],
      ['USD', '6'],
      ['EUR', '5'],
    ])
    expect(venue.accountName(trader)).toBe('trader')
  })

  it('are told why an order was canceled: by whom', () => {
    const venue = openVenue()
    const trader = openAccount(venue)
    const reasons: unknown[] = []
    venue.observeAccount(trader, { onOrder: (view, change) => change === 'ended' && reasons.push(view.endReason) })
    const ids = [1, 2, 3].map((quantity) => accepted(venue.submit(limit(trader, 'buy', 1000, quantity))))
    venue.cancel(trader, ids[0] ?? accepted({ ok: false, code: 'UNKNOWN_ORDER', message: '' }))
    venue.cancel(trader, ids[1] ?? accepted({ ok: false, code: 'UNKNOWN_ORDER', message: '' }), 'CANCEL_AFTER')
    venue.cancelAll(trader, undefined, 'VENUE')
    expect(reasons).toEqual(['USER', 'CANCEL_AFTER', 'VENUE'])
  })
})

describe('modes', () => {
  it('triggers that could not trade wait, and are looked at again with the last price when the mode changes', () => {
    const venue = openVenue()
    const [maker, trader] = [openAccount(venue), openAccount(venue)]
    accepted(venue.submit(limit(maker, 'buy', 800, 100)))
    const stop = accepted(venue.submit(order(trader, 'sell', { type: 'stop', trigger: ticks(900) }, 5)))
    const stopLimit = accepted(venue.submit(order(trader, 'sell', { type: 'stop-limit', trigger: ticks(900), price: ticks(850) }, 5)))
    venue.setMode(market, 'limit_only')
    accepted(venue.submit(limit(maker, 'sell', 900, 1)))
    accepted(venue.submit(limit(openAccount(venue), 'buy', 900, 1)))
    expect([venue.order(stop)?.status, venue.order(stopLimit)?.status]).toEqual(['untriggered', 'open'])
    venue.setMode(market, 'online')
    expect([venue.order(stop), venue.lastPrice(market)]).toEqual([undefined, 800])
  })

  it('resting orders stay through maintenance, and can be traded with afterwards', () => {
    const venue = openVenue()
    const [maker, trader] = [openAccount(venue), openAccount(venue)]
    accepted(venue.submit(limit(maker, 'sell', 1000, 5)))
    venue.setMode(market, 'maintenance')
    expect(venue.submit(marketOrder(trader, 'buy', 5))).toMatchObject({ code: 'MARKET_MODE', actual: 'maintenance' })
    venue.setMode(market, 'online')
    accepted(venue.submit(marketOrder(trader, 'buy', 5)))
    expect(venue.mode(market)).toBe('online')
  })
})
