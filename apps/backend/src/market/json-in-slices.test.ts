import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonInSlices } from './json-in-slices.ts'

it('is what JSON.stringify says, for every plain value', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), async (value) => {
      expect(await jsonInSlices(value)).toBe(JSON.stringify(value))
    }),
  )
})

it('also for long lists, empty ones, holes in objects and numbers that JSON does not know', async () => {
  const value = {
    long: Array.from({ length: 1001 }, (_, at) => at / 3),
    records: Array.from({ length: 401 }, (_, at) => ({ at, none: undefined, list: [undefined, Number.NaN] })),
    empty: [[], {}],
    none: undefined,
  }
  expect(await jsonInSlices(value)).toBe(JSON.stringify(value))
})

it('lets others work meanwhile', async () => {
  const value = { list: Array.from({ length: 100_000 }, (_, at) => ({ at, text: 'some text to make it long', price: at / 7 })) }
  let turns = 0
  const count = () => {
    turns += 1
    counting = setImmediate(count)
  }
  let counting = setImmediate(count)
  await jsonInSlices(value)
  clearImmediate(counting)
  expect(turns).toBeGreaterThan(2)
})
