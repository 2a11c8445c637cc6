import { expect, it } from 'vitest'
import { groupThousands } from './group-thousands.ts'

it.each([
  ['100000.50', '100,000.50'],
  ['-1234567', '-1,234,567'],
  ['999', '999'],
  ['0.123456', '0.123456'],
])('%s is written %s', (text, grouped) => {
  expect(groupThousands(text)).toBe(grouped)
})
