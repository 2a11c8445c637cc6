import { expect, it } from 'vitest'
import { lossesText } from './losses-text.ts'

it('losses are only told where there are some', () => {
  expect([0, 1, 3].map(lossesText)).toEqual(['', ' (after a loss)', ' (after 3 losses in a row)'])
})
