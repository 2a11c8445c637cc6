import { expect, it } from 'vitest'
import { createHourlyBudget } from './hourly-budget.ts'

it('allows so many calls in any hour, and again when the oldest is an hour old', () => {
  let now = 0
  const budget = createHourlyBudget({ callsPerHour: 2, tokensPerHour: 1000 }, () => now)
  expect([budget.takeCall(), budget.takeCall(), budget.takeCall()]).toEqual([true, true, false])
  now = 3_599_999
  expect(budget.takeCall()).toBe(false)
  now = 3_600_000
  expect([budget.takeCall(), budget.takeCall(), budget.takeCall()]).toEqual([true, true, false])
})

it('allows no call when the tokens of the hour are spent, however few calls there were', () => {
  let now = 0
  const budget = createHourlyBudget({ callsPerHour: 100, tokensPerHour: 1000 }, () => now)
  expect(budget.takeCall()).toBe(true)
  now = 1000
  budget.book(1000)
  expect(budget.takeCall()).toBe(false)
  now = 3_601_000
  expect(budget.takeCall()).toBe(true)
})
