import { expect, it } from 'vitest'
import { searchTypes } from './search.ts'
import { registry } from './strategy.ts'

const found = (query: string) => searchTypes(registry.all, query).map((definition) => definition.type)

it('finds a node by its title first, by a keyword, and by letters in order', () => {
  expect(found('rsi')[0]).toBe('indicator.rsi')
  expect(found('market feed')[0]).toBe('data.market-feed')
  expect(found('stop loss').length).toBeGreaterThan(0)
  expect(found('crsovr')).toContain('logic.cross-over')
  expect(found('zzzz')).toEqual([])
})
