import type { CrashTestJob, CrashTests } from '@strategraph/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { keys, queryClient } from '../api/queries.ts'
import { errorText } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'

const lookEveryMs = 600

export const isTesting = (job: CrashTestJob | null | undefined): job is CrashTestJob =>
  job !== null && job !== undefined && (job.status === 'waiting' || job.status === 'running')

/** Results of a strategy, followed while a test goes on. */
export function useCrashTests(workflowId: string) {
  const query = useQuery({
    queryKey: keys.crashTests(workflowId),
    queryFn: () => api.crashTests({ params: { id: workflowId } }),
    refetchInterval: ({ state }) => (isTesting(state.data?.job) ? lookEveryMs : false),
  })
  const isRunning = isTesting(query.data?.job)
  // The badge in lists is part of the workflow.
  useEffect(() => {
    if (!isRunning) void queryClient.invalidateQueries({ queryKey: keys.workflows })
  }, [isRunning])
  return query
}

/** `prepare` saves what is to be tested; false where it could not. */
export function useCrashActions(workflowId: string, prepare: (() => Promise<boolean>) | undefined) {
  const [isBusy, setBusy] = useState(false)
  const act = async (failure: string, task: () => Promise<void>) => {
    setBusy(true)
    try {
      await task()
    } catch (error) {
      toast({ tone: 'error', text: failure, detail: errorText(error) })
    } finally {
      setBusy(false)
    }
  }
  const put = (change: (tests: CrashTests | undefined) => CrashTests | undefined) =>
    queryClient.setQueryData<CrashTests>(keys.crashTests(workflowId), change)
  return {
    isBusy,
    start: (scenarios?: readonly string[]) =>
      act('The crash test did not start.', async () => {
        if (prepare !== undefined && !(await prepare())) return
        const body = scenarios === undefined ? {} : { scenarios: [...scenarios] }
        const job = await api.startCrashTest({ params: { id: workflowId }, body })
        put((tests) => ({ test: null, summary: null, ...tests, job }))
      }),
    cancel: () =>
      act('The crash test could not be canceled.', async () => {
        const tests = await api.cancelCrashTest({ params: { id: workflowId } })
        put(() => tests)
      }),
  }
}
