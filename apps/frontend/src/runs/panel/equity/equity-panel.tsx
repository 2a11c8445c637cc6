import type { Run, RunResult } from '@strategraph/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { api } from '../../../api/client.ts'
import { keys, useRuns } from '../../../api/queries.ts'
import { useTheme } from '../../../app/theme.ts'
import { EmptyState, Loading } from '../../../ui/empty-state.tsx'
import { formatFixed, formatPercent, formatTime } from '../../../ui/format.ts'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { isActive, type RunView } from '../../run-store.ts'
import { clockFeed } from '../shared/run-market.ts'
import { useJump, useResult } from '../shared/use-shown-run.ts'
import { WithRun } from '../shared/with-run.tsx'
import { createEquityChart, type EquityChart } from './equity-chart.ts'
import { drawdownPoints, equityPoints, holdPoints } from './equity-rows.ts'

/** How the account did, beside buying once and holding, or beside another run. */
export function EquityPanel({ workflowId }: { readonly workflowId: string }) {
  return (
    <WithRun workflowId={workflowId} what="Equity and drawdown">
      {(view, run) => <RunEquity key={run.id} view={view} run={run} />}
    </WithRun>
  )
}

function RunEquity({ view, run }: { readonly view: RunView; readonly run: Run }) {
  const { data, error, refetch } = useResult(run)
  if (error !== null && data === undefined)
    return <ProblemNote title="The equity could not be loaded." error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="the equity" />
  if (data.equity.length === 0)
    return <EmptyState title={isActive(run) ? 'Waiting for the first candle' : 'The run ended before its first candle'} />
  return <EquityView view={view} run={run} result={data} />
}

/** Points of the comparison that are enough for any screen. */
const holdPointCount = 1500

function useHold(run: Run, initialCash: number) {
  const isOn = isActive(run)
  const feed = clockFeed(run.feeds)?.feed
  const { data } = useQuery({
    queryKey: [...keys.bars(run.id, feed), 'hold', isOn],
    queryFn: async () => {
      const query = feed === undefined ? {} : { feed }
      const first = await api.runBars({ params: { id: run.id }, query: { ...query, from: 0, to: 1 } })
      const every = Math.max(1, Math.ceil(first.total / holdPointCount))
      const bars = every === 1 && first.total <= 1 ? first : await api.runBars({ params: { id: run.id }, query: { ...query, every } })
      return { bars, firstClose: first.close[0] }
    },
    refetchInterval: isOn ? 10_000 : false,
    staleTime: isOn ? 0 : Number.POSITIVE_INFINITY,
  })
  return useMemo(() => (data === undefined ? [] : holdPoints(data.bars, initialCash, data.firstClose)), [data, initialCash])
}

function EquityView({ view, run, result }: { readonly view: RunView; readonly run: Run; readonly result: RunResult }) {
  const box = useRef<HTMLDivElement>(null)
  const summaryId = useId()
  const [chart, setChart] = useState<EquityChart>()
  const [otherId, setOtherId] = useState('')
  const jump = useJump(view.workflowId, run.id)
  const initialCash = result.metrics?.initialCash ?? result.equity[0]?.equity ?? 0
  const hold = useHold(run, initialCash)
  const { data: runs = [] } = useRuns(view.workflowId)
  const others = runs.filter((other) => other.id !== run.id && other.bars > 0)
  const other = useQuery({
    queryKey: [...keys.result(otherId), 'compare'],
    queryFn: () => api.runResult({ params: { id: otherId }, query: {} }),
    enabled: otherId !== '',
  })

  useEffect(() => {
    if (box.current === null) return
    const made = createEquityChart(box.current, (time) => jump(time * 1000))
    setChart(made)
    const stopTheme = useTheme.subscribe(() => requestAnimationFrame(() => made.readTheme()))
    return () => {
      stopTheme()
      made.remove()
    }
  }, [jump])
  useEffect(() => chart?.setRun(equityPoints(result.equity), drawdownPoints(result.equity)), [chart, result.equity])
  useEffect(() => chart?.setHold(hold), [chart, hold])
  useEffect(() => {
    if (chart !== undefined && (otherId === '' || other.data !== undefined))
      chart.setOther(otherId === '' ? [] : equityPoints(other.data?.equity ?? []))
  }, [chart, otherId, other.data])
  const at = view.cursor?.time
  useEffect(() => chart?.setCursor(at === undefined || at === 0 ? undefined : at / 1000), [chart, at])

  const last = result.equity.at(-1)
  const gain = last === undefined || initialCash === 0 ? 0 : 100 * (last.equity / initialCash - 1)
  const held = hold.at(-1)
  const heldGain = held === undefined || initialCash === 0 ? undefined : 100 * (held.value / initialCash - 1)
  return (
    <div className="flex h-full min-h-40 flex-col">
      <div className="num flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5 text-xs">
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-0.5 w-4 rounded bg-accent" />
          Equity <strong>{formatFixed(last?.equity ?? initialCash, 2)}</strong>
          <span className={gain >= 0 ? 'text-up' : 'text-down'}>
            {gain >= 0 ? '+' : ''}
            {formatPercent(gain)}
          </span>
        </span>
        {heldGain === undefined ? null : (
          <span
            className="flex items-center gap-1.5 text-ink-soft"
            title="The same money put into the market at the first close and left there, without fees"
          >
            <span aria-hidden="true" className="w-4 border-ink-faint border-t border-dashed" />
            Buy and hold {heldGain >= 0 ? '+' : ''}
            {formatPercent(heldGain)}
          </span>
        )}
        {others.length === 0 ? null : (
          <label className="flex items-center gap-1.5">
            <span aria-hidden="true" className="h-0.5 w-4 rounded bg-warn" />
            Compare with
            <select className="input h-6 w-auto max-w-56 text-xs" value={otherId} onChange={(event) => setOtherId(event.target.value)}>
              <option value="">no other run</option>
              {others.map((entry) => (
                <option key={entry.id} value={entry.id}>
                  {entry.mode} of {formatTime(entry.startedAt)}
                  {entry.revision === null ? '' : `, revision ${entry.revision}`}
                  {entry.metrics === null ? '' : `, ${formatPercent(entry.metrics.returnPercent)}`}
                </option>
              ))}
            </select>
          </label>
        )}
        {other.error === null ? null : <span className="text-down">The other run could not be loaded.</span>}
      </div>
      <p id={summaryId} className="sr-only">
        Equity from {formatFixed(initialCash, 2)} to {formatFixed(last?.equity ?? initialCash, 2)}, {formatPercent(gain)}. Largest fall from
        a peak: {formatPercent(100 * Math.max(0, ...result.equity.map((sample) => sample.drawdown)))}.
      </p>
      <div ref={box} role="group" aria-label="Equity chart" aria-describedby={summaryId} className="min-h-0 flex-1" />
    </div>
  )
}
