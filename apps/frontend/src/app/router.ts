import { useSyncExternalStore } from 'react'

/**
 * Where the page is. Routes live in the fragment: the server only leads an address without its hash here
 * (backend, error-answer.ts, names the first words of them), and the launch link (`#token=...`) can be told apart.
 */
export type Route =
  | { readonly page: 'gallery' }
  | { readonly page: 'workflow'; readonly workflowId: string; readonly runId?: string }
  | { readonly page: 'data' }
  /** Without a symbol: the first market that there is. */
  | { readonly page: 'market'; readonly symbol?: string }

export function parseRoute(hash: string): Route {
  const [first, id, second, runId] = hash.replace(/^#\/?/, '').split('/').map(decoded)
  if (first === 'workflow' && id !== undefined && id !== '') {
    return second === 'run' && runId !== undefined && runId !== ''
      ? { page: 'workflow', workflowId: id, runId }
      : { page: 'workflow', workflowId: id }
  }
  if (first === 'data') return { page: 'data' }
  if (first === 'market') return id === undefined || id === '' ? { page: 'market' } : { page: 'market', symbol: id }
  return { page: 'gallery' }
}

/** As it is where it cannot be read: a link that was cut leads to what is not there, not to a page that fails. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function hrefOf(route: Route): string {
  if (route.page === 'gallery') return '#/'
  if (route.page === 'data') return '#/data'
  if (route.page === 'market') return route.symbol === undefined ? '#/market' : `#/market/${encodeURIComponent(route.symbol)}`
  const base = `#/workflow/${encodeURIComponent(route.workflowId)}`
  return route.runId === undefined ? base : `${base}/run/${encodeURIComponent(route.runId)}`
}

export function navigate(route: Route): void {
  location.hash = hrefOf(route)
}

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  return parseRoute(hash)
}
