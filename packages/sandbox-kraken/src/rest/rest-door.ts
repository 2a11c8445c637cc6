import type { Account, ApiKey } from '../accounts/account.ts'
import { isAllowed } from '../accounts/permissions.ts'
import { isSignedWith } from '../accounts/signature.ts'
import { tiers } from '../accounts/tiers.ts'
import type { Exchange } from '../exchange.ts'
import { KrakenError, krakenErrors } from '../kraken-error.ts'
import { noParams, type Params, paramsOfForm, paramsOfJson } from '../wire/params.ts'
import { privateEndpoints } from './private-endpoints.ts'
import { publicEndpoints } from './public-endpoints.ts'
import type { PrivateEndpoint, RestResult } from './rest-call.ts'

export interface RestRequest {
  /** GET and POST are treated alike. */
  readonly method: string
  /** From "/0" on: "/0/private/AddOrder". The signature is over it, so whatever it is mounted under is cut off. */
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** A request that is understood so far that it can be told apart: by endpoint and key. */
export interface RoutedCall {
  /** "AddOrder"; empty for paths that are none of Kraken's. */
  readonly endpoint: string
  readonly isPrivate: boolean
  /** The API-Key header, whoever's it is. */
  readonly apiKey: string | undefined
  readonly params: Params
  readonly nonce: string | undefined
  readonly arrivedAt: number
}

export function routeCall(exchange: Exchange, request: RestRequest): RoutedCall {
  const match = /^\/0\/(public|private)\/([A-Za-z0-9/]+)$/.exec(request.path)
  const [, kind = '', endpoint = ''] = match ?? []
  const isJson = /json/i.test(request.headers['content-type'] ?? '') || request.body.startsWith('{')
  const sent = isJson ? (paramsOfJson(request.body) ?? noParams) : paramsOfForm(request.body)
  return {
    endpoint,
    isPrivate: kind === 'private',
    apiKey: request.headers['api-key'],
    params: request.query === '' ? sent : new Map([...paramsOfForm(request.query), ...sent]),
    nonce: nonceOf(request, isJson),
    arrivedAt: exchange.clock.now(),
  }
}

/** The digits as they were sent: a JSON number of that size would lose its last ones. */
function nonceOf({ body, query }: RestRequest, isJson: boolean): string | undefined {
  const text = isJson ? /"nonce"\s*:\s*"?(\d+)"?/.exec(body)?.[1] : new URLSearchParams(body === '' ? query : body).get('nonce')
  return text ?? undefined
}

/** Lets a call in, or refuses it: key, signature, nonce, permission, call counter. What it answers does the work. */
export function admitCall(exchange: Exchange, request: RestRequest, call: RoutedCall): (() => RestResult) | KrakenError {
  if (!call.isPrivate) {
    const handle = Object.hasOwn(publicEndpoints, call.endpoint) ? publicEndpoints[call.endpoint] : undefined
    return handle === undefined ? krakenErrors.unknownMethod : () => handle({ ...call, exchange })
  }
  const owner = authenticate(exchange, request, call)
  if (owner instanceof KrakenError) return owner
  const endpoint = privateEndpoints.get(call.endpoint)
  if (endpoint === undefined) return krakenErrors.unknownMethod
  return countCall(exchange, owner, endpoint) ?? (() => endpoint.handle({ ...call, ...owner, exchange }))
}

interface Owner {
  readonly account: Account
  readonly key: ApiKey
}

/** Key, signature, nonce: an unsigned request does not use up a nonce. */
function authenticate(exchange: Exchange, request: RestRequest, { apiKey = '', nonce }: RoutedCall): Owner | KrakenError {
  const owner = findKey(exchange, apiKey)
  if (owner === undefined) return krakenErrors.invalidKey
  if (nonce === undefined) return krakenErrors.invalidNonce
  const payload = request.body === '' ? request.query : request.body
  const signature = request.headers['api-sign'] ?? ''
  if (!isSignedWith(owner.key.secret, signature, request.path, nonce, payload)) return krakenErrors.invalidSignature
  return owner.key.nonces.accept(nonce) ? owner : krakenErrors.invalidNonce
}

function findKey({ accounts }: Exchange, apiKey: string): Owner | undefined {
  for (const account of accounts.values()) {
    const key = account.keys.get(apiKey)
    if (key !== undefined) return { account, key }
  }
  return undefined
}

function countCall(exchange: Exchange, { account, key }: Owner, { need, cost }: PrivateEndpoint): KrakenError | undefined {
  key.lastUsed = exchange.clock.now()
  if (!isAllowed(need, key.permissions)) return krakenErrors.permissionDenied
  if (!exchange.isLimited) return undefined
  const now = exchange.clock.real()
  if (key.calls.value(now) + cost > tiers[account.tier].rest.max) return krakenErrors.restRateLimit
  key.calls.add(cost, now)
  return undefined
}
