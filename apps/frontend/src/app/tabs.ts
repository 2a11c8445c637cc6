import { create } from 'zustand'
import { navigate, parseRoute } from './router.ts'

export interface Tab {
  readonly workflowId: string
  readonly name: string
}

const storageKey = 'strategraph.tabs'

function stored(): readonly Tab[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    if (!Array.isArray(value)) return []
    return value.flatMap((entry: unknown) => {
      if (typeof entry !== 'object' || entry === null || !('workflowId' in entry) || !('name' in entry)) return []
      return typeof entry.workflowId === 'string' && typeof entry.name === 'string'
        ? [{ workflowId: entry.workflowId, name: entry.name }]
        : []
    })
  } catch {
    return []
  }
}

/** Open workflows in the order of the tab strip; kept over reloads. */
export const useTabs = create<{ readonly tabs: readonly Tab[] }>(() => ({ tabs: stored() }))
useTabs.subscribe(({ tabs }) => localStorage.setItem(storageKey, JSON.stringify(tabs)))

/** Opens or renames the tab of a workflow. */
export function putTab(tab: Tab): void {
  useTabs.setState(({ tabs }) => {
    const known = tabs.find((entry) => entry.workflowId === tab.workflowId)
    if (known?.name === tab.name) return {}
    return { tabs: known === undefined ? [...tabs, tab] : tabs.map((entry) => (entry === known ? tab : entry)) }
  })
}

/** Closes a tab; where it was the shown one, its neighbour (or the gallery) is shown. */
export function closeTab(workflowId: string): void {
  const { tabs } = useTabs.getState()
  const index = tabs.findIndex((tab) => tab.workflowId === workflowId)
  const rest = tabs.filter((tab) => tab.workflowId !== workflowId)
  useTabs.setState({ tabs: rest })
  const route = parseRoute(location.hash)
  if (route.page !== 'workflow' || route.workflowId !== workflowId) return
  const next = rest[Math.min(index, rest.length - 1)]
  navigate(next === undefined ? { page: 'gallery' } : { page: 'workflow', workflowId: next.workflowId })
}
