import type { Run } from '@strategraph/protocol'
import { ChartCandlestick, Square } from 'lucide-react'
import type { ReactNode } from 'react'
import { api } from '../../../api/client.ts'
import { cacheRun } from '../../../api/queries.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState, Loading } from '../../../ui/empty-state.tsx'
import { formatFixed } from '../../../ui/format.ts'
import { errorText, ProblemNote } from '../../../ui/problem-note.tsx'
import { toast } from '../../../ui/toast.tsx'
import { isActive, type RunView, useRunView } from '../../run-store.ts'

interface WithRunProps {
  readonly workflowId: string
  /** What would be here: "Candles, orders and trades". */
  readonly what: string
  readonly children: (view: RunView, run: Run) => ReactNode
}

/** A panel of the run on the canvas; says what is missing while there is none, and how far a backtest is. */
export function WithRun({ workflowId, what, children }: WithRunProps) {
  const view = useRunView(workflowId)
  if (view === undefined) {
    return (
      <EmptyState icon={<ChartCandlestick />} title="No run on the canvas">
        {what} appear here as soon as you run a backtest or start a dry-run, or open a past run under Runs.
      </EmptyState>
    )
  }
  if (view.problem !== undefined && view.run === undefined)
    return <ProblemNote title="The run cannot be followed." error={view.problem.message} />
  if (view.run === undefined) return <Loading what="the run" />
  if (view.run.mode === 'backtest' && isActive(view.run)) return <BacktestProgress run={view.run} />
  return <>{children(view, view.run)}</>
}

/** Stops a run; says so where it could not. */
export async function stopRun(id: string): Promise<void> {
  try {
    cacheRun(await api.stopRun({ params: { id } }))
  } catch (error) {
    toast({ tone: 'error', text: 'The run could not be stopped.', detail: errorText(error) })
  }
}

function BacktestProgress({ run }: { readonly run: Run }) {
  const percent = Math.round((run.progress ?? 0) * 100)
  return (
    <div className="mx-auto flex h-full max-w-sm flex-col items-center justify-center gap-3 p-6">
      <p className="font-medium">{run.status === 'starting' ? 'The backtest is waiting to start' : 'The backtest is running'}</p>
      <div
        role="progressbar"
        aria-label="Backtest"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-2 w-full overflow-hidden rounded-full bg-hover"
      >
        <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
      </div>
      <p className="num text-ink-soft text-xs">
        {percent} %{run.bars > 0 ? ` · ${formatFixed(run.bars, 0)} bars` : ''}
        {run.equity === null ? '' : ` · equity ${formatFixed(run.equity, 2)}`}
      </p>
      <Button onClick={() => void stopRun(run.id)}>
        <Square aria-hidden="true" className="size-3 fill-current" /> Cancel
      </Button>
    </div>
  )
}
