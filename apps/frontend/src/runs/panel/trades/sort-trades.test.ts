import type { Trade } from '@strategraph/trading-engine'
import { describe, expect, it } from 'vitest'
import { firstOrder, sortTrades } from './sort-trades.ts'

const trade = (index: number, netPnl: number, exitReason: Trade['exitReason'] = 'signal'): Trade => ({
  index,
  instrument: 'i',
  side: 'long',
  quantity: 1,
  entryTime: index,
  entryBar: index,
  entryPrice: 1,
  exitTime: index,
  exitBar: index,
  exitPrice: 1,
  exitReason,
  grossPnl: netPnl,
  fees: 0,
  netPnl,
  returnPercent: netPnl,
  entryOrderId: 'a',
  exitOrderId: 'b',
})

describe('sorting trades', () => {
  const trades = [trade(0, 5), trade(1, -3, 'stop-loss'), trade(2, 5, 'take-profit')]

  it('sorts numbers as numbers, equal ones in the order in which they closed', () => {
    expect(sortTrades(trades, { column: 'netPnl', isDescending: true }).map(({ index }) => index)).toEqual([0, 2, 1])
    expect(sortTrades(trades, { column: 'netPnl', isDescending: false }).map(({ index }) => index)).toEqual([1, 0, 2])
  })

  it('sorts words as words and leaves the list itself alone', () => {
    expect(sortTrades(trades, firstOrder('exitReason')).map(({ exitReason }) => exitReason)).toEqual(['signal', 'stop-loss', 'take-profit'])
    expect(trades.map(({ index }) => index)).toEqual([0, 1, 2])
  })
})
