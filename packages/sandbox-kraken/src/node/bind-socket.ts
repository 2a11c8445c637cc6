import type { WebSocket } from 'ws'
import type { SandboxKraken } from '../sandbox-kraken.ts'

/** What a client may leave unread before it is cut off. */
const largestBacklog = 16 * 1024 * 1024

/** Hands an accepted WebSocket to the exchange. */
export function bindSocket(sandbox: SandboxKraken, socket: WebSocket): void {
  const session = sandbox.openSocket({
    send(text) {
      if (socket.readyState !== socket.OPEN) return
      // 1013: try again later. A client that does not read would fill our memory.
      if (socket.bufferedAmount > largestBacklog) return socket.close(1013, 'too slow')
      socket.send(text)
    },
    close(code, reason) {
      // 1006 cannot be sent: it means that the connection just broke.
      if (code === 1006) socket.terminate()
      else socket.close(code, reason)
    },
  })
  socket.on('message', (data, isBinary) => {
    if (!isBinary) session.receive(textOf(data))
  })
  socket.on('close', () => session.closed())
  // A broken frame ends the connection; `close` follows.
  socket.on('error', () => socket.terminate())
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString()
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString()
}
