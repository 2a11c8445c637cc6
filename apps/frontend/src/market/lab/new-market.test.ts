import { mostSeed } from '@strategraph/market-model'
import { type MarketPersona, mostAgents, resetMarketSchema } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { checkNewMarket, groupsOf, type TypedGroup } from './new-market.ts'

const persona = (id: string): MarketPersona => ({
  id,
  title: `Kind ${id}`,
  summary: '',
  rule: '',
  parameters: [{ name: 'size', title: 'Order size', unit: 'x usual order', default: 1, min: 0.1, max: 10 }],
})
const typed = (count: string, index = 0, touched: Readonly<Record<string, string>> = {}): TypedGroup => ({
  key: `p${index}-0`,
  persona: persona(`p${index}`),
  title: `Kind p${index}`,
  count,
  parameters: {},
  touched,
})
const counts = (...texts: readonly string[]) => texts.map((text, index) => typed(text, index))

describe('a new market', () => {
  it('leaves the population alone where it was not touched', () => {
    expect(checkNewMarket('42', counts('3', '4'), false)).toEqual({ total: 7, problem: undefined, request: { seed: 42 } })
  })
  it('takes the whole population where it was, with the parameters that were touched', () => {
    expect(checkNewMarket('42', [typed('3'), typed('0', 1, { size: '2.5' }), typed('0', 2)], true).request).toEqual({
      seed: 42,
      population: [
        { persona: 'p0', count: 3 },
        { persona: 'p1', count: 0, parameters: { size: 2.5 } },
      ],
    })
  })
  it('keeps what the present market was made with: parameters that were set, the market of a group, several groups of a kind', () => {
    const population = [
      { persona: 'p1', count: 2, parameters: { size: 3, market: 'ETH/USD' } },
      { persona: 'p1', count: 5 },
    ]
    const groups = groupsOf([persona('p0'), persona('p1')], population)
    expect(groups.map(({ title }) => title)).toEqual(['Kind p0', 'Kind p1 of ETH/USD', 'Kind p1'])
    const retyped = groups.map((group, index) => ({ ...group, count: String(group.count + 1), touched: index === 2 ? { size: '4' } : {} }))
    expect(checkNewMarket('1', retyped, true).request?.population).toEqual([
      { persona: 'p0', count: 1 },
      { persona: 'p1', count: 3, parameters: { size: 3, market: 'ETH/USD' } },
      { persona: 'p1', count: 6, parameters: { size: 4 } },
    ])
  })
  it.each([
    [mostSeed, mostAgents, true],
    [mostSeed + 1, 1, false],
    [1, mostAgents + 1, false],
  ])('has the bounds of the server: seed %i and %i agents are %s for both', (seed, agents, isFine) => {
    const { request } = checkNewMarket(String(seed), counts(String(agents)), true)
    const parsed = resetMarketSchema.safeParse({ seed, population: [{ persona: 'p0', count: agents }] })
    expect([request !== undefined, parsed.success]).toEqual([isFine, isFine])
  })
  it.each([
    ['4294967296', counts('1'), 'A seed is'],
    ['-1', counts('1'), 'A seed is'],
    ['1', counts('1.5'), 'whole numbers'],
    ['1', counts(''), 'whole numbers'],
    ['1', counts('1500', '501'), 'at most 2000'],
    ['1', counts('0'), 'nobody'],
    ['1', [typed('1', 0, { size: '11' })], 'Kind p0, “Order size”: a number from 0.1 to 10'],
    ['1', [typed('1', 0, { size: '' })], 'a number from 0.1 to 10'],
    ['1', [typed('1', 0, { size: 'much' })], 'a number from 0.1 to 10'],
  ])('refuses in words: seed %s', (seed, wanted, words) => {
    const { problem, request } = checkNewMarket(seed, wanted, true)
    expect(problem).toContain(words)
    expect(request).toBeUndefined()
  })
})
