import { expect, it } from 'vitest'
import { createLoginBackoff } from './login-backoff.ts'

it('of 1,000 tries in a minute of 60 ms steps, fewer than 60 are evaluated', () => {
  let now = 0
  const backoff = createLoginBackoff(() => now)
  let evaluated = 0
  for (let attempt = 0; attempt < 1000; attempt += 1, now += 60) {
    if (backoff.waitMs() > 0) continue
    evaluated += 1
    backoff.failed()
  }
  expect(evaluated).toBeGreaterThanOrEqual(6)
  expect(evaluated).toBeLessThan(60)
})

it('five mistakes cost nothing, the sixth try waits, success forgets all', () => {
  let now = 0
  const backoff = createLoginBackoff(() => now)
  for (let attempt = 0; attempt < 5; attempt += 1) {
    expect(backoff.waitMs()).toBe(0)
    backoff.failed()
  }
  expect(backoff.waitMs()).toBe(1000)
  now += 1000
  expect(backoff.waitMs()).toBe(0)
  backoff.succeeded()
  backoff.failed()
  expect(backoff.waitMs()).toBe(0)
})
