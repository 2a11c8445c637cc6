import { barFields } from '@strategraph/market-model'
import type { OutputKey, Plan } from '../plan/plan.ts'
import { wakeRuleOf } from '../plan/wake.ts'
import type { BatchHost, BatchOptions, FeedColumns, RunBatch } from './driver.ts'
import { DriverError } from './driver-error.ts'
import { createPureRegion, type PureRegion } from './pure-region.ts'
import { createReactiveRegion } from './reactive-region.ts'
import { createReactiveValues } from './reactive-values.ts'
import { createShownOutputs } from './shown-outputs.ts'
import { createTimeline, domainTimes, type TimelineBlock } from './timeline.ts'
import { createWaker } from './waker.ts'

/** Rows of a block: the kept columns of some thirty nodes fit into a processor's second-level cache. */
export const blockSize = 1024

/**
 * Runs a plan over columns: the pure region block by block, the reactive region only in ticks in which something can happen.
 * Memory does not grow with the number of rows. Progress is reported once a block, because no clock is at hand here.
 */
export const runBatch: RunBatch = (plan, feeds, host, options) => {
  const times = domainTimes(plan, feeds)
  const timeline = createTimeline(times, blockSize, options.range?.to)
  const pure = createPureRegion(plan, {
    backEnd: options.backEnd,
    capacity: blockSize,
    keep: options.explain === false ? readByNodes(plan) : new Set(plan.explained),
  })
  const visit = createVisitor(plan, pure, host, options)
  let canceled = false
  let done = 0
  for (let block = timeline.next(); block !== undefined; block = timeline.next()) {
    showFeeds(plan, pure, feeds, block)
    pure.run(block)
    visit(block)
    pure.commit(block)
    done = block.firstTick + block.ticks
    if (host.onProgress?.(done / timeline.ticks) === false) {
      canceled = done < timeline.ticks
      break
    }
  }
  return { ticks: done, canceled }
}

/** What reactive nodes read and wake on; all of it is among the explained outputs. */
function readByNodes(plan: Plan): ReadonlySet<OutputKey> {
  const nodes = [...plan.nodes.values()].filter(({ region }) => region === 'reactive')
  return new Set(nodes.flatMap(({ inputs }) => inputs.flatMap(({ sources }) => sources.map(({ output }) => output))))
}

/** Points the feeds' columns at the rows of the block: views, not copies. */
export function showFeeds(plan: Plan, pure: PureRegion, feeds: FeedColumns, block: TimelineBlock): void {
  for (const [domain, { feed }] of plan.domains.entries()) {
    const columns = feeds.get(feed)
    const set = pure.feeds[domain]
    if (columns === undefined || set === undefined) throw new DriverError('FEED_MISSING', `no bars were given for the feed "${feed}"`)
    const from = block.firstRow[domain] ?? 0
    const to = from + (block.rows[domain] ?? 0)
    for (const field of barFields) set[field].data = columns[field].subarray(from, to)
  }
}

/** Walks the ticks of a block that matter and lets the reactive region decide in them. */
function createVisitor(plan: Plan, pure: PureRegion, host: BatchHost, options: BatchOptions): (block: TimelineBlock) => void {
  const values = createReactiveValues(plan, pure)
  const region = createReactiveRegion(plan, values, host, options.backEnd)
  const waker = createWaker(wakeRuleOf(plan.nodes), values)
  const shown = createShownOutputs(plan, values, region)
  const first = options.range?.from ?? 0
  const isSingle = plan.domains.length === 1
  const rows = plan.domains.map(() => -1)
  const readValues = (keys: readonly OutputKey[]) => shown.values(keys)
  /** Makes a tick of the block the present one. */
  const goTo = (block: TimelineBlock, index: number) => {
    for (let domain = 0; domain < rows.length; domain++) {
      const row = block.asOf[domain]?.[index] ?? -1
      const before = index > 0 ? (block.asOf[domain]?.[index - 1] ?? -1) : -1
      rows[domain] = row === before ? -1 : row
      values.at[domain] = row
    }
  }
  let wanted: boolean | undefined

  return (block) => {
    waker.startBlock()
    for (let index = Math.max(0, first - block.firstTick); index < block.ticks; index++) {
      wanted ??= host.wantsNextTick
      if (isSingle && !wanted) index = waker.nextRow(index, block.ticks)
      if (index === block.ticks) break
      goTo(block, index)
      const decided = waker.isAwake(rows)
      if (!decided && !wanted) continue
      const tick = {
        index: block.firstTick + index,
        time: block.time[index] ?? Number.NaN,
        rows: rows.map((row, domain) => (row < 0 ? -1 : (block.firstRow[domain] ?? 0) + row)),
      }
      host.beforeDecisions(tick)
      if (decided) region.evaluate(tick)
      host.afterDecisions(tick, decided, readValues)
      for (let answer = host.takeAnswer?.(); answer !== undefined; answer = host.takeAnswer?.()) {
        region.answer(answer)
        host.afterDecisions(tick, true, readValues)
      }
      wanted = host.wantsNextTick
    }
    values.at.fill(-1)
  }
}
