import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { builtinNodes } from '@strategraph/nodes'
import { compile, parseDocument, type Plan, type PromptAnswer, type ShownValue } from '@strategraph/strategy-core'
import {
  createTradingSession,
  type FeedData,
  type JournalEvent,
  runBacktest,
  type RunVenue,
  type TradingSession,
} from '@strategraph/trading-engine'
import { erraticVenue } from '@strategraph/trading-engine/testing'
import { intervals } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { simulatedBars, simulatedInstrument } from '../feeds/simulated-feed.ts'
import { createRecordedSource } from '../dry-run/recorded-source.ts'
import { createRunReplay, inputTypes, reactiveKinds, type RunReplay } from './run-replay.ts'

const rows = 900

async function example(name: string): Promise<{ plan: Plan; feeds: ReadonlyMap<string, FeedData> }> {
  const file = resolve(import.meta.dirname, `../../../../../examples/${name}/workflow.json`)
  const document = parseDocument(JSON.parse(await readFile(file, 'utf8')), builtinNodes)
  if (!document.ok) throw new Error(document.problems[0]?.message)
  const compiled = compile(document.value, builtinNodes)
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message)
  const plan = compiled.value
  const fastest = Math.min(...plan.domains.map(({ interval }) => intervals[interval]))
  const feeds = plan.domains.map(({ feed, interval }): [string, FeedData] => {
    const columns = simulatedBars({ seed: 11, symbol: 'BTC/USD', interval }, Math.floor((rows * fastest) / intervals[interval]))
    return [feed, { instrument: simulatedInstrument('BTC/USD'), provenance: 'simulated', source: 'seed 11', columns }]
  })
  return { plan, feeds: new Map(feeds) }
}

interface Watched {
  readonly plan: Plan
  readonly feeds: ReadonlyMap<string, FeedData>
  readonly events: readonly JournalEvent[]
  readonly times: Float64Array
  /** What the session showed last before the next bar, row by row. */
  readonly shown: readonly Readonly<Record<string, ShownValue>>[]
}

/** A dry-run whose values somebody looks at, bar by bar; `act` is a user or a model, after each of them. */
async function watched(
  name: string,
  act: (session: TradingSession, row: number, time: number) => void,
  venue?: RunVenue,
): Promise<Watched> {
  const { plan, feeds } = await example(name)
  const events: JournalEvent[] = []
  const session = createTradingSession(plan, feeds, undefined, {
    backEnd: 'wasm',
    mode: 'dry-run',
    runId: 'run',
    startedAt: 0,
    ...(venue === undefined ? {} : { venue }),
    sink: { append: (event) => events.push(event) },
  })
  const source = createRecordedSource(
    [...feeds].map(([feed, { columns }]) => ({ feed, columns })),
    new Map(),
  )
  const times: number[] = []
  const shown: Record<string, ShownValue>[] = []
  for (let time = source.nextMoment; time !== undefined; time = source.nextMoment) {
    session.onBars(source.take())
    act(session, times.length, time)
    times.push(time)
    shown.push(session.values([...reactiveKinds(plan).keys()]))
  }
  return { plan, feeds, events, times: Float64Array.from(times), shown }
}

const interfere = (session: TradingSession, row: number, time: number) => {
  if (row === 300) session.pause('lunch', time + 5)
  if (row === 420) session.resume('back', time + 5)
  if (row === 700) session.kill('enough', time + 5, { closePositions: true })
}

/** Every second answer is late by a bar, every fifth fails. */
function model() {
  let count = 0
  return (session: TradingSession, row: number, time: number) => {
    for (const { askId, nodeId } of session.openAsks) {
      count += 1
      if (count % 2 === 0 && row % 2 === 1) continue
      const answer: PromptAnswer =
        count % 5 === 0
          ? { ok: false, code: 'PROVIDER_FAILED', reason: `no ${count}` }
          : { ok: true, action: count % 3 === 0 ? 'sell' : 'buy', size: 0.5, confidence: count / 1000, reason: `why ${count}` }
      session.onAnswer({ nodeId, askId, time: time + 900, answer })
    }
  }
}

