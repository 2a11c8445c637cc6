import { type Bar, barFields, type Time } from '@strategraph/market-model'
import type { Plan } from '../plan/plan.ts'
import { wakeRuleOf } from '../plan/wake.ts'
import type { ReactiveHost, Session, SessionOptions, Tick } from './driver.ts'
import { DriverError } from './driver-error.ts'
import { type Block, createPureRegion, type FeedColumnSet } from './pure-region.ts'
import { createReactiveRegion } from './reactive-region.ts'
import { createReactiveValues } from './reactive-values.ts'
import { createShownOutputs } from './shown-outputs.ts'
import { createWaker } from './waker.ts'

/** A plan that is fed moment by moment. Bars of one moment come in one call; times ascend strictly. */
export function createSession(plan: Plan, host: ReactiveHost, options: SessionOptions): Session {
  const pure = createPureRegion(plan, { backEnd: options.backEnd, capacity: 1, keep: 'all' })
  const values = createReactiveValues(plan, pure)
  const region = createReactiveRegion(plan, values, host, options.backEnd)
  const waker = createWaker(wakeRuleOf(plan.nodes), values)
  const shown = createShownOutputs(plan, values, region)
  for (const feed of pure.feeds) for (const field of barFields) feed[field].data = new Float64Array(1)
  const domainOf = new Map(plan.domains.map(({ feed }, index) => [feed, index]))
  const asOf = plan.domains.map(() => new Int32Array(1))
  const closed = plan.domains.map(() => 0)
  const block: Block = { ticks: 1, rows: closed, asOf }
  const nextRow = plan.domains.map(() => 0)
  let nextTick = 0
  let lastTime: Time = Number.NEGATIVE_INFINITY
  let decided = false

  const takeBars = (bars: readonly { readonly feed: string; readonly bar: Bar }[]): Tick => {
    const time = checkMoment(bars, lastTime, domainOf)
    closed.fill(0)
    for (const { feed, bar } of bars) {
      const domain = domainOf.get(feed) ?? -1
      closed[domain] = 1
      const columns = pure.feeds[domain]
      if (columns !== undefined) write(columns, bar)
    }
    const rows = [...nextRow]
    for (let domain = 0; domain < rows.length; domain++) {
      const isClosed = closed[domain] ?? 0
      const column = asOf[domain]
      if (column !== undefined) column[0] = isClosed - 1
      if (isClosed === 0) rows[domain] = -1
      else nextRow[domain] = (nextRow[domain] ?? 0) + 1
    }
    lastTime = time
    return { index: nextTick++, time, rows }
  }

  return {
    onBars(bars, before) {
      const tick = takeBars(bars)
      pure.run(block)
      pure.commit(block)
      before(tick)
      decided = waker.isAwake(tick.rows)
      if (decided) region.evaluate(tick)
      else region.refresh(tick)
      return tick
    },
    onAnswer: (answer) => region.answer(answer),
    onQuote(feed, quote) {
      const node = plan.nodes.get(feed)
      for (const [port, kind] of Object.entries(node?.outputs ?? {})) {
        const cell = values.cells.get(`${feed}.${port}`)
        if (kind === 'quote' && cell !== undefined) cell.value = quote
      }
    },
    get decided() {
      return decided
    },
    value: (key) => shown.value(key),
    values: (keys) => shown.values(keys),
    snapshot: () => ({
      graphHash: plan.graphHash,
      nextRow: [...nextRow],
      nextTick,
      lastTime,
      decided,
      pure: pure.snapshot(),
      reactive: region.snapshot(),
    }),
    restore(snapshot) {
      if (!isSessionSnapshot(snapshot)) throw new DriverError('SNAPSHOT_MISMATCH', 'this is not the snapshot of a session')
      if (snapshot.graphHash !== plan.graphHash) throw new DriverError('SNAPSHOT_MISMATCH', 'the snapshot is of another strategy')
      pure.restore(snapshot.pure)
      region.restore(snapshot.reactive)
      for (const [domain, row] of snapshot.nextRow.entries()) nextRow[domain] = row
      ;({ nextTick, lastTime, decided } = snapshot)
    },
  }
}

/** Field by field: a loop over names costs a live bar more than its whole computation. */
function write({ time, open, high, low, close, volume }: FeedColumnSet, bar: Bar): void {
  time.data[0] = bar.time
  open.data[0] = bar.open
  high.data[0] = bar.high
  low.data[0] = bar.low
  close.data[0] = bar.close
  volume.data[0] = bar.volume
}

function checkMoment(
  bars: readonly { readonly feed: string; readonly bar: Bar }[],
  last: Time,
  domains: ReadonlyMap<string, number>,
): Time {
  const [first] = bars
  const time = first?.bar.time
  if (first === undefined || time === undefined || !(time > last))
    throw new DriverError('BARS_OUT_OF_ORDER', `a moment at ${time} does not come after ${last}`)
  for (let index = 0; index < bars.length; index++) {
    const { feed, bar } = bars[index] ?? first
    if (!domains.has(feed)) throw new DriverError('UNKNOWN_FEED', `the plan has no feed of bars "${feed}"`)
    const isSecond = index > 0 && bars.findIndex((other) => other.feed === feed) < index
    if (bar.time !== time || isSecond) throw new DriverError('BARS_OUT_OF_ORDER', `feed "${feed}": one bar per feed, all of one moment`)
  }
  return time
}

interface SessionSnapshot {
  readonly graphHash: string
  readonly nextRow: readonly number[]
  readonly nextTick: number
  readonly lastTime: Time
  readonly decided: boolean
  readonly pure: unknown
  readonly reactive: unknown
}

function isSessionSnapshot(value: unknown): value is SessionSnapshot {
  return typeof value === 'object' && value !== null && 'pure' in value && 'reactive' in value && 'nextRow' in value
}
