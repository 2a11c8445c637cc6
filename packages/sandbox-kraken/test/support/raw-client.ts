import { createHash, createHmac } from 'node:crypto'
import { WebSocket } from 'ws'

/** A client written from the documentation alone: it shares no code with the exchange. */
export interface RawClient {
  /** The answer's body; the nonce is the next of this client. */
  call(endpoint: string, params?: Readonly<Record<string, string>>): Promise<RawAnswer>
  /** The same with a JSON body. */
  callJson(endpoint: string, params?: Readonly<Record<string, unknown>>): Promise<RawAnswer>
  /** The answer as it came. */
  raw(endpoint: string, params?: Readonly<Record<string, string>>): Promise<Response>
  /** Sends exactly this, signed; the nonce is `nonce`. */
  send(endpoint: string, body: string, nonce: string, headers?: Readonly<Record<string, string>>): Promise<Response>
}

export interface RawAnswer {
  readonly error: readonly string[]
  // oxlint-disable-next-line typescript/no-explicit-any -- a wire format, read by tests
  readonly result: any
}

export function rawSign(secret: string, path: string, nonce: string, body: string): string {
  const hash = createHash('sha256')
    .update(nonce + body)
    .digest('binary')
  return createHmac('sha512', Buffer.from(secret, 'base64'))
    .update(path + hash, 'binary')
    .digest('base64')
}

let lastNonce = Date.now() * 1000

export function rawClient(url: string, { key, secret }: { readonly key: string; readonly secret: string }): RawClient {
  const send: RawClient['send'] = (endpoint, body, nonce, headers = {}) => {
    const path = `/0/private/${endpoint}`
    return fetch(url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'API-Key': key,
        'API-Sign': rawSign(secret, path, nonce, body),
        ...headers,
      },
      body,
    })
  }
  const nextNonce = () => String((lastNonce += 1))
  const raw: RawClient['raw'] = (endpoint, params = {}) => {
    const nonce = nextNonce()
    return send(endpoint, new URLSearchParams({ nonce, ...params }).toString(), nonce)
  }
  const read = async (response: Response): Promise<RawAnswer> => JSON.parse(await response.text())
  return {
    send,
    raw,
    call: async (endpoint, params) => read(await raw(endpoint, params)),
    async callJson(endpoint, params = {}) {
      const nonce = nextNonce()
      return read(await send(endpoint, JSON.stringify({ nonce, ...params }), nonce, { 'content-type': 'application/json' }))
    },
  }
}

export async function callPublic(url: string, endpoint: string, query = ''): Promise<RawAnswer> {
  const response = await fetch(`${url}/0/public/${endpoint}${query === '' ? '' : `?${query}`}`)
  return JSON.parse(await response.text())
}

// oxlint-disable-next-line typescript/no-explicit-any -- a wire format, read by tests
export type RawMessage = any

export interface RawSocket {
  /** Everything that came, as text. */
  readonly texts: readonly string[]
  send(message: unknown): void
  /** The first message from now on, or of those that were not taken yet, that fits. Fails after two seconds. */
  take(fits: (message: RawMessage) => boolean): Promise<RawMessage>
  /** Sends with a req_id of its own and takes the answer. */
  ask(method: string, params?: Readonly<Record<string, unknown>>): Promise<RawMessage>
  readonly closed: Promise<number>
  close(): void
}

export async function rawSocket(url: string): Promise<RawSocket> {
  const socket = new WebSocket(url, { rejectUnauthorized: false })
  const texts: string[] = []
  const waiting: RawMessage[] = []
  const takers: { fits: (message: RawMessage) => boolean; resolve: (message: RawMessage) => void }[] = []
  let lastId = 0
  socket.on('message', (data: Buffer) => {
    const text = data.toString()
    const message: RawMessage = JSON.parse(text)
    texts.push(text)
    const index = takers.findIndex(({ fits }) => fits(message))
    if (index >= 0) takers.splice(index, 1)[0]?.resolve(message)
    else waiting.push(message)
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  const take: RawSocket['take'] = (fits) => {
    const index = waiting.findIndex(fits)
    if (index >= 0) return Promise.resolve(waiting.splice(index, 1)[0])
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no such message; the last ones: ${texts.slice(-5).join('\n')}`)), 2000)
      takers.push({
        fits,
        resolve(message) {
          clearTimeout(timer)
          resolve(message)
        },
      })
    })
  }
  return {
    texts,
    closed,
    take,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    ask(method, params = {}) {
      lastId += 1
      const id = lastId
      socket.send(JSON.stringify({ method, params, req_id: id }))
      return take((message) => message.req_id === id)
    },
    close: () => socket.close(),
  }
}

export const onChannel = (channel: string, type?: string) => (message: RawMessage) =>
  message.channel === channel && (type === undefined || message.type === type)

export const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
