import type { sessionSchema } from '@strategraph/protocol'
import { ApiError } from '@strategraph/protocol'
import type { z } from 'zod'
import { create } from 'zustand'
import { api, setOnUnauthorized } from '../api/client.ts'

export type SessionState =
  | { readonly status: 'opening' }
  | { readonly status: 'open'; readonly session: z.output<typeof sessionSchema> }
  /** No session, or the link was used or is too old: `reason` is the server's word. */
  | { readonly status: 'missing'; readonly reason: string | undefined }
  | { readonly status: 'unreachable'; readonly reason: string }

export const useSession = create<{ readonly state: SessionState }>(() => ({ state: { status: 'opening' } }))
const set = (state: SessionState) => useSession.setState({ state })

function takeLaunchToken(): string | undefined {
  const token = /^#token=(.+)$/.exec(location.hash)?.[1]
  // Out of the address bar and the history before anything else: the link works once.
  if (token !== undefined) history.replaceState(null, '', `${location.pathname}${location.search}#/`)
  return token === undefined ? undefined : decodeURIComponent(token)
}

/** Exchanges the launch link's token, or finds the session that is there already. */
export async function openSession(): Promise<void> {
  set({ status: 'opening' })
  const token = takeLaunchToken()
  let reason: string | undefined
  if (token !== undefined) {
    try {
      return set({ status: 'open', session: await api.launch({ body: { token } }) })
    } catch (error) {
      // A reloaded link: the cookie of its first use may still be good.
      reason = error instanceof ApiError ? error.body.message : String(error)
    }
  }
  try {
    set({ status: 'open', session: await api.session({}) })
  } catch (error) {
    const isUnreachable = error instanceof ApiError && error.status !== 401 && error.status !== 403
    set(isUnreachable ? { status: 'unreachable', reason: error.body.message } : { status: 'missing', reason })
  }
}

setOnUnauthorized(() => {
  if (useSession.getState().state.status === 'open') set({ status: 'missing', reason: 'The session has ended.' })
})
