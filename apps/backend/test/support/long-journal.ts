import { openDataFolder, openJournal } from '@strategraph/adapters'
import { barAt } from '@strategraph/market-model'
import { builtinNodes } from '@strategraph/nodes'
import { createTradingSession, type JournalEvent } from '@strategraph/trading-engine'
import { simulatedBars } from '../../src/runs/feeds/simulated-feed.ts'
import { createRunStore } from '../../src/runs/run-store.ts'
import { prepareRun, type Preparation } from '../../src/runs/start-run.ts'
import { crossStrategy } from './strategies.ts'

const nobody = () => {
  throw new Error('not asked in this test')
}
const preparation: Preparation = {
  registry: builtinNodes,
  workflows: { read: nobody } as unknown as Preparation['workflows'],
  directory: { dataset: nobody, instrument: nobody },
  now: Date.now,
}

/** A data folder in which a dry-run on the simulated market has gone on until its journal had so many events, and then the process died. */
export async function writeLongJournal(dataPath: string, length: number): Promise<{ readonly id: string; readonly events: number }> {
  const folder = await openDataFolder(dataPath)
  const journal = folder.ok ? await openJournal(folder.value.journal) : folder
  if (!journal.ok) throw new Error(journal.problems[0]?.message)
  const document = crossStrategy({ fast: 2, slow: 3 })
  const { record, plan, feeds } = await prepareRun({ mode: 'dry-run', document, speed: 1 }, preparation)
  const [feed] = feeds
  if (feed?.origin.kind !== 'simulated') throw new Error('no simulated feed')
  const store = createRunStore(journal.value)
  store.insert({ ...record, run: { ...record.run, status: 'running' } })
  const events: JournalEvent[] = []
  const session = createTradingSession(plan, new Map([[feed.feed, feed]]), record.spec.overrides, {
    backEnd: 'wasm',
    mode: 'dry-run',
    runId: record.run.id,
    startedAt: record.run.startedAt,
    sink: { append: (event) => events.push(event) },
  })
  const columns = simulatedBars({ ...feed.origin, interval: feed.interval }, length)
  for (let row = 0; events.length < length; row += 1) session.onBars([{ feed: feed.feed, bar: barAt(columns, row) }])
  store.append(events)
  journal.value.close()
  return { id: record.run.id, events: events.length }
}
