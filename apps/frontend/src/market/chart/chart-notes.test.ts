import type { MarketEventNote } from '@strategraph/protocol'
import { expect, it } from 'vitest'
import { chartNotes } from './chart-notes.ts'

const note = (seconds: number, kind: MarketEventNote['kind'], title: string, symbol: string | null = null): MarketEventNote => ({
  seq: seconds,
  time: seconds * 1000,
  kind,
  symbol,
  title,
  text: '',
})

it('scenarios and halts of this market stand above their candle, several of one candle as one note, words where there is room', () => {
  const events = [
    note(10, 'scenario', 'Flash crash begins'),
    note(20, 'feed', 'Feed frozen'),
    note(30, 'mode', 'Other market halts', 'ETH/USD'),
    note(40, 'story', 'Not on the chart'),
    note(70, 'feed', 'Feed is back'),
    note(1200, 'mode', 'Exchange maintenance begins', 'BTC/USD'),
  ]
  expect(chartNotes(events, 'BTC/USD', 60_000)).toEqual([
    { openTime: 0, text: 'Flash crash begins +1' },
    { openTime: 60_000, text: '' },
    { openTime: 1_200_000, text: 'Exchange maintenance …' },
  ])
})
