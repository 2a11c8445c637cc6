import type { EvaluateColumns } from './driver.ts'
import { DriverError } from './driver-error.ts'
import { createPureRegion } from './pure-region.ts'
import { blockSize, showFeeds } from './run-batch.ts'
import { createTimeline, domainTimes } from './timeline.ts'

/**
 * Pure outputs as whole columns. With a range, rows from its end on hold NaN; rows before it are there, since indicators start at
 * tick 0 anyway. Throws DriverError UNKNOWN_OUTPUT for a key that is not a number or flag of the pure region.
 */
export const evaluateColumns: EvaluateColumns = (plan, feeds, keys, options) => {
  const times = domainTimes(plan, feeds)
  const timeline = createTimeline(times, blockSize, options.range?.to)
  const pure = createPureRegion(plan, { backEnd: options.backEnd, capacity: blockSize, keep: new Set(keys) })
  const results = keys.map((key) => {
    const node = plan.nodes.get(key.slice(0, key.indexOf('.')))
    const column = node?.region === 'pure' ? pure.column(key, node.domain) : undefined
    if (column === undefined) throw new DriverError('UNKNOWN_OUTPUT', `"${key}" is not a number or flag of the pure region`)
    return { key, column, domain: column.domain, values: new Float64Array(times[column.domain]?.length ?? 0).fill(Number.NaN) }
  })
  for (let block = timeline.next(); block !== undefined; block = timeline.next()) {
    showFeeds(plan, pure, feeds, block)
    pure.run(block)
    for (const { column, domain, values } of results)
      values.set(column.data.subarray(0, block.rows[domain] ?? 0), block.firstRow[domain] ?? 0)
    pure.commit(block)
  }
  return new Map(results.map(({ key, domain, values }) => [key, { domain, values }]))
}
