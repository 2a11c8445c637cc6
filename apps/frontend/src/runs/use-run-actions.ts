import type { WorkflowDocument } from '@strategraph/strategy-core'
import { useCallback, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { api } from '../api/client.ts'
import { cacheRun } from '../api/queries.ts'
import { navigate } from '../app/router.ts'
import type { EditorStore } from '../editor/model/editor-store.ts'
import { registry } from '../editor/model/strategy.ts'
import { setView } from '../editor/model/view-store.ts'
import type { Saving } from '../editor/saving/saving.ts'
import { errorText } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { type CandleSource, sourceOf } from './candle-sources.ts'
import { settingsOf, settingsProblem, startRequest } from './run-settings.ts'
import { isActive, showRun, useRunView } from './run-store.ts'

/** Feed nodes of bars, in document order. */
export function feedsOf(
  document: WorkflowDocument,
): readonly { readonly id: string; readonly name: string; readonly source: CandleSource }[] {
  return document.nodes.flatMap((node) => {
    const definition = registry.get(node.type)
    if (definition?.behaviour !== 'source' || node.disabled === true) return []
    const parsed = definition.config.safeParse(node.config)
    if (!parsed.success) return []
    const spec = definition.source(parsed.data)
    if (spec.stream !== 'bars') return []
    const { origin } = spec
    return [{ id: node.id, name: node.label ?? definition.title, source: sourceOf(origin) }]
  })
}

/** Start, stop and the rest of the run bar. A run always pins a saved revision, so starting saves one when there are edits. */
export function useRunActions(store: EditorStore, saving: Saving | undefined) {
  const workflowId = useStore(store, (state) => state.workflowId)
  const view = useRunView(workflowId)
  const [isStarting, setStarting] = useState(false)
  const run = view?.run

  const start = useCallback(async () => {
    if (saving === undefined) return
    const { problems, document } = store.getState()
    const settings = settingsOf(workflowId)
    if (settings.mode !== 'live' && problems.some((problem) => problem.severity === 'error')) {
      setView({ dock: 'problems' })
      toast({ tone: 'error', text: 'The strategy cannot run yet: see the problems below the canvas.' })
      return
    }
    const wrong = settingsProblem(settings)
    if (wrong !== undefined) return toast({ tone: 'error', text: wrong })
    setStarting(true)
    try {
      const revision = await saving.save()
      if (revision === undefined) return
      const started = await api.startRun({
        body: startRequest(
          settings,
          workflowId,
          revision,
          feedsOf(document).map((feed) => feed.id),
        ),
      })
      cacheRun(started)
      showRun(workflowId, started.id, started)
    } catch (error) {
      toast({ tone: 'error', text: 'The run did not start.', detail: errorText(error) })
    } finally {
      setStarting(false)
    }
  }, [store, saving, workflowId])

  const act = useCallback(
    async (what: 'stopRun' | 'pauseRun' | 'resumeRun' | 'flattenRun', failure: string) => {
      if (run === undefined) return
      try {
        cacheRun(await api[what]({ params: { id: run.id } }))
      } catch (error) {
        toast({ tone: 'error', text: failure, detail: errorText(error) })
      }
    },
    [run],
  )

  return useMemo(
    () => ({
      isStarting,
      isActive: isActive(run),
      start: () => void start(),
      stop: () => void act('stopRun', 'The run could not be stopped.'),
      pause: () => void act('pauseRun', 'Entries could not be paused.'),
      resume: () => void act('resumeRun', 'Entries could not be resumed.'),
      flatten: () => void act('flattenRun', 'The positions could not be closed.'),
      openVersion: () => {
        if (run !== undefined) navigate({ page: 'workflow', workflowId, runId: run.id })
      },
    }),
    [isStarting, run, start, act, workflowId],
  )
}
export type RunActions = ReturnType<typeof useRunActions>
