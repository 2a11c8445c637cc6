/** What the stream needs of a WebSocket; a test hands in its own. */
export interface SocketLike {
  readonly readyState: number
  send(text: string): void
  close(): void
  onopen: ((event: Event) => void) | null
  onclose: ((event: CloseEvent) => void) | null
  onmessage: ((event: MessageEvent) => void) | null
}

export interface ReconnectingSocket {
  /** Dropped while there is no connection: whoever needs it sends it again in `onOpen`. */
  send(text: string): void
  /** For good; nothing is told any more. */
  close(): void
}

export interface ReconnectingOptions {
  readonly open: () => SocketLike
  readonly onOpen: () => void
  readonly onLost: () => void
  readonly onMessage: (data: unknown) => void
}

const firstMs = 300
const mostMs = 5000
const connecting = 0
const opened = 1

/** A WebSocket that comes back: at once when the network does, else after a pause that doubles up to 5 s. */
export function reconnectingSocket({ open, onOpen, onLost, onMessage }: ReconnectingOptions): ReconnectingSocket {
  let socket: SocketLike | undefined
  let pause = firstMs
  let timer: ReturnType<typeof setTimeout> | undefined

  const connect = () => {
    clearTimeout(timer)
    timer = undefined
    const present = open()
    socket = present
    present.onopen = () => {
      pause = firstMs
      onOpen()
    }
    present.onmessage = (event) => onMessage(event.data)
    present.onclose = () => {
      if (socket !== present) return
      onLost()
      timer = setTimeout(connect, pause)
      pause = Math.min(mostMs, pause * 2)
    }
  }
  const onOnline = () => {
    if (timer !== undefined) connect()
  }
  if (typeof addEventListener === 'function') addEventListener('online', onOnline)
  connect()
  return {
    send(text) {
      if (socket?.readyState === opened) socket.send(text)
    },
    close() {
      clearTimeout(timer)
      if (typeof removeEventListener === 'function') removeEventListener('online', onOnline)
      const last = socket
      socket = undefined
      if (last === undefined) return
      last.onmessage = null
      // Browsers report the close of a connection that is still being made as an error.
      if (last.readyState === connecting) last.onopen = () => last.close()
      else last.close()
    },
  }
}
