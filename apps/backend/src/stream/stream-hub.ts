import { createFrameCache } from './frame-cache.ts'
import type { RunSource } from './run-source.ts'
import type { StreamSocket } from './socket-route.ts'
import { createStreamClient, type StreamClient } from './stream-client.ts'

/** How long changes are gathered into one frame. */
const gatherMs = 25
/** When a socket is full, it is looked at again after this long. */
const retryMs = 50
const highWaterMark = 1_000_000

/** All connected clients. Nothing runs while nothing changes. */
export interface StreamHub {
  connect(socket: StreamSocket): StreamClient
  disconnect(client: StreamClient): void
  readonly clients: number
  close(): void
}

export function createStreamHub(source: RunSource, options: { readonly highWaterMark?: number } = {}): StreamHub {
  const clients = new Map<StreamClient, StreamSocket>()
  const cache = createFrameCache(source)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  const flush = () => {
    timer = undefined
    cache.clear()
    let isLeft = false
    for (const [client, socket] of clients) {
      try {
        isLeft = client.flush() || isLeft
      } catch {
        // A client whose journal cannot be read, or whose socket broke, starts again with a new connection and its last seq.
        socket.close(1011, 'stream failed')
        clients.delete(client)
      }
    }
    cache.clear()
    if (isLeft) schedule(retryMs)
  }
  const schedule = (delay: number) => {
    if (timer === undefined && !isClosed) timer = setTimeout(flush, delay)
  }
  const stopListening = source.onChange((runId, what) => {
    let isWanted = false
    for (const client of clients.keys()) {
      if (what === 'run') client.runChanged(runId)
      isWanted = isWanted || client.follows(runId)
    }
    if (isWanted) schedule(gatherMs)
  })

  return {
    connect(socket) {
      const client = createStreamClient({
        socket,
        source,
        cache,
        highWaterMark: options.highWaterMark ?? highWaterMark,
        wake: () => schedule(0),
      })
      clients.set(client, socket)
      return client
    },
    disconnect(client) {
      clients.delete(client)
    },
    get clients() {
      return clients.size
    },
    close() {
      isClosed = true
      stopListening()
      clearTimeout(timer)
      for (const socket of clients.values()) socket.close(1001, 'the server stops')
      clients.clear()
    },
  }
}