/** As the desk does it: a page of inputs at a time. */
function replayOf({ plan, events }: Watched, maxChanges?: number): RunReplay {
  const [started] = events
  if (started?.type !== 'run.started') throw new Error('no start')
  const replay = createRunReplay(plan, { started }, maxChanges)
  const inputs = events.slice(1).filter(({ type }) => inputTypes(started).includes(type))
  for (let at = 0; at < inputs.length; at += 70) replay.feed(inputs.slice(at, at + 70))
  return replay
}

const rowsOf = (columns: Readonly<Record<string, readonly ShownValue[]>> | undefined, count: number) =>
  Array.from({ length: count }, (_, row) => Object.fromEntries(Object.entries(columns ?? {}).map(([key, values]) => [key, values[row]])))

describe('values of a run that is run again', () => {
  it.each([
    ['risk-showcase', interfere],
    ['llm-decision-with-risk-gate', model()],
    ['rsi-mean-reversion-brackets', () => {}],
  ] as const)('at every row equal those that the session showed: %s', async (name, act) => {
    const run = await watched(name, act)
    const keys = [...reactiveKinds(run.plan).keys()]
    expect(new Set(run.shown.map((values) => JSON.stringify(values))).size, 'something happens').toBeGreaterThan(20)
    expect(rowsOf(replayOf(run).sample(keys, run.times), rows)).toEqual(run.shown)
  })

  it('of a run at a venue are those of its account, as the venue filled it', async () => {
    const { venue, clock, act } = erraticVenue()
    const acts = ['accept', 'fill-a-part', 'doubt', 'fill', 'cancel', 'expire', 'reject'] as const
    const run = await watched(
      'risk-showcase',
      (_, row, time) => {
        clock.ms = time + 1000
        act(acts[row % acts.length] ?? 'accept', row % 3, 60_000 + row)
      },
      venue,
    )
    expect(run.events.filter(({ type }) => type === 'fill').length).toBeGreaterThan(20)
    expect(rowsOf(replayOf(run).sample([...reactiveKinds(run.plan).keys()], run.times), rows)).toEqual(run.shown)
  })

  it('do not depend on where somebody looked before', async () => {
    const run = await watched('risk-showcase', interfere)
    const keys = [...reactiveKinds(run.plan).keys()]
    const replay = replayOf(run)
    for (const [from, to] of [
      [500, 520],
      [0, 10],
      [515, 530],
      [200, 600],
      [890, 900],
      [0, 900],
    ] as const) {
      expect(rowsOf(replay.sample(keys, run.times.subarray(from, to)), to - from)).toEqual(run.shown.slice(from, to))
    }
  })

  it('are forgotten beyond a number of changes, which is said; a fresh replay knows them again', async () => {
    const run = await watched('risk-showcase', interfere)
    const keys = [...reactiveKinds(run.plan).keys()]
    const replay = replayOf(run, 100)
    expect(rowsOf(replay.sample(keys, run.times), rows), 'one pass needs no memory').toEqual(run.shown)
    expect(replay.sample(keys, run.times.subarray(5, 6))).toBeUndefined()
    expect(rowsOf(replayOf(run, 100).sample(keys, run.times.subarray(5, 6)), 1)).toEqual(run.shown.slice(5, 6))
  })

  it('of a backtest equal those of a session over its bars, with the answers that it got', async () => {
    const { plan, feeds } = await example('llm-decision-with-risk-gate')
    const events: JournalEvent[] = []
    let asked = 0
    const answers = {
      answer: (): PromptAnswer => ({ ok: true, action: asked++ % 2 === 0 ? 'buy' : 'sell', size: 1, confidence: 1, reason: `${asked}` }),
    }
    runBacktest(plan, feeds, { endOfData: 'keep' }, { backEnd: 'wasm', answers, sink: { append: (event) => events.push(event) } })
    const [started] = events
    if (started?.type !== 'run.started') throw new Error('no start')
    const columns = new Map([...feeds].map(([feed, data]) => [feed, data.columns]))
    const replay = createRunReplay(plan, { started, backtest: { columns, answers: events.filter(({ type }) => type === 'answer') } })
    asked = 0
    const { shown, times } = await watched('llm-decision-with-risk-gate', (session, _, time) => {
      for (const { askId, nodeId } of session.openAsks) session.onAnswer({ nodeId, askId, time, answer: answers.answer() })
    })
    expect(rowsOf(replay.sample([...reactiveKinds(plan).keys()], times), rows)).toEqual(shown)
  })
})
