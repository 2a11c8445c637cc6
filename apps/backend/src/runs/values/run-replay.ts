import type { BarColumns, Time } from '@strategraph/market-model'
import type { OutputKey, Plan, PortKind } from '@strategraph/strategy-core'
import {
  type FeedBar,
  type JournalEvent,
  type JournalEventType,
  type PromptAsk,
  recordedMoment,
  sessionOfRecord,
  type StartedEvent,
} from '@strategraph/trading-engine'
import { createRecordedSource } from '../dry-run/recorded-source.ts'
import type { ValueRows } from './evaluate-rows.ts'
import { createValueLog } from './value-log.ts'

/** Events that a dry-run was told, as opposed to what it decided; a venue tells what became of orders. */
export const inputTypes = ({ payload }: StartedEvent): readonly JournalEventType[] =>
  payload.atVenue === true ? ['bar', 'answer', 'status', 'order.state', 'fill'] : ['bar', 'answer', 'status']

/** What is needed to run a run again. */
export interface ReplaySource {
  readonly started: StartedEvent
  /** Of a backtest: its bars and the answers that it got. A dry-run's come with `feed`. */
  readonly backtest?: { readonly columns: ReadonlyMap<string, BarColumns>; readonly answers: readonly JournalEvent[] }
}

/** A run, run again as far as somebody looks: the same plan, settings, bars, answers and commands lead to the same values. */
export interface RunReplay {
  /** Inputs of a dry-run, in order, behind those that came before. */
  feed(events: readonly JournalEvent[]): void
  /**
   * Reactive outputs as of each of these moments, which ascend: what a session showed last before the next bar closed.
   * Undefined where that is forgotten: another replay is needed.
   */
  sample(keys: readonly OutputKey[], times: Float64Array): ValueRows | undefined
}

/** About 100 MB; a run of a million bars of which four numbers change with every bar stays below. */
const maxChanges = 6_000_000

export function createRunReplay(plan: Plan, source: ReplaySource, changes = maxChanges): RunReplay {
  const kinds = reactiveKinds(plan)
  const keys = [...kinds.keys()]
  const log = createValueLog(kinds, changes)
  const asked: PromptAsk[] = []
  const { session, apply } = sessionOfRecord(source.started, plan, { backEnd: 'wasm', onAsk: (ask) => void asked.push(ask) })
  let present: Time | undefined
  let isSettled = true
  const settle = () => {
    if (present !== undefined && !isSettled) log.put(present, session.values(keys))
    isSettled = true
  }
  const take: Taker = {
    bars(bars) {
      settle()
      asked.length = 0
      session.onBars(bars)
      present = bars[0]?.bar.time ?? present
      isSettled = false
    },
    // An answer, a command or a report may change what the present moment shows.
    other(event) {
      apply(event)
      isSettled = false
    },
    ask: () => asked.shift(),
  }
  const inputs = source.backtest === undefined ? journalInputs(take) : backtestInputs(plan, source.backtest, take)

  return {
    feed: (events) => inputs.add(events),
    sample(wanted, times) {
      const [first] = times
      if (first !== undefined && first < log.since) return undefined
      // Rows that are known already, then those that have to be reached.
      const reached = present ?? Number.NEGATIVE_INFINITY
      inputs.advance(first ?? reached)
      settle()
      let known = 0
      while (known < times.length && (times[known] ?? 0) <= reached) known += 1
      const before = times.subarray(0, known)
      const rows: ValueRows = Object.fromEntries(wanted.map((key) => [key, log.read(key, before)]))
      for (let row = known; row < times.length; row += 1) {
        inputs.advance(times[row] ?? 0)
        settle()
        for (const key of wanted) rows[key]?.push(log.newest(key))
      }
      return rows
    },
  }
}

interface Inputs {
  add(events: readonly JournalEvent[]): void
  /** Everything up to the next bar that closes after `time`. */
  advance(time: Time): void
}

/** Who gets the inputs. */
interface Taker {
  bars(bars: readonly FeedBar[]): void
  other(event: JournalEvent): void
  /** The next question that the last input led to. */
  ask(): PromptAsk | undefined
}

function journalInputs(take: Taker): Inputs {
  let waiting: readonly JournalEvent[] = []
  let next = 0
  return {
    add(events) {
      waiting = next === waiting.length ? events : [...waiting.slice(next), ...events]
      next = 0
    },
    advance(time) {
      for (let event = waiting[next]; event !== undefined; event = waiting[next]) {
        if (event.type !== 'bar') {
          next += 1
          take.other(event)
          continue
        }
        if (event.time > time) return
        const bars = recordedMoment(waiting, next)
        next += bars.length
        take.bars(bars)
      }
    },
  }
}

/** A backtest's answers come within the tick that asked, one at a time. */
function backtestInputs(plan: Plan, { columns, answers }: NonNullable<ReplaySource['backtest']>, take: Taker): Inputs {
  const byAsk = new Map(answers.flatMap((event) => (event.type === 'answer' ? [[event.payload.askId, event] as const] : [])))
  const feeds = plan.domains.flatMap(({ feed }) => {
    const bars = columns.get(feed)
    return bars === undefined ? [] : [{ feed, columns: bars }]
  })
  const source = createRecordedSource(feeds, new Map())
  return {
    add: () => {},
    advance(time) {
      for (let moment = source.nextMoment; moment !== undefined && moment <= time; moment = source.nextMoment) {
        take.bars(source.take())
        for (let ask = take.ask(); ask !== undefined; ask = take.ask()) {
          const answer = byAsk.get(ask.askId)
          if (answer !== undefined) take.other(answer)
        }
      }
    },
  }
}

/** Outputs that depend on what happened in the run. Quotes are not recorded: they have no past. */
export function reactiveKinds(plan: Plan): ReadonlyMap<OutputKey, PortKind> {
  return new Map(
    [...plan.nodes.values()].flatMap(({ id, region, outputs }) =>
      region === 'reactive'
        ? Object.entries(outputs).flatMap(([port, kind]) => (kind === 'quote' ? [] : [[`${id}.${port}`, kind] as const]))
        : [],
    ),
  )
}
