import type { BackEnd, Plan } from '@strategraph/strategy-core'
import { type Bar, barAt } from '@strategraph/market-model'
import type { JournalEvent } from '../journal/event.ts'
import { journalLine } from '../journal/journal-line.ts'
import { type AnswerSource, type FeedData, noModel, runBacktest } from '../run/backtest.ts'
import type { RunSettingsOverrides } from '../run/settings.ts'
import { createTradingSession, type FeedBar } from '../run/trading-session.ts'

export { erraticVenue } from './erratic-venue.ts'
export { at, limit, stop, testDesk, testVenue, units } from './test-venue.ts'

export interface JournalDifference {
  readonly between: readonly [string, string]
  /** 1-based line. */
  readonly line: number
  readonly first: string | undefined
  readonly second: string | undefined
}

export type Agreement =
  | { readonly agree: true; readonly events: number }
  | { readonly agree: false; readonly difference: JournalDifference }

/**
 * The contract of the drivers: batch and session, interpreter and WebAssembly, write the same journal, byte for byte. All
 * four journals are made and compared with the first (batch, interpreter).
 */
export function journalsAgree(
  plan: Plan,
  feeds: ReadonlyMap<string, FeedData>,
  settings?: RunSettingsOverrides,
  answers?: AnswerSource,
): Agreement {
  const backEnds: readonly BackEnd[] = ['interpreter', 'wasm']
  const journals = backEnds.flatMap((backEnd) => [
    { name: `batch, ${backEnd}`, lines: batchJournal(plan, feeds, { backEnd, settings, answers }).map(journalLine) },
    { name: `session, ${backEnd}`, lines: sessionJournal(plan, feeds, { backEnd, settings, answers }).map(journalLine) },
  ])
  const [reference, ...others] = journals
  if (reference === undefined) return { agree: true, events: 0 }
  for (const { name, lines } of others) {
    for (let line = 0; line < Math.max(lines.length, reference.lines.length); line++) {
      if (lines[line] === reference.lines[line]) continue
      return {
        agree: false,
        difference: { between: [reference.name, name], line: line + 1, first: reference.lines[line], second: lines[line] },
      }
    }
  }
  return { agree: true, events: reference.lines.length }
}

interface JournalRequest {
  readonly backEnd: BackEnd
  readonly settings?: RunSettingsOverrides | undefined
  readonly answers?: AnswerSource | undefined
}

export function batchJournal(
  plan: Plan,
  feeds: ReadonlyMap<string, FeedData>,
  { backEnd, settings, answers }: JournalRequest,
): readonly JournalEvent[] {
  const events: JournalEvent[] = []
  runBacktest(plan, feeds, settings, {
    backEnd,
    sink: { append: (event) => events.push(event) },
    ...(answers === undefined ? {} : { answers }),
  })
  return events
}

/** The same bars one moment at a time, through a session that stands in for the backtest. */
export function sessionJournal(
  plan: Plan,
  feeds: ReadonlyMap<string, FeedData>,
  { backEnd, settings, answers }: JournalRequest,
): readonly JournalEvent[] {
  const events: JournalEvent[] = []
  const moments = momentsOf(plan, feeds)
  const session = createTradingSession(plan, feeds, settings, {
    backEnd,
    mode: 'backtest',
    runId: 'backtest',
    startedAt: moments[0]?.[0]?.bar.time ?? 0,
    sink: { append: (event) => events.push(event) },
    ranges: new Map(
      [...feeds].map(
        ([
          feed,
          {
            columns: { time },
          },
        ]) => [feed, { bars: time.length, from: time[0] ?? 0, to: time.at(-1) ?? 0 }],
      ),
    ),
  })
  const answerAll = () => {
    for (let [ask] = session.openAsks; ask !== undefined; [ask] = session.openAsks) {
      const answer = answers?.answer(ask.prompt, ask.askId) ?? noModel
      session.onAnswer({ nodeId: ask.nodeId, askId: ask.askId, time: ask.time, answer })
    }
  }
  for (const bars of moments) {
    session.onBars(bars)
    answerAll()
  }
  session.finish(moments.at(-1)?.[0]?.bar.time ?? 0)
  return events
}

/** The bars of several feeds, grouped by the moment in which they closed, feeds in the plan's order. */
export function momentsOf(plan: Plan, feeds: ReadonlyMap<string, FeedData>): readonly (readonly FeedBar[])[] {
  const moments = new Map<number, { feed: string; bar: Bar }[]>()
  for (const { feed } of plan.domains) {
    const columns = feeds.get(feed)?.columns
    if (columns === undefined) continue
    for (let row = 0; row < columns.time.length; row++) {
      const bar = barAt(columns, row)
      const moment = moments.get(bar.time) ?? []
      moment.push({ feed, bar })
      moments.set(bar.time, moment)
    }
  }
  return [...moments].toSorted(([a], [b]) => a - b).map(([, bars]) => bars)
}
