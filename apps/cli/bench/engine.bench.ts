import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { barAt } from '@strategraph/market-model'
import { createTradingSession, runBacktest } from '@strategraph/trading-engine'
import { referenceBars, referenceInstrument } from './strategy/reference-market.ts'
import { planOf, referenceDocument } from './strategy/reference-plan.ts'

/**
 * A backtest of 10,000 bars in an engine that has run nothing yet, and a live bar from its arrival to the decision, both with the
 * EMA-cross example and the full engine. Medians over fresh processes; the live figure is also given as a multiple of the batch time.
 */
const processes = 5

if (process.argv[2] === 'one') console.log(JSON.stringify(one()))
else {
  const runs = Array.from({ length: processes }, () => {
    const child = spawnSync(process.execPath, [...process.execArgv, import.meta.filename, 'one'], { encoding: 'utf8' })
    if (child.status !== 0) throw new Error(child.stderr)
    return JSON.parse(child.stdout) as ReturnType<typeof one>
  })
  const median = (pick: (run: (typeof runs)[number]) => number) => runs.map(pick).toSorted((a, b) => a - b)[processes >> 1] ?? Number.NaN
  console.log(
    `cold backtest, 10,000 bars from graph JSON to metrics: ${median((run) => run.coldMilliseconds).toFixed(1)} ms (second run ${median((run) => run.secondMilliseconds).toFixed(1)} ms)`,
  )
  console.log(
    `live bar in to decision out: ${median((run) => run.liveMicroseconds).toFixed(2)} us a bar over ${(runs[0]?.liveBars ?? 0).toLocaleString('en')} bars, journal in memory`,
  )
  console.log(
    `the same bars in a batch: ${median((run) => run.batchMicroseconds).toFixed(3)} us a bar; live / batch = ${median((run) => run.liveMicroseconds / run.batchMicroseconds).toFixed(1)}`,
  )
  console.log(`decisions of both: ${runs.every((run) => run.equal) ? 'equal' : 'DIFFERENT'}`)
  if (!runs.every((run) => run.equal)) process.exitCode = 1
}

function one() {
  const all = referenceBars(200_000)
  const instrument = referenceInstrument()
  const binding = { instrument, provenance: 'simulated', source: 'bench' } as const
  const document = referenceDocument()
  const cut = (bars: number) => ({
    time: all.time.slice(0, bars),
    open: all.open.slice(0, bars),
    high: all.high.slice(0, bars),
    low: all.low.slice(0, bars),
    close: all.close.slice(0, bars),
    volume: all.volume.slice(0, bars),
  })
  const backtest = (bars: number) =>
    runBacktest(planOf(document), new Map([['feed', { ...binding, columns: cut(bars) }]]), { endOfData: 'keep' }, { backEnd: 'wasm' })
  const timed = (work: () => unknown) => {
    const start = performance.now()
    work()
    return performance.now() - start
  }
  const coldMilliseconds = timed(() => backtest(10_000))
  const secondMilliseconds = timed(() => backtest(10_000))
  const liveBars = all.time.length
  let batch = backtest(liveBars)
  const batchMilliseconds = timed(() => {
    batch = backtest(liveBars)
  })
  const fills: string[] = []
  const session = createTradingSession(planOf(document), new Map([['feed', binding]]), undefined, {
    backEnd: 'wasm',
    mode: 'dry-run',
    startedAt: all.time[0] ?? 0,
    runId: 'bench',
    sink: {
      append(event) {
        if (event.type === 'fill') fills.push(`${event.payload.fill.time} ${event.payload.fill.side} ${event.payload.fill.price}`)
      },
    },
  })
  const bars = Array.from({ length: liveBars }, (_, row) => [{ feed: 'feed', bar: barAt(all, row) }])
  const liveMilliseconds = timed(() => {
    for (const bar of bars) session.onBars(bar)
  })
  const expected = batch.fills.map((fill) => `${fill.time} ${fill.side} ${fill.price}`)
  return {
    coldMilliseconds,
    secondMilliseconds,
    liveBars,
    liveMicroseconds: (liveMilliseconds * 1000) / liveBars,
    batchMicroseconds: (batchMilliseconds * 1000) / liveBars,
    equal: expected.length > 0 && expected.join() === fills.join(),
  }
}
