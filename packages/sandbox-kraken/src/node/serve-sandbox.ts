import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { RestRequest } from '../rest/rest-door.ts'
import type { SandboxKraken } from '../sandbox-kraken.ts'
import { bindSocket } from './bind-socket.ts'
import { writeAnswer } from './write-answer.ts'

export interface ServeOptions {
  /** Default 0: a free one. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** PEM texts; HTTPS and WSS then. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

export interface ServedSandbox {
  /** "http://127.0.0.1:1234" */
  readonly url: string
  /** "ws://127.0.0.1:1234/v2" */
  readonly socketUrl: string
  readonly port: number
  close(): Promise<void>
}

const largestBody = 1024 * 1024

/** Serves the exchange on a port of its own; the fault port, where there is one, under "/control". */
export async function serveSandbox(
  sandbox: SandboxKraken,
  { port = 0, host = '127.0.0.1', tls }: ServeOptions = {},
): Promise<ServedSandbox> {
  const onRequest = (request: IncomingMessage, response: ServerResponse) => void answer(sandbox, request, response)
  const server = tls === undefined ? createServer(onRequest) : createTlsServer(tls, onRequest)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestBody })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (pathOf(request) !== '/v2') return void socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (webSocket) => bindSocket(sandbox, webSocket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  const authority = `${host}:${bound}`
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${authority}`,
    socketUrl: `${tls === undefined ? 'ws' : 'wss'}://${authority}/v2`,
    port: bound,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(sandbox: SandboxKraken, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request)
  if (body === undefined) return void response.writeHead(413).end()
  const path = pathOf(request)
  if (path === '/control' || path.startsWith('/control/')) {
    const result = sandbox.handleControl({ method: request.method ?? 'GET', path: path.slice('/control'.length), body })
    return void response.writeHead(result.status, { 'content-type': 'application/json' }).end(JSON.stringify(result.body))
  }
  writeAnswer(response, await sandbox.handleRest(restRequest(request, path, body)))
}

/** A request of node:http as the exchange takes it; `path` begins with "/0". */
export function restRequest(request: IncomingMessage, path: string, body: string): RestRequest {
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : value
  return { method: request.method ?? 'GET', path, query: (request.url ?? '').split('?')[1] ?? '', headers, body }
}

const pathOf = (request: IncomingMessage) => (request.url ?? '').split('?')[0] ?? ''

/** Undefined where it is too large, or the client is gone. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
      size += bytes.length
      if (size > largestBody) return undefined
      chunks.push(bytes)
    }
  } catch {
    return undefined
  }
  return Buffer.concat(chunks).toString()
}
