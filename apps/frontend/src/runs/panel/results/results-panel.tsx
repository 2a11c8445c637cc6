import type { Run } from '@strategraph/protocol'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../api/client.ts'
import { cx } from '../../../ui/class-names.ts'
import { Loading } from '../../../ui/empty-state.tsx'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { isActive, type RunView } from '../../run-store.ts'
import { useResult } from '../shared/use-shown-run.ts'
import { WithRun } from '../shared/with-run.tsx'
import { assumptionsOf } from './assumptions.ts'
import { type Figures, figuresSoFar } from './live-figures.ts'
import { type Metric, metricText, metrics } from './metric-words.ts'

/** What came of the run in numbers, and everything that these numbers depend on. */
export function ResultsPanel({ workflowId }: { readonly workflowId: string }) {
  return (
    <WithRun workflowId={workflowId} what="Return, risk and costs">
      {(view, run) => <RunResults key={run.id} view={view} run={run} />}
    </WithRun>
  )
}

function useStarted(view: RunView) {
  const first = view.events[0]
  const isHere = first?.type === 'run.started'
  const { data } = useQuery({
    queryKey: ['run', view.runId, 'started'],
    queryFn: async () => (await api.runEvents({ params: { id: view.runId }, query: { after: 0, limit: 1 } })).events[0] ?? null,
    enabled: !isHere,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const event = isHere ? first : data
  return event?.type === 'run.started' ? event : undefined
}

function RunResults({ view, run }: { readonly view: RunView; readonly run: Run }) {
  const { data, error, refetch } = useResult(run)
  const started = useStarted(view)
  const initial = started?.payload.account['initialCash']
  const figures: Figures = useMemo(() => {
    if (run.metrics !== null) return run.metrics
    return data === undefined ? {} : figuresSoFar(data, typeof initial === 'string' ? Number(initial) : (data.equity[0]?.equity ?? 0))
  }, [run.metrics, data, initial])
  if (error !== null && data === undefined && run.metrics === null)
    return <ProblemNote title="The results could not be loaded." error={error} retry={() => void refetch()} />
  if (data === undefined && run.metrics === null) return <Loading what="the results" />
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div
      role="region"
      aria-label="Results"
      tabIndex={0}
      className="grid h-full grid-cols-[1fr_minmax(16rem,22rem)] gap-4 overflow-auto p-3 max-lg:grid-cols-1"
    >
      <section aria-label="Metrics">
        {isActive(run) ? <p className="mb-2 text-ink-soft text-xs">So far. Figures that need the whole run appear when it ends.</p> : null}
        <dl className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-2">
          {metrics.map((metric) => (
            <Card key={metric.id} metric={metric} figures={figures} />
          ))}
        </dl>
      </section>
      <section aria-labelledby="assumptions" className="text-xs">
        <h3 id="assumptions" className="mb-1.5 font-semibold">
          What this rests on
        </h3>
        {started === undefined ? null : (
          <dl className="space-y-1.5">
            {assumptionsOf(started).map(({ title, text }) => (
              <div key={title} className="grid grid-cols-[6.5rem_1fr] gap-2">
                <dt className="text-ink-faint">{title}</dt>
                <dd>{text}</dd>
              </div>
            ))}
            <div className="grid grid-cols-[6.5rem_1fr] gap-2">
              <dt className="text-ink-faint">Version</dt>
              <dd>
                {run.revision === null ? 'never saved' : `revision ${run.revision}`}{' '}
                <span className="font-mono text-2xs text-ink-faint">{run.graphHash.slice(0, 12)}</span>
              </dd>
            </div>
          </dl>
        )}
      </section>
    </div>
  )
}

function Card({ metric, figures }: { readonly metric: Metric; readonly figures: Figures }) {
  const value = metric.value(figures)
  const tone = metric.isResult !== true || value === null || value === undefined || value === 0 ? '' : value > 0 ? 'text-up' : 'text-down'
  return (
    <div className="rounded-lg border border-line bg-raised px-2.5 py-2">
      <dt className="text-ink-soft text-xs">{metric.title}</dt>
      <dd>
        <p className={cx('num font-semibold text-base', tone)}>{metricText(metric, figures)}</p>
        <p className="text-2xs text-ink-faint leading-snug">{metric.says}</p>
      </dd>
    </div>
  )
}
