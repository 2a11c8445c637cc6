import { type ClientFrame, clientFrameSchema, type ServerFrame } from '@strategraph/protocol'
import type { FrameCache } from './frame-cache.ts'
import type { RunSource } from './run-source.ts'
import type { StreamSocket } from './socket-route.ts'

interface Subscription {
  /** Seq of the last event handed to the socket. */
  cursor: number
  readonly wantsValues: boolean
  /** What was sent last, to send nothing twice. */
  values: string | undefined
  readonly quotes: Map<string, string>
}

export interface StreamClient {
  receive(text: string): void
  /** Sends what is new and fits. True where something is left over: the caller comes again. */
  flush(): boolean
  follows(runId: string): boolean
  /** Progress, status or equity of a run changed. */
  runChanged(runId: string): void
}

export interface StreamClientOptions {
  readonly socket: StreamSocket
  readonly source: RunSource
  readonly cache: FrameCache
  /** Bytes waiting in the socket above which nothing is added. */
  readonly highWaterMark: number
  readonly wake: () => void
}

/** A page may show many runs, but not without end. */
const maxSubscriptions = 200
const maxClientFrame = 4096

/**
 * One connected client. It holds a cursor per run and no queue: events are read from the journal when the socket has room,
 * so a slow client costs no memory, misses no event and, of values and quotes, gets the newest only.
 */
export function createStreamClient({ socket, source, cache, highWaterMark, wake }: StreamClientOptions): StreamClient {
  const subscriptions = new Map<string, Subscription>()
  const changedRuns = new Set<string>()
  let watchesRuns = false
  const send = (frame: ServerFrame) => socket.send(JSON.stringify(frame))
  const problem = (code: string, message: string, runId?: string) =>
    send({ type: 'problem', code, message, ...(runId === undefined ? {} : { runId }) })
  const hasRoom = () => socket.bufferedAmount < highWaterMark

  const subscribe = (frame: Extract<ClientFrame, { type: 'subscribe' }>) => {
    const { runId, after } = frame
    const run = source.readRun(runId)
    if (run === undefined) return problem('RUN_NOT_FOUND', 'There is no such run.', runId)
    const lastSeq = source.lastSeq(runId)
    if (after > lastSeq) return problem('SEQ_AHEAD', `The run has ${lastSeq} events; ${after} cannot have been seen.`, runId)
    if (!subscriptions.has(runId) && subscriptions.size >= maxSubscriptions)
      return problem('TOO_MANY_SUBSCRIPTIONS', `At most ${maxSubscriptions} runs.`, runId)
    send({ type: 'subscribed', runId, after, lastSeq })
    subscriptions.set(runId, { cursor: after, wantsValues: frame.values ?? true, values: undefined, quotes: new Map() })
    changedRuns.add(runId)
    return wake()
  }

  const flushEvents = (runId: string, subscription: Subscription): boolean => {
    while (subscription.cursor < source.lastSeq(runId)) {
      if (!hasRoom()) return true
      const frame = cache.events(runId, subscription.cursor)
      if (frame === undefined) return false
      socket.send(frame.text)
      subscription.cursor = frame.lastSeq
    }
    return false
  }

  const flushNewest = (runId: string, subscription: Subscription): boolean => {
    if (!subscription.wantsValues) return false
    if (!hasRoom()) return true
    const values = cache.values(runId)
    if (values !== undefined && values !== subscription.values) {
      socket.send(values)
      subscription.values = values
    }
    for (const [feed, text] of cache.quotes(runId)) {
      if (subscription.quotes.get(feed) === text) continue
      socket.send(text)
      subscription.quotes.set(feed, text)
    }
    return false
  }

  const flushRuns = (): boolean => {
    for (const runId of changedRuns) {
      if (!hasRoom()) return true
      changedRuns.delete(runId)
      const text = cache.run(runId)
      if (text !== undefined) socket.send(text)
    }
    return false
  }

  const handle = (frame: ClientFrame): void => {
    switch (frame.type) {
      case 'subscribe':
        return subscribe(frame)
      case 'unsubscribe':
        subscriptions.delete(frame.runId)
        return undefined
      case 'watch-runs':
        watchesRuns = true
        return undefined
      case 'ping':
        return send({ type: 'pong', id: frame.id })
    }
  }

  return {
    receive(text) {
      if (text.length > maxClientFrame) return problem('FRAME_TOO_LARGE', `At most ${maxClientFrame} characters.`)
      const parsed = clientFrameSchema.safeParse(parseJson(text))
      if (!parsed.success) return problem('BAD_FRAME', 'This is not a frame of the stream.')
      return handle(parsed.data)
    },
    flush() {
      // Decisions first: values and quotes only go out when every event so far has.
      let isLeft = flushRuns()
      for (const [runId, subscription] of subscriptions) {
        const isBehind = flushEvents(runId, subscription)
        isLeft = isBehind || flushNewest(runId, subscription) || isLeft
      }
      return isLeft
    },
    follows: (runId) => watchesRuns || subscriptions.has(runId),
    runChanged(runId) {
      if (watchesRuns || subscriptions.has(runId)) changedRuns.add(runId)
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
