import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { queryClient } from '../../api/queries.ts'
import { personaWords } from '../market-words.ts'

/** Cache keys of everything about the market that is asked for and not streamed. */
export const marketKeys = {
  state: ['market', 'state'] as const,
  agent: (id: number) => ['market', 'agent', id] as const,
  personas: ['market', 'personas'] as const,
  population: ['market', 'population'] as const,
  scenarios: ['market', 'scenarios'] as const,
  checkpoints: ['market', 'checkpoints'] as const,
  reports: ['market', 'reports'] as const,
  report: (id: string) => ['market', 'reports', id] as const,
  accounts: ['market', 'accounts'] as const,
}

export const refresh = (key: readonly unknown[]): Promise<void> => queryClient.invalidateQueries({ queryKey: key })

export const usePersonas = () => useQuery({ queryKey: marketKeys.personas, queryFn: () => api.listPersonas({}), staleTime: Infinity })
/** What a kind of agents is called; made of its id until the server has said. */
export function usePersonaTitle(): (persona: string) => string {
  const { data } = usePersonas()
  return (persona) => data?.find(({ id }) => id === persona)?.title ?? personaWords(persona)
}
/** Whom the market is made with now: asked for anew each time, a checkpoint may have been restored. */
export const usePopulation = () =>
  useQuery({ queryKey: marketKeys.population, queryFn: async () => (await api.marketState({})).population, gcTime: 0 })
export const useScenarios = () => useQuery({ queryKey: marketKeys.scenarios, queryFn: () => api.listScenarios({}), staleTime: Infinity })
export const useCheckpoints = () => useQuery({ queryKey: marketKeys.checkpoints, queryFn: () => api.listCheckpoints({}) })
export const useReports = () => useQuery({ queryKey: marketKeys.reports, queryFn: () => api.listReports({}) })
export const useReport = (id: string) =>
  useQuery({ queryKey: marketKeys.report(id), queryFn: () => api.readReport({ params: { id } }), staleTime: Infinity })
export const useAccounts = () => useQuery({ queryKey: marketKeys.accounts, queryFn: () => api.listSandboxAccounts({}) })

/** With its secret, which the server tells once. */
export type CreatedAccount = Awaited<ReturnType<typeof api.createSandboxAccount>>
