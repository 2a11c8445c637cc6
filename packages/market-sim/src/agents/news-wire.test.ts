import { expect, it } from 'vitest'
import { createNewsWire } from './news-wire.ts'

const everything = { from: 0, until: 1_000_000, belief: 1, beliefInPriced: 1 }

it('a reader takes in what was out when it heard, and the rest later', () => {
  const wire = createNewsWire()
  wire.publish({ time: 10, change: 0.1, isPriced: false })
  wire.publish({ time: 20, change: -0.5, isPriced: false })
  const first = wire.read({ ...everything, until: 15 })
  expect(first).toEqual({ upTo: 1, factor: 1.1 })
  expect(wire.read({ ...everything, from: first.upTo })).toEqual({ upTo: 2, factor: 0.5 })
  expect(wire.read({ ...everything, from: 2 })).toEqual({ upTo: 2, factor: 1 })
})

it('each believes its own share; what the price shows already is believed in its own way and never too late', () => {
  const wire = createNewsWire()
  wire.publish({ time: 10, change: 0.2, isPriced: false })
  expect(wire.read({ ...everything, belief: 0.5 }).factor).toBeCloseTo(1.1)
  wire.publish({ time: 50, change: 0.2, isPriced: true })
  expect(wire.read({ from: 1, until: 20, belief: 1, beliefInPriced: 0 })).toEqual({ upTo: 2, factor: 1 })
})

it('remembers the last 64 news, restored ones too', () => {
  const wire = createNewsWire()
  for (let number = 0; number < 100; number += 1) wire.publish({ time: number, change: number === 0 ? 1 : 0.01, isPriced: false })
  const restored = createNewsWire(wire.snapshot())
  for (const one of [wire, restored]) {
    expect(one.count).toBe(100)
    expect(one.read(everything)).toEqual({ upTo: 100, factor: expect.closeTo(1.01 ** 64, 10) as number })
  }
  wire.publish({ time: 200, change: 0.5, isPriced: false })
  restored.publish({ time: 200, change: 0.5, isPriced: false })
  expect(restored.snapshot()).toEqual(wire.snapshot())
})
