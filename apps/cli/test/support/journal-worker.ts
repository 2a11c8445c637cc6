import { parentPort } from 'node:worker_threads'
import { builtinNodes } from '@strategraph/nodes'
import { type BatchRequest, performBatch } from '@strategraph/strategy-core'
import { type FeedBinding, journalLine } from '@strategraph/trading-engine'
import { batchJournal } from '@strategraph/trading-engine/testing'
import { answersOrFailure } from '../../src/backtest/answer-tape.ts'

/** What a journal needs besides plan and columns; plain data. */
export interface JournalJob {
  readonly bindings: readonly (readonly [feed: string, binding: FeedBinding])[]
  /** File with the answers of a model. */
  readonly answers?: string
}

/** A worker thread of the worker driver: the journal of a backtest, line by line. A failure ends the thread, and the test with it. */
parentPort?.on('message', (request: BatchRequest<JournalJob>) => void answer(request))

async function answer(request: BatchRequest<JournalJob>): Promise<void> {
  const answers = await answersOrFailure(request.job.answers)
  if (!answers.ok) throw new Error(JSON.stringify(answers.problems))
  performBatch<JournalJob, readonly string[]>(request, {
    registry: builtinNodes,
    post: (response) => parentPort?.postMessage(response),
    perform(plan, columns, { backEnd }, { bindings }) {
      const feeds = new Map(
        bindings.flatMap(([feed, binding]) => {
          const bars = columns.get(feed)
          return bars === undefined ? [] : [[feed, { ...binding, columns: bars }] as const]
        }),
      )
      return batchJournal(plan, feeds, { backEnd, answers: answers.value }).map(journalLine)
    },
  })
}
