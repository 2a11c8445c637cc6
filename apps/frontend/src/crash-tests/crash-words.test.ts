import type { CrashTestSummary } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { badgeWords, effectWords, stretchWords } from './crash-words.ts'

const summary: CrashTestSummary = {
  passed: 11,
  failed: 0,
  notApplicable: 0,
  total: 11,
  revision: 3,
  testedAt: Date.UTC(2026, 0, 2),
  isStale: false,
}

describe('the badge of a crash test', () => {
  it.each<[string, Partial<CrashTestSummary>, string, string, RegExp]>([
    ['all passed', {}, '11/11', 'good', /revision 3: 11 of 11 scenarios passed\./],
    ['one failed', { passed: 10, failed: 1 }, '10/11', 'bad', /10 of 11 scenarios passed, 1 failed\./],
    ['nothing at risk in two', { passed: 9, notApplicable: 2 }, '9/11', 'good', /2 had nothing at risk/],
    ['not all tested', { passed: 2 }, '2/11', 'faint', /9 not tested/],
    ['of an older version, however good', { isStale: true }, '11/11', 'faint', /has changed since/],
    ['of an older version that failed', { passed: 9, failed: 2, isStale: true }, '9/11', 'faint', /2 failed.*has changed since/],
    ['of what was never saved', { revision: null }, '11/11', 'good', /an unsaved version/],
  ])('%s', (_, changes, text, tone, title) => {
    const words = badgeWords({ ...summary, ...changes })
    expect(words).toMatchObject({ text, tone })
    expect(words.title).toMatch(title)
  })

  it('a scenario that was not stretched says nothing about it', () => {
    expect(stretchWords(1)).toBeUndefined()
    expect(stretchWords(12)).toMatch(/12 times/)
  })
})

it('what a scenario did to the market is told as far as it can be seen', () => {
  const words = (lowestPercent: number, highestPercent: number, spreadPercent: number) =>
    effectWords({ effect: { lowestPercent, highestPercent, spreadPercent } })
  expect(words(-12.28, 0.11, 0.002)).toBe('price −12.28 %')
  expect(words(-8, 8, 0.002)).toBe('price −8.00 % and +8.00 %')
  expect(words(-0.1, 0.4, 2)).toBe('price within 0.5 %, spread 2.00 %')
  expect(effectWords({ effect: null })).toBeUndefined()
})
