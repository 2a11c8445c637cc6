import type { MarketStatus, Ticker } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatChange,
  formatClock,
  formatShort,
  formatSpan,
  measuredWords,
  personaWords,
  quantityDecimals,
  speedWords,
} from './market-words.ts'

it('the market clock is told in UTC to the second', () => {
  expect(formatClock(Date.UTC(2026, 0, 5, 9, 30, 5, 700))).toBe('2026-01-05 09:30:05')
})

it('changes carry their sign', () => {
  expect(formatChange(0.0123)).toBe('+1.23 %')
  expect(formatChange(-0.5)).toBe('−50.00 %')
  expect([0, -0.00001, 0.00001].map((value) => formatChange(value))).toEqual(['0.00 %', '0.00 %', '0.00 %'])
})

it('long amounts are short', () => {
  expect([12.5, 1500, 250_000, 1_250_000, 3e9].map(formatShort)).toEqual(['12.50', '1,500', '250.0 k', '1.25 M', '3.00 B'])
})

it('the last decimal of a quantity is worth about a dollar, whatever it is priced in', () => {
  const tickers = new Map(
    Object.entries({ 'BTC/USD': 60_000, 'ETH/USD': 3000, 'ETH/BTC': 0.05, 'DOGE/USD': 0.15, 'NEW/USD': null }).map(([symbol, last]) => [
      symbol,
      { symbol, last } as Ticker,
    ]),
  )
  expect(['BTC/USD', 'ETH/USD', 'ETH/BTC', 'DOGE/USD', 'NEW/USD'].map((symbol) => quantityDecimals(symbol, tickers))).toEqual([
    5, 4, 4, 0, 4,
  ])
})

it('spans and sizes', () => {
  expect([45_000, 600_000, 9 * 3_600_000].map(formatSpan)).toEqual(['45 s', '10 min', '9 h'])
  expect([300, 84_000, 12_345_678].map(formatBytes)).toEqual(['1 kB', '84 kB', '12.3 MB'])
})

describe('speed', () => {
  const status = (speed: number | null, measuredSpeed: number, state: MarketStatus['state'] = 'running') =>
    ({ speed, measuredSpeed, state }) as MarketStatus
  it('is said in words', () => {
    expect([1, 60, null].map(speedWords)).toEqual(['real time', '60×', 'as fast as possible'])
  })
  it('the measured one is told where it differs or none was asked for', () => {
    expect(measuredWords(status(60, 59))).toBeUndefined()
    expect(measuredWords(status(60, 12.34))).toBe('really 12.3×')
    expect(measuredWords(status(null, 4200))).toBe('really 4,200×')
    expect(measuredWords(status(60, 0, 'paused'))).toBeUndefined()
  })
})

it('personas are words', () => {
  expect(['market-maker', 'llm-trader', 'fomo'].map(personaWords)).toEqual(['Market maker', 'LLM trader', 'FOMO'])
})
