import type { WakeRule } from '../plan/wake.ts'
import { presentNumber, type ReactiveValues } from './reactive-values.ts'

export interface Waker {
  /** Whether the reactive region must be evaluated at the present tick, given the rows that closed in it. */
  isAwake(rows: readonly number[]): boolean
  /** The columns hold another block from now on. */
  startBlock(): void
  /** Of a plan with one feed: the first row of the block from `from` on that wakes the region; `to` where there is none. `from` never falls within a block. */
  nextRow(from: number, to: number): number
}

export function createWaker(rule: WakeRule, values: ReactiveValues): Waker {
  if (rule.kind === 'every-row') return { isAwake: () => true, startBlock: () => {}, nextRow: (from) => from }
  const conditions = rule.conditions.map(({ output, domain }) => {
    const column = values.pure.column(output, domain)
    if (column === undefined) throw new Error(`the plan wakes on "${output}", which nothing stores`)
    return { column, domain, hit: -1 }
  })
  return {
    isAwake(rows) {
      for (const { column, domain } of conditions) if ((rows[domain] ?? -1) >= 0 && isTrue(presentNumber(column, values.at))) return true
      return false
    },
    startBlock() {
      for (const condition of conditions) condition.hit = -1
    },
    nextRow(from, to) {
      let next = to
      for (const condition of conditions) {
        // Where a condition speaks next is kept, so that no row is looked at twice on its account.
        if (condition.hit < from) condition.hit = firstTrue(condition.column.data, from, to)
        if (condition.hit < next) next = condition.hit
      }
      return next
    },
  }
}

function firstTrue(flags: Float64Array, from: number, to: number): number {
  let row = from
  // Four at a time: a sum of flags is 0 only where all are; one that is unknown (NaN) makes it NaN and is looked at below.
  while (row + 4 <= to && (flags[row] ?? 0) + (flags[row + 1] ?? 0) + (flags[row + 2] ?? 0) + (flags[row + 3] ?? 0) === 0) row += 4
  while (row < to && !isTrue(flags[row] ?? 0)) row++
  return row
}

function isTrue(flag: number): boolean {
  return flag !== 0 && !Number.isNaN(flag)
}
