import type { JournalEvent, Trade } from '@strategraph/trading-engine'
import { describe, expect, it } from 'vitest'
import { fillMarks, tradeLines } from './chart-marks.ts'
import { formCandle } from './forming-candle.ts'
import { holdingAt, priceLevels, workingOrders } from './order-lines.ts'

type Fill = Extract<JournalEvent, { type: 'fill' }>['payload']['fill']
const fill = (time: number, side: 'buy' | 'sell', quantity = 1, price = 100): Fill => ({
  tradeId: `t${time}`,
  orderId: 'order#1',
  instrument: 'sim:BTC/USD',
  time,
  side,
  price,
  quantity,
  fee: '0',
  liquidity: 'taker',
})
const event = <Type extends JournalEvent['type']>(
  type: Type,
  seq: number,
  time: number,
  payload: Extract<JournalEvent, { type: Type }>['payload'],
) => ({ runId: 'r', seq, time, type, payload }) as Extract<JournalEvent, { type: Type }>
const order = (id: string, role: 'entry' | 'stop-loss' | 'take-profit', price?: number) => ({
  order: {
    id,
    nodeId: 'order',
    instrument: 'sim:BTC/USD',
    side: role === 'entry' ? ('buy' as const) : ('sell' as const),
    role,
    type: 'stop' as const,
    timeInForce: 'gtc' as const,
    reduceOnly: role !== 'entry',
    reason: 'because',
    ...(price === undefined ? {} : { price }),
  },
})

describe('marks of fills', () => {
  it('stand at the candle in which the fill happened, also in a merged one', () => {
    expect(fillMarks([0, 60, 120], 180, [fill(60_000, 'buy'), fill(150_000, 'sell')]).map(({ time, side }) => [time, side])).toEqual([
      [60, 'buy'],
      [120, 'sell'],
    ])
  })

  it('are left out outside of the candles, and lose their words before they cover each other', () => {
    expect(fillMarks([60, 120], 180, [fill(0, 'buy'), fill(200_000, 'buy')])).toEqual([])
    const many = Array.from({ length: 200 }, () => fill(60_000, 'buy'))
    expect(fillMarks([60], 120, many).every(({ text }) => text === '')).toBe(true)
  })

  it('thin out instead of stopping the chart', () => {
    expect(
      fillMarks(
        [0],
        60,
        Array.from({ length: 10_000 }, () => fill(0, 'buy')),
      ).length,
    ).toBeLessThanOrEqual(1500)
  })

  it('join entry and exit by a line that knows gain from loss', () => {
    const trade = { entryTime: 0, exitTime: 120_000, entryPrice: 10, exitPrice: 12, netPnl: 2 } as Trade
    expect(tradeLines([0, 60, 120], [trade])).toEqual([{ fromIndex: 0, toIndex: 2, fromPrice: 10, toPrice: 12, isGain: true }])
    expect(tradeLines([300, 360], [trade])).toEqual([])
  })
})

describe('levels at a moment', () => {
  const events = [
    event('order', 1, 10, order('order#1', 'entry')),
    event('fill', 2, 20, { fill: fill(10, 'buy', 2, 100) }),
    event('order.state', 3, 20, { orderId: 'order#1', status: 'filled' }),
    event('order', 4, 20, order('order#2', 'stop-loss', 90)),
    event('order', 5, 20, order('order#3', 'take-profit', 130)),
    event('fill', 6, 30, { fill: fill(30, 'sell', 2, 130) }),
    event('order.state', 7, 30, { orderId: 'order#3', status: 'filled' }),
    event('order.state', 8, 30, { orderId: 'order#2', status: 'canceled' }),
  ]

  it('are the orders that waited then and the position that was held then', () => {
    expect(priceLevels(events, 'sim:BTC/USD', 20).map(({ title, price }) => [title, price])).toEqual([
      ['Stop', 90],
      ['Target', 130],
      ['Long', 100],
    ])
    expect(priceLevels(events, 'sim:BTC/USD', 30)).toEqual([])
    expect(priceLevels(events, 'another', 20)).toEqual([])
  })

  it('do not know the future', () => {
    expect(workingOrders(events, 10).map(({ id }) => id)).toEqual(['order#1'])
    expect(holdingAt(events, 'sim:BTC/USD', 15)).toBeUndefined()
  })

  it('average the price while a position grows and turn it round with an opposite fill', () => {
    const fills = [fill(1, 'buy', 1, 100), fill(2, 'buy', 1, 110), fill(3, 'sell', 1, 120), fill(4, 'sell', 2, 130)]
    const of = (count: number) =>
      holdingAt(
        fills.slice(0, count).map((each, index) => event('fill', index + 1, each.time, { fill: each })),
        'sim:BTC/USD',
        99,
      )
    expect(of(2)).toEqual({ quantity: 2, price: 105 })
    expect(of(3)).toEqual({ quantity: 1, price: 105 })
    expect(of(4)).toEqual({ quantity: -1, price: 130 })
  })
})

describe('the forming candle', () => {
  it('opens with the first quote after the last close and reaches as far as the quotes go', () => {
    const first = formCandle(undefined, 60, 10)
    expect(formCandle(formCandle(first, 60, 12), 60, 9)).toEqual({ time: 60, open: 10, high: 12, low: 9, close: 9 })
    expect(formCandle(first, 120, 11)).toEqual({ time: 120, open: 11, high: 11, low: 11, close: 11 })
  })
})
