import { createClient } from '@strategraph/protocol'

/** Called when the server says that there is no session (401); the session room replaces the page. */
let onUnauthorized: () => void = () => {}
export function setOnUnauthorized(listener: () => void): void {
  onUnauthorized = listener
}

/** The typed client of the backend on this origin. Its methods throw `ApiError` only. */
export const api = createClient({
  async fetch(url, init) {
    const { body, ...rest } = init
    // A copy: fetch wants bytes over a plain ArrayBuffer, and the caller may go on using its own.
    const response = await fetch(url, body === undefined ? rest : { ...rest, body: typeof body === 'string' ? body : body.slice() })
    if (response.status === 401) onUnauthorized()
    return response
  },
})
