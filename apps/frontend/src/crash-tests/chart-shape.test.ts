import type { CrashScenario } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { chartShape } from './chart-shape.ts'

const scenario = (changes: Partial<CrashScenario> = {}): CrashScenario => ({
  scenario: 'gap',
  title: 'Gap',
  summary: '',
  verdict: 'passed',
  why: '',
  rules: [],
  began: 25,
  ended: 75,
  stretch: 1,
  effect: { lowestPercent: -8, highestPercent: 0, spreadPercent: 0.01 },
  from: 0,
  to: 100,
  orders: { sent: 1, refused: 0, fills: 2, trades: 0 },
  denials: {},
  equity: { first: 10, last: 20, lowest: 10, maxDrawdownPercent: 0 },
  samples: { time: [0, 50, 100], price: [100, 200, 150], equity: [10, 10, 20] },
  fills: [],
  ...changes,
})

describe('the chart of a scenario', () => {
  it('goes by time, not by sample, with the highest price at the top', () => {
    expect(chartShape(scenario())?.price).toBe('M0.0 94.0L300.0 6.0L600.0 50.0')
  })

  it('shades the scenario, as far as it was on within the test', () => {
    expect(chartShape(scenario())?.on).toEqual({ left: 25, width: 50 })
    expect(chartShape(scenario({ began: -50, ended: 500 }))?.on).toEqual({ left: 0, width: 100 })
    expect(chartShape(scenario({ began: null, ended: null }))?.on).toBeUndefined()
  })

  it('has one mark for all parts of an order, also where it filled beyond all samples', () => {
    const fill = { symbol: 'BTC/USD', side: 'sell', role: 'stop-loss', quantity: 1 } as const
    const shape = chartShape(
      scenario({
        fills: [
          { ...fill, time: 50, price: 90 },
          { ...fill, time: 50, price: 80 },
        ],
      }),
    )
    expect(shape?.fills).toMatchObject([{ left: 50, top: 94, isBuy: false }])
  })

  it('a flat line runs through the middle; too little to draw gives nothing', () => {
    const flat = { time: [0, 100], price: [5, 5], equity: [1, 1] }
    expect(chartShape(scenario({ samples: flat }))?.price).toBe('M0.0 50.0L600.0 50.0')
    expect(chartShape(scenario({ samples: { time: [0], price: [5], equity: [1] } }))).toBeUndefined()
  })
})
