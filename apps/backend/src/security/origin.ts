import type { IncomingHttpHeaders } from 'node:http'

/** Names under which this server may be called; everything else in a Host header is a rebinding attack or a mistake. */
export const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

/** Whether an address to listen on can only be reached from this machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)

export interface Judgement {
  readonly status: number
  readonly code: string
  readonly message: string
}

/** S3: the Host header must name us, or a page of another name could talk to us through its own DNS. */
export function judgeHost(headers: IncomingHttpHeaders, allowed: readonly string[]): Judgement | undefined {
  const name = hostName(headers.host)
  if (name !== undefined && allowed.includes(name)) return undefined
  return {
    status: 421,
    code: 'HOST_NOT_ALLOWED',
    message: 'This server does not answer under that host name; add it to allowedHosts in config.json.',
  }
}

/**
 * S4: who asks. `Sec-Fetch-Site` is set by browsers and cannot be set by a page, `Origin` neither. A request that changes
 * something, or opens a WebSocket, must name our own origin; only a bearer token (which no page has) may do without.
 */
export function judgeOrigin(
  headers: IncomingHttpHeaders,
  options: { readonly changesState: boolean; readonly hasBearer: boolean },
): Judgement | undefined {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return crossOrigin
  const { origin } = headers
  if (origin === undefined) return options.changesState && !options.hasBearer ? crossOrigin : undefined
  // Behind no proxy of ours the page came over plain http from the Host that it now names.
  return origin === `http://${headers.host ?? ''}` || origin === `https://${headers.host ?? ''}` ? undefined : crossOrigin
}

const crossOrigin: Judgement = {
  status: 403,
  code: 'ORIGIN_NOT_ALLOWED',
  message: 'Requests of other pages are refused; scripts use a token (strategraph token create).',
}

function hostName(header: string | undefined): string | undefined {
  const match = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/i.exec(header ?? '')
  return match?.[1]?.toLowerCase()
}
