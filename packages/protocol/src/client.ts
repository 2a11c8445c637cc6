import type { z } from 'zod'
import { type ErrorBody, errorBodySchema } from './common.ts'
import { type Route, type RouteName, routes } from './routes.ts'

/** The part of `fetch` that the client needs; the browser's and Node's both fit. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string | Uint8Array; credentials?: 'same-origin' },
) => Promise<{ readonly status: number; json(): Promise<unknown> }>

type In<Schema> = Schema extends z.ZodType ? z.input<Schema> : never
type Part<R extends Route, Name extends 'params' | 'query' | 'body'> =
  R extends Readonly<Record<Name, infer Schema>> ? Readonly<Record<Name, In<Schema>>> : unknown
export type CallInput<R extends Route> = Part<R, 'params'> &
  Part<R, 'query'> &
  Part<R, 'body'> &
  (R extends { readonly upload: true } ? { readonly file: Uint8Array } : unknown)

/** An answer that is not 2xx, or one that is not what the protocol says (`PROTOCOL_MISMATCH`), or none (`UNREACHABLE`). */
export class ApiError extends Error {
  readonly status: number
  readonly body: ErrorBody
  constructor(status: number, body: ErrorBody) {
    super(body.message)
    this.name = 'ApiError'
    this.status = status
    this.body = body
  }
}

export type Client = {
  readonly [Name in RouteName]: (input: CallInput<(typeof routes)[Name]>) => Promise<z.output<(typeof routes)[Name]['response']>>
}

/** A typed client: one method per route, answers parsed. Throws `ApiError` only. */
export function createClient(options: { readonly fetch: Fetch; readonly baseUrl?: string; readonly token?: string }): Client {
  const call = async (definition: Route, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const headers: Record<string, string> = {}
    if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`
    let body: string | Uint8Array | undefined
    if (definition.upload === true && input['file'] instanceof Uint8Array) {
      headers['content-type'] = 'application/octet-stream'
      body = input['file']
    } else if (definition.body !== undefined) {
      headers['content-type'] = 'application/json'
      body = JSON.stringify(input['body'])
    }
    const url = (options.baseUrl ?? '') + path(definition.path, input['params']) + query(input['query'])
    const init = { method: definition.method, headers, credentials: 'same-origin' as const, ...(body === undefined ? {} : { body }) }
    let answer: Awaited<ReturnType<Fetch>>
    try {
      answer = await options.fetch(url, init)
    } catch (cause) {
      throw new ApiError(
        0,
        plainError('UNREACHABLE', `The server did not answer: ${cause instanceof Error ? cause.message : String(cause)}`),
      )
    }
    const json = await answer.json().catch(() => undefined)
    if (answer.status >= 200 && answer.status < 300) {
      const parsed = definition.response.safeParse(json)
      if (parsed.success) return parsed.data
      throw new ApiError(answer.status, plainError('PROTOCOL_MISMATCH', `${definition.method} ${definition.path}: ${parsed.error.message}`))
    }
    const error = errorBodySchema.loose().safeParse(json)
    throw new ApiError(
      answer.status,
      error.success ? error.data : plainError('PROTOCOL_MISMATCH', `status ${answer.status} without a problem list`),
    )
  }
  const entries = Object.entries(routes).map(([name, definition]) => [
    name,
    (input: Readonly<Record<string, unknown>>) => call(definition, input),
  ])
  return Object.fromEntries(entries) as Client
}

function plainError(code: string, message: string): ErrorBody {
  return { code, message, problems: [{ path: [], code, message, severity: 'error' }] }
}

function path(template: string, params: unknown): string {
  const values = (params ?? {}) as Readonly<Record<string, unknown>>
  return template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])))
}

function query(values: unknown): string {
  const pairs = Object.entries((values ?? {}) as Readonly<Record<string, unknown>>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
