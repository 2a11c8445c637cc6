import type { WakeRule } from '../plan/wake.ts'
import { presentNumber, type ReactiveValues } from './reactive-values.ts'

export interface Waker {
  /** Whether the reactive region must be evaluated at the present tick, given the rows that closed in it. */
  isAwake(rows: readonly number[]): boolean
  /** Of a plan with one feed: the first row of the block from `from` on that wakes the region; `to` where there is none. */
  nextRow(from: number, to: number): number
}

export function createWaker(rule: WakeRule, values: ReactiveValues): Waker {
  if (rule.kind === 'every-row') return { isAwake: () => true, nextRow: (from) => from }
  const conditions = rule.conditions.map(({ output, domain }) => {
    const column = values.pure.column(output, domain)
    if (column === undefined) throw new Error(`the plan wakes on "${output}", which nothing stores`)
    return { column, domain }
  })
  return {
    isAwake: (rows) => conditions.some(({ column, domain }) => (rows[domain] ?? -1) >= 0 && isTrue(presentNumber(column, values.at))),
    nextRow(from, to) {
      let next = to
      for (const { column } of conditions) {
        let row = from
        while (row < next && !isTrue(column.data[row] ?? 0)) row++
        next = row
      }
      return next
    },
  }
}

function isTrue(flag: number): boolean {
  return flag !== 0 && !Number.isNaN(flag)
}
