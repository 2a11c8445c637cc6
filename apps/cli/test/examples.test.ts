import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTradingSession, type JournalEvent, replayJournal, runBacktest } from '@strategraph/trading-engine'
import { batchJournal, journalsAgree, momentsOf } from '@strategraph/trading-engine/testing'
import { canonicalJson } from '@strategraph/strategy-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { simulatedCandles } from '../src/data/simulated-candles.ts'
import { readWorkflow } from '../src/workflow/load-workflow.ts'
import { type Example, type Expected, exampleNames, loadExample } from './support/examples.ts'

const decisionTypes = ['decision', 'proposal', 'approved', 'denied', 'order', 'order.state', 'fill', 'trade']

function decisionsHash(events: readonly JournalEvent[]): string {
  const hash = createHash('sha256')
  for (const { time, type, payload } of events) if (decisionTypes.includes(type)) hash.update(`${canonicalJson({ time, type, payload })}\n`)
  return hash.digest('hex')
}

function dryRun({ plan, feeds, answers }: Example): readonly JournalEvent[] {
  const events: JournalEvent[] = []
  const moments = momentsOf(plan, feeds)
  const startedAt = moments[0]?.[0]?.bar.time ?? 0
  const session = createTradingSession(plan, feeds, undefined, {
    backEnd: 'wasm',
    mode: 'dry-run',
    runId: 'r',
    startedAt,
    sink: { append: (event) => events.push(event) },
  })
  for (const bars of moments) {
    session.onBars(bars)
    for (let [ask] = session.openAsks; ask !== undefined; [ask] = session.openAsks) {
      session.onAnswer({ nodeId: ask.nodeId, askId: ask.askId, time: ask.time, answer: answers.answer(ask.prompt, ask.askId) })
    }
  }
  session.finish(moments.at(-1)?.[0]?.bar.time ?? 0)
  return events
}

describe.each(exampleNames)('example %s', (name) => {
  let example: Example
  beforeAll(async () => {
    example = await loadExample(name)
  })

  it('gives exactly the results that it promises', () => {
    const { plan, feeds, answers, expected, folder } = example
    const result = runBacktest(plan, feeds, undefined, { backEnd: 'wasm', answers })
    const { finalEquity, maxDrawdownPercent, totalFees, trades } = result.metrics
    const actual: Expected = {
      data: expected.data,
      ...(expected.answers === undefined ? {} : { answers: expected.answers }),
      graphHash: plan.graphHash,
      bars: result.metrics.bars,
      trades,
      finalEquity,
      maxDrawdownPercent,
      totalFees,
      denials: result.denialCounts,
      decisionsSha256: decisionsHash(batchJournal(plan, feeds, { backEnd: 'wasm', answers })),
    }
    const isUpdate = process.env['UPDATE_EXAMPLES'] === '1'
    if (isUpdate) writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(actual, undefined, 2)}\n`)
    expect(actual).toEqual(isUpdate ? actual : expected)
    expect(trades).toBeGreaterThan(5)
  })

  it('batch and session, interpreter and WebAssembly, write the same journal, byte for byte', () => {
    const { plan, feeds, answers } = example
    expect(journalsAgree(plan, feeds, undefined, answers)).toMatchObject({ agree: true })
  })

  it('replaying the journal of a dry-run gives the same decisions, in both back ends', () => {
    const events = dryRun(example)
    for (const backEnd of ['interpreter', 'wasm'] as const) {
      const replayed = replayJournal(events, example.plan, { backEnd })
      expect(replayed.ok ? 'equal' : replayed.problem).toBe('equal')
    }
  })

  it('a dry-run over the same bars decides as the backtest did, up to the end of the data', () => {
    const { plan, feeds, answers } = example
    const last = Math.max(...[...feeds.values()].map(({ columns }) => columns.time.at(-3) ?? 0))
    const before = (events: readonly JournalEvent[]) => decisionsHash(events.filter(({ time }) => time < last))
    expect(before(dryRun(example))).toBe(before(batchJournal(plan, feeds, { backEnd: 'wasm', answers })))
  })

  it('its data are what the seeded generator makes', () => {
    for (const { feed, columns } of example.feeds.values()) {
      const made = simulatedCandles(feed, columns.time.length)
      expect(made.ok && Buffer.from(made.value.columns.close.buffer).equals(Buffer.from(Float64Array.from(columns.close).buffer))).toBe(
        true,
      )
    }
  })

  it('lies on the canvas without overlaps, left to right, every node named, with a sticky that explains it', async () => {
    const document = await readWorkflow(join(example.folder, 'workflow.json'))
    if (!document.ok) throw new Error(JSON.stringify(document.problems))
    const { nodes, edges, stickies = [] } = document.value
    expect(document.warnings).toEqual([])
    const places = new Set(nodes.map(({ position: { x, y } }) => `${x} ${y}`))
    expect(places.size).toBe(nodes.length)
    const byId = new Map(nodes.map((node) => [node.id, node]))
    for (const { source, target } of edges) expect(byId.get(source)?.position.x).toBeLessThan(byId.get(target)?.position.x ?? 0)
    expect(nodes.filter(({ label }) => label === undefined)).toEqual([])
    expect(new Set(nodes.map(({ label }) => label)).size).toBe(nodes.length)
    expect(stickies.length).toBeGreaterThan(0)
  })

  it('has a README that says how its data were made and that its market is simulated', () => {
    expect(existsSync(join(example.folder, 'README.md'))).toBe(true)
    const text = readFileSync(join(example.folder, 'README.md'), 'utf8')
    expect(text).toContain('simulate --symbol')
    expect(text).toMatch(/simulated/i)
  })
})
