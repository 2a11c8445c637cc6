import { describe, expect, it } from 'vitest'
import { seedRandom } from '../random.ts'
import { createCrowd } from './crowd.ts'

const member = (name: string, meanPause: number) => ({ name, actor: { meanPause } })
const many = 20_000
const mean = (draw: () => number) => Array.from({ length: many }, draw).reduce((sum, value) => sum + value, 0) / many

describe('crowd', () => {
  const members = [member('seldom', 60), member('never', Number.POSITIVE_INFINITY), member('often', 20), member('now and then', 30)]

  it('acts as often as its members together, and faster at a faster pace', () => {
    const crowd = createCrowd(members, seedRandom(1, 'crowd'))
    // 1/60 + 1/20 + 1/30 = 0.1 acts a second.
    expect(mean(() => crowd.pauseSeconds(1))).toBeCloseTo(10, 0)
    expect(mean(() => crowd.pauseSeconds(4))).toBeCloseTo(2.5, 1)
  })

  it('chooses each as often as it acts, and nobody who never acts', () => {
    const crowd = createCrowd(members, seedRandom(2, 'crowd'))
    const counts = new Map<string, number>()
    for (let draw = 0; draw < many; draw += 1) {
      const { name } = crowd.choose() ?? { name: 'nobody' }
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual(['now and then', 'often', 'seldom'])
    expect((counts.get('seldom') ?? 0) / many).toBeCloseTo(1 / 6, 1)
    expect((counts.get('often') ?? 0) / many).toBeCloseTo(1 / 2, 1)
  })

  it('an empty crowd never acts', () => {
    // Draws nothing but zeros: 0 pauses over nobody are no number.
    const zeros = { a: 0, b: 0, c: 0, d: 0 }
    expect(createCrowd([], zeros).pauseSeconds(1)).toBe(Number.POSITIVE_INFINITY)
    const crowd = createCrowd([member('never', Number.POSITIVE_INFINITY)], seedRandom(3, 'crowd'))
    expect(crowd.pauseSeconds(1)).toBe(Number.POSITIVE_INFINITY)
    expect(crowd.choose()).toBeUndefined()
  })
})
