import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimetable } from './timetable.ts'

function order(timetable: ReturnType<typeof createTimetable>): number[] {
  const slots: number[] = []
  for (let slot = timetable.first(); slot !== -1; slot = timetable.first()) {
    slots.push(slot)
    timetable.clear(slot)
  }
  return slots
}

describe('timetable', () => {
  it('the earliest comes first; at the same time whoever was there first', () => {
    const timetable = createTimetable(4)
    timetable.set(2, 5)
    timetable.set(0, 5)
    timetable.set(3, 1)
    timetable.set(1, 5)
    expect(order(timetable)).toEqual([3, 2, 0, 1])
  })

  it('a slot has one appointment: a new one replaces it, and an earlier one only comes nearer', () => {
    const timetable = createTimetable(2)
    timetable.set(0, 10)
    timetable.set(0, 20)
    expect(timetable.firstTime()).toBe(20)
    timetable.advanceTo(0, 30)
    expect(timetable.firstTime()).toBe(20)
    timetable.advanceTo(0, 7)
    expect(timetable.timeOf(0)).toBe(7)
    timetable.advanceAll(Int32Array.of(0, 1), 4, Float64Array.of(9, 2))
    expect([timetable.timeOf(0), timetable.timeOf(1)]).toEqual([7, 6])
    for (const slot of [0, 1]) timetable.set(slot, Number.POSITIVE_INFINITY)
    expect(timetable.first()).toBe(-1)
  })

  it('any appointments come in the order of a sorted list, also after a snapshot', () => {
    const command = fc.record({
      slot: fc.nat(19),
      time: fc.nat(30),
      kind: fc.constantFrom('set' as const, 'clear' as const, 'advance' as const),
    })
    fc.assert(
      fc.property(fc.array(command, { maxLength: 100 }), (commands) => {
        const timetable = createTimetable(20)
        const expected = new Map<number, { time: number; made: number }>()
        commands.forEach(({ slot, time, kind }, made) => {
          const before = expected.get(slot)
          if (kind === 'clear') {
            timetable.clear(slot)
            expected.delete(slot)
          } else if (kind === 'set') {
            timetable.set(slot, time)
            expected.set(slot, { time, made })
          } else {
            timetable.advanceTo(slot, time)
            if (time < (before?.time ?? Number.POSITIVE_INFINITY)) expected.set(slot, { time, made })
          }
        })
        const sorted = [...expected].sort(([, a], [, b]) => a.time - b.time || a.made - b.made).map(([slot]) => slot)
        const restored = createTimetable(20, JSON.parse(JSON.stringify(timetable.snapshot())))
        expect(restored.snapshot()).toEqual(timetable.snapshot())
        expect(order(timetable)).toEqual(sorted)
        expect(order(restored)).toEqual(sorted)
      }),
    )
  })
})
