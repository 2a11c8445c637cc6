import type { Run } from '@strategraph/protocol'
import { ArrowUpRight, Eye, Square } from 'lucide-react'
import { useEffect } from 'react'
import { cacheRun, useRuns } from '../../../api/queries.ts'
import { watchRuns } from '../../../api/stream.ts'
import { navigate } from '../../../app/router.ts'
import { Button } from '../../../ui/button.tsx'
import { cx } from '../../../ui/class-names.ts'
import { EmptyState, Loading } from '../../../ui/empty-state.tsx'
import { formatBothTimes, formatFixed, formatPercent, formatTime } from '../../../ui/format.ts'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { ModeTag, modeOf } from '../../mode-badge.tsx'
import { isActive, showRun, useRunView } from '../../run-store.ts'
import { stopRun } from '../shared/with-run.tsx'
import { statusWords } from './status-words.ts'

/** All runs of this strategy, newest first; each opens on the canvas with exactly the version that ran. */
export function RunsPanel({ workflowId }: { readonly workflowId: string }) {
  const { data: runs, error, refetch } = useRuns(workflowId)
  const shown = useRunView(workflowId)?.runId
  useEffect(() => watchRuns(cacheRun), [])
  if (error !== null) return <ProblemNote title="The runs could not be loaded." error={error} retry={() => void refetch()} />
  if (runs === undefined) return <Loading what="the runs" />
  if (runs.length === 0)
    return <EmptyState title="No runs yet">Every backtest and dry-run of this strategy is kept here, with the version that ran.</EmptyState>
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className="h-full overflow-auto" role="region" aria-label="Runs of this strategy" tabIndex={0}>
      <table className="num w-full min-w-[52rem] max-sm:min-w-0 border-collapse text-xs">
        <thead className="sticky top-0 z-10 bg-raised text-2xs text-ink-soft">
          <tr className="h-7 text-left [&>th]:px-2 [&>th]:font-normal">
            <th>Mode</th>
            <th>Started (UTC)</th>
            <th className="max-sm:hidden">Status</th>
            <th className="max-sm:hidden">Version</th>
            <th className="text-right max-sm:hidden">Bars</th>
            <th className="text-right max-sm:hidden">Trades</th>
            <th className="text-right">Return</th>
            <th className="text-right max-sm:hidden">Drawdown</th>
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} isShown={run.id === shown} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function RunRow({ run, isShown }: { readonly run: Run; readonly isShown: boolean }) {
  const { metrics } = run
  return (
    <tr className={cx('h-9 border-line border-b hover:bg-hover [&>td]:px-2', isShown && 'bg-accent-soft')}>
      <td>
        <ModeTag mode={modeOf(run)} />
      </td>
      <td title={formatBothTimes(run.startedAt)}>{formatTime(run.startedAt)}</td>
      <td className={cx('max-w-64 truncate max-sm:hidden', run.status === 'failed' && 'text-down')} title={run.reason}>
        {statusWords[run.status]}
        {isActive(run) && run.mode === 'backtest' ? ` ${Math.round(100 * (run.progress ?? 0))} %` : ''}
        {run.reason === undefined ? null : <span className="text-ink-faint"> · {run.reason}</span>}
      </td>
      <td className="text-ink-soft max-sm:hidden">{run.revision === null ? 'not saved' : `r${run.revision}`}</td>
      <td className="text-right max-sm:hidden">{formatFixed(run.bars, 0)}</td>
      <td className="text-right max-sm:hidden">{run.trades}</td>
      <td
        className={cx(
          'text-right font-medium',
          metrics !== null && metrics.returnPercent !== 0 && (metrics.returnPercent > 0 ? 'text-up' : 'text-down'),
        )}
      >
        {metrics === null ? '–' : `${metrics.returnPercent > 0 ? '+' : ''}${formatPercent(metrics.returnPercent)}`}
      </td>
      <td className="text-right max-sm:hidden">{metrics === null ? '–' : formatPercent(metrics.maxDrawdownPercent)}</td>
      <td>
        <span className="flex justify-end gap-1">
          {isShown ? (
            <span className="flex items-center gap-1 px-2 text-accent">
              <Eye aria-hidden="true" className="size-3.5" /> on the canvas
            </span>
          ) : null}
          {isActive(run) ? (
            <>
              {isShown ? null : (
                <Button size="small" onClick={() => showRun(run.workflowId, run.id, run)}>
                  Show
                </Button>
              )}
              <Button size="small" look="plain" onClick={() => void stopRun(run.id)}>
                <Square aria-hidden="true" className="size-2.5 fill-current" /> {run.mode === 'backtest' ? 'Cancel' : 'Stop'}
              </Button>
            </>
          ) : (
            <Button
              size="small"
              title="Shows the run on exactly the version that ran"
              onClick={() => navigate({ page: 'workflow', workflowId: run.workflowId, runId: run.id })}
            >
              <ArrowUpRight aria-hidden="true" className="size-3" /> Open
            </Button>
          )}
        </span>
      </td>
    </tr>
  )
}
