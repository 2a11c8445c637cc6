import type { Run } from '@strategraph/protocol'
import { parseDocument, type WorkflowDocument } from '@strategraph/strategy-core'
import type { Trade } from '@strategraph/trading-engine'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { api } from '../../../api/client.ts'
import { keys, useRunDetail } from '../../../api/queries.ts'
import { useEditor } from '../../../editor/model/editor-context.ts'
import { registry } from '../../../editor/model/strategy.ts'
import { toast } from '../../../ui/toast.tsx'
import { isActive, type RunView, setCursor } from '../../run-store.ts'
import { rowFinder } from './row-finder.ts'

/** The exact version that a run runs; undefined until it is here. */
export function useRunDocument(runId: string | undefined): WorkflowDocument | undefined {
  const { data } = useRunDetail(runId)
  const json = data?.document
  return useMemo(() => {
    if (json === undefined) return undefined
    const parsed = parseDocument(json, registry)
    return parsed.ok ? parsed.value : undefined
  }, [json])
}

/** Metrics, trades and equity; read again every few seconds while the run goes on, and once more when it has ended. */
export function useResult(run: Run | undefined) {
  const isOn = isActive(run)
  return useQuery({
    queryKey: [...keys.result(run?.id ?? ''), isOn],
    queryFn: () => api.runResult({ params: { id: run?.id ?? '' }, query: {} }),
    enabled: run !== undefined && !(isOn && run.mode === 'backtest' && run.bars === 0),
    placeholderData: keepPreviousData,
    refetchInterval: isOn ? 3000 : false,
    staleTime: isOn ? 0 : Number.POSITIVE_INFINITY,
  })
}

/** Closed trades: the server's list and what has closed since. */
export function useTrades(view: RunView): { readonly trades: readonly Trade[]; readonly isLoading: boolean; readonly error: unknown } {
  const { data, error, isLoading } = useResult(view.run)
  const { events } = view
  const trades = useMemo(() => {
    const known = data?.trades ?? []
    const newest = known.at(-1)?.index ?? -1
    const fresh = events.flatMap((event) => (event.type === 'trade' && event.payload.trade.index > newest ? [event.payload.trade] : []))
    return fresh.length === 0 ? known : [...known, ...fresh]
  }, [data, events])
  return { trades, isLoading: isLoading && trades.length === 0, error: data === undefined ? error : null }
}

const neverTells = () => () => {}

/** How many rows a run has; 0 while nobody knows. The bars of a backtest can be asked for when it is over. */
export function useRowCount(view: RunView | undefined): number {
  const run = view?.run
  const isOn = isActive(run)
  const probe = useQuery({
    queryKey: ['run', run?.id ?? '', 'rows', isOn],
    queryFn: async () => (await api.runValues({ params: { id: run?.id ?? '' }, query: { from: 0, to: 1, keys: '' } })).total,
    enabled: run !== undefined && !(isOn && run.mode === 'backtest'),
    placeholderData: keepPreviousData,
    refetchInterval: isOn ? 4000 : false,
    staleTime: isOn ? 0 : Number.POSITIVE_INFINITY,
  })
  const live = view?.live
  const tick = useSyncExternalStore(live === undefined ? neverTells : (listener) => live.subscribe(listener), () => live?.tick ?? -1)
  const isOneFeed = run?.feeds.length === 1
  return Math.max(probe.data ?? 0, isOn && isOneFeed ? tick + 1 : 0)
}

/** Puts the time slider on the bar that had closed at a moment, and selects the nodes that had to do with it. */
export function useJump(workflowId: string, runId: string): (time: number, nodeIds?: readonly string[]) => void {
  const store = useEditor()
  return useCallback(
    (time, nodeIds) => {
      if (nodeIds !== undefined) {
        const present = new Set(store.getState().document.nodes.map((node) => node.id))
        store.select(nodeIds.filter((id) => present.has(id)))
      }
      rowFinder(runId)
        .rowAt(time)
        .then(
          (row) => {
            if (row !== undefined) setCursor(workflowId, row)
          },
          () => toast({ tone: 'error', text: 'That bar could not be looked up.' }),
        )
    },
    [store, workflowId, runId],
  )
}
