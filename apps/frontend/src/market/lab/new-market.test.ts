import { describe, expect, it } from 'vitest'
import { checkNewMarket } from './new-market.ts'

const counts = (...texts: readonly string[]) => texts.map((text, index) => ({ persona: `p${index}`, text }))

describe('a new market', () => {
  it('leaves the population alone where it was not touched', () => {
    expect(checkNewMarket('42', counts('3', '4'), false)).toEqual({ total: 7, problem: undefined, request: { seed: 42 } })
  })
  it('takes the whole population where it was', () => {
    expect(checkNewMarket('42', counts('3', '0'), true).request).toEqual({
      seed: 42,
      population: [
        { persona: 'p0', count: 3 },
        { persona: 'p1', count: 0 },
      ],
    })
  })
  it.each([
    ['4294967296', counts('1'), 'A seed is'],
    ['-1', counts('1'), 'A seed is'],
    ['1', counts('1.5'), 'whole numbers'],
    ['1', counts(''), 'whole numbers'],
    ['1', counts('1500', '501'), 'at most 2000'],
    ['1', counts('0'), 'nobody'],
  ])('refuses in words: seed %s', (seed, typed, words) => {
    const { problem, request } = checkNewMarket(seed, typed, true)
    expect(problem).toContain(words)
    expect(request).toBeUndefined()
  })
})
