import { Refusal } from '../../http/refusal.ts'
import type { ActiveRun } from '../active-run.ts'
import type { RunBook } from '../run-book.ts'
import type { RunStore } from '../run-store.ts'
import type { BacktestJob, BacktestMessage, EquitySeries } from './backtest-job.ts'
import type { BacktestPool } from './backtest-pool.ts'

export interface BacktestRunOptions {
  readonly job: Omit<BacktestJob, 'control'>
  readonly pool: BacktestPool
  readonly book: RunBook
  readonly store: RunStore
  /** Told the columns that the worker made, for the time slider. */
  readonly onFeeds: (feeds: Extract<BacktestMessage, { type: 'finished' }>['feeds']) => void
}

const noOrders = () => {
  throw new Refusal(409, 'NOT_IN_A_BACKTEST', 'A backtest has no entries to pause; stop it instead.')
}

/** One backtest: what the worker says goes into the journal, and from there to whoever watches. */
export function startBacktestRun({ job, pool, book, store, onFeeds }: BacktestRunOptions): ActiveRun {
  const { runId } = job
  let equity: EquitySeries | undefined
  let wasStopped = false
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })

  const onMessage = (message: BacktestMessage) => {
    switch (message.type) {
      case 'progress':
        return book.touch(runId, { progress: message.done })
      case 'events':
        return book.commit(runId, { events: message.events })
      case 'refused':
        book.commit(runId, {
          patch: message.code === 'CANCELED' ? { status: 'stopped', reason: 'Canceled.' } : { status: 'failed', reason: message.message },
        })
        return end()
      case 'finished': {
        const { metrics, canceled } = message
        equity = message.equity
        store.saveEquity(runId, equity)
        onFeeds(message.feeds)
        book.commit(runId, {
          patch: {
            status: canceled ? 'stopped' : 'finished',
            ...(canceled ? { reason: 'Canceled.' } : { progress: 1 }),
            metrics,
            equity: metrics.finalEquity,
            trades: metrics.trades,
            bars: metrics.bars,
          },
        })
        return end()
      }
    }
  }

  const handle = pool.run(job, {
    onStart: () => book.commit(runId, { patch: { status: 'running', progress: 0 } }),
    onMessage,
    onCrash(reason) {
      book.commit(runId, {
        patch: wasStopped ? { status: 'stopped', reason: 'Canceled.' } : { status: 'failed', reason: `The backtest broke off: ${reason}.` },
      })
      end()
    },
  })

  return {
    stop() {
      wasStopped = true
      handle.cancel()
    },
    pause: noOrders,
    resume: noOrders,
    flatten: noOrders,
    async suspend() {
      // A backtest has nothing to go on with: the next start says that it was interrupted.
      handle.cancel()
    },
    ended,
    newestValues: () => undefined,
    newestQuotes: () => [],
    equity: () => equity,
  }
}
