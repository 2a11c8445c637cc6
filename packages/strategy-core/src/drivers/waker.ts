import type { WakeRule } from '../plan/wake.ts'
import { presentNumber, type ReactiveValues } from './reactive-values.ts'

/** Whether the reactive region must be evaluated at the present tick, given the rows that closed in it. */
export function createWaker(rule: WakeRule, values: ReactiveValues): (rows: readonly number[]) => boolean {
  if (rule.kind === 'every-row') return () => true
  const conditions = rule.conditions.map(({ output, domain }) => {
    const column = values.pure.column(output, domain)
    if (column === undefined) throw new Error(`the plan wakes on "${output}", which nothing stores`)
    return { column, domain }
  })
  return (rows) => conditions.some(({ column, domain }) => (rows[domain] ?? -1) >= 0 && isTrue(presentNumber(column, values.at)))
}

function isTrue(flag: number): boolean {
  return flag !== 0 && !Number.isNaN(flag)
}
