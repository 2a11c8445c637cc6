import { expect, it } from 'vitest'
import { ageCount } from './tiers.ts'

it.each([
  ['amend', [3, 3, 2, 1, 0, 0, 0, 0]],
  ['edit', [6, 6, 5, 4, 2, 1, 0, 0]],
  ['cancel', [8, 8, 6, 5, 4, 2, 1, 0]],
] as const)('%s: the younger the order, the more it counts', (transaction, counts) => {
  const ages = [0, 4.999, 5, 10, 15, 45, 90, 300]
  expect(ages.map((age) => ageCount(transaction, age))).toEqual(counts)
})
