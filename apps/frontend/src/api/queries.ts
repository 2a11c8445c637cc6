import type { Run } from '@strategraph/protocol'
import { QueryClient, useQuery } from '@tanstack/react-query'
import { api } from './client.ts'

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 10_000, refetchOnWindowFocus: false }, mutations: { retry: 0 } },
})

/** Every cache key in one place, so that an invalidation cannot miss its query. */
export const keys = {
  workflows: ['workflows'] as const,
  workflow: (id: string) => ['workflow', id] as const,
  history: (id: string) => ['workflow', id, 'history'] as const,
  examples: ['examples'] as const,
  datasets: ['datasets'] as const,
  runs: (workflowId?: string) => ['runs', workflowId ?? 'all'] as const,
  run: (id: string) => ['run', id] as const,
  result: (id: string) => ['run', id, 'result'] as const,
  crashTests: (id: string) => ['crash-tests', id] as const,
  bars: (id: string, feed?: string) => ['run', id, 'bars', feed ?? ''] as const,
}

export const useWorkflows = () => useQuery({ queryKey: keys.workflows, queryFn: () => api.listWorkflows({}) })
/** Always read anew when a canvas opens: an old copy would be edited and then conflict. */
export const useWorkflow = (id: string) =>
  useQuery({ queryKey: keys.workflow(id), queryFn: () => api.readWorkflow({ params: { id } }), staleTime: 0, gcTime: 0 })
export const useHistory = (id: string) =>
  useQuery({ queryKey: keys.history(id), queryFn: () => api.workflowHistory({ params: { id } }), staleTime: 0 })
export const useExamples = () => useQuery({ queryKey: keys.examples, queryFn: () => api.examples({}), staleTime: Infinity })
export const useDatasets = () => useQuery({ queryKey: keys.datasets, queryFn: () => api.listDatasets({}) })
export const useRuns = (workflowId?: string) =>
  useQuery({
    queryKey: keys.runs(workflowId),
    queryFn: () => api.listRuns({ query: workflowId === undefined ? {} : { workflowId } }),
  })
export const useRunDetail = (id: string | undefined) =>
  useQuery({ queryKey: keys.run(id ?? ''), queryFn: () => api.readRun({ params: { id: id ?? '' } }), enabled: id !== undefined })
/** A run that changed on the server: lists and details show it without asking again. */
export function cacheRun(run: Run): void {
  const put = (list: Run[] | undefined) => {
    if (list === undefined) return undefined
    return list.some((entry) => entry.id === run.id) ? list.map((entry) => (entry.id === run.id ? run : entry)) : [run, ...list]
  }
  queryClient.setQueryData<Run[]>(keys.runs(), put)
  queryClient.setQueryData<Run[]>(keys.runs(run.workflowId), put)
}
