import { describe, expect, it } from 'vitest'
import { assumptionsOf } from './assumptions.ts'
import { figuresSoFar } from './live-figures.ts'
import { metrics, metricText } from './metric-words.ts'

const metric = (id: string) => {
  const found = metrics.find((entry) => entry.id === id)
  if (found === undefined) throw new Error(id)
  return found
}

describe('results', () => {
  it('write a result with its sign and a missing one as a dash', () => {
    expect(metricText(metric('return'), { returnPercent: 12.345 })).toBe('+12.35 %')
    expect(metricText(metric('return'), { returnPercent: -2 })).toBe('−2.00 %')
    expect(metricText(metric('drawdown'), { maxDrawdownPercent: 8 })).toBe('8.00 %')
    expect(metricText(metric('sharpe'), { sharpe: null })).toBe('–')
    expect(metricText(metric('trades'), { trades: 1234 })).toBe('1,234')
  })

  it('of a run that goes on come from its equity and trades so far', () => {
    const trade = (netPnl: number) => ({ netPnl, fees: 1 })
    const figures = figuresSoFar(
      {
        equity: [
          { time: 1, equity: 1000, drawdown: 0 },
          { time: 2, equity: 1100, drawdown: 0.05 },
        ],
        // Only the fields that are read.
        trades: [trade(60), trade(-20), trade(20)] as never,
        run: { bars: 2 } as never,
      },
      1000,
    )
    expect(figures).toMatchObject({
      returnPercent: 10.000000000000009,
      maxDrawdownPercent: 5,
      trades: 3,
      wins: 2,
      profitFactor: 4,
      totalFees: 3,
      bestTrade: 60,
      worstTrade: -20,
    })
  })

  it('name everything that they rest on', () => {
    const assumptions = assumptionsOf({
      runId: 'r',
      seq: 1,
      time: 0,
      type: 'run.started',
      payload: {
        mode: 'backtest',
        graphHash: 'h',
        workflowId: 'w',
        workflowName: 'n',
        account: { currency: 'USD', initialCash: '10000', allowShort: false, takerFee: 0.0026, makerFee: 0.0016, slippageBps: 2 },
        limits: {},
        endOfData: 'close',
        feeds: [
          {
            feed: 'feed',
            instrument: { id: 'i', venue: 'v', symbol: 'BTC/USD', base: 'BTC', quote: 'USD', tickSize: '0.1', lotSize: '1' },
            interval: '1h',
            provenance: 'simulated',
            source: 'seed 22',
            from: 0,
            to: 86_400_000,
          },
        ],
      },
    })
    const text = assumptions.map(({ title, text: words }) => `${title}: ${words}`).join('\n')
    for (const part of [
      '10,000.00 USD',
      '0.26 %',
      '0.02 % worse',
      'open of the next one',
      'not allowed',
      'simulated market, seed 22, 1970-01-01 to 1970-01-02',
      'every position is closed',
    ])
      expect(text).toContain(part)
  })
})
