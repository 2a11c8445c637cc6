import { expect, it } from 'vitest'
import { dependencies, neighbour } from './walk.ts'
import { sampleDocument } from './testing/sample.ts'

it('arrow keys follow the connections, up and down go to the nearest node', () => {
  const document = sampleDocument()
  expect(neighbour(document, 'feed', 'right')).toBe('ema')
  expect(neighbour(document, 'cross', 'left')).toBe('ema')
  expect(neighbour(document, 'ema', 'down')).toBe('ema-2')
  expect(neighbour(document, 'ema-2', 'up')).toBe('ema')
  expect(neighbour(document, 'feed', 'left')).toBeUndefined()
})

it('dependencies follow every path once', () => {
  expect([...dependencies(sampleDocument(), ['cross'], 'upstream')].toSorted()).toEqual(['cross', 'ema', 'ema-2', 'feed'])
  expect([...dependencies(sampleDocument(), ['ema'], 'downstream')].toSorted()).toEqual(['cross', 'ema', 'signals'])
})
