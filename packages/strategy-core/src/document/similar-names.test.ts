import { describe, expect, it } from 'vitest'
import { similarNames } from './similar-names.ts'

const known = ['indicator.ema', 'indicator.dema', 'indicator.sma', 'risk.gate', 'logic.cross-over', 'order.market']

describe('similarNames', () => {
  it.each([
    ['indicator.emma', 'indicator.ema'],
    ['ema', 'indicator.ema'],
    ['EMA', 'indicator.ema'],
    ['indicators.ema', 'indicator.ema'],
    ['risk.gatekeeper', 'risk.gate'],
    ['logic.crossover', 'logic.cross-over'],
    ['math.cross-over', 'logic.cross-over'],
    ['market-order', 'order.market'],
  ])('%s: %s comes first', (name, first) => {
    expect(similarNames(name, known)[0]).toBe(first)
  })

  it('says nothing where nothing is near', () => {
    expect(similarNames('sentiment.twitter', known)).toEqual([])
    expect(similarNames('', known)).toEqual([])
  })
})
