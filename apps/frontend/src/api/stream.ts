import { type ClientFrame, type ServerFrame, serverFrameSchema } from '@strategraph/protocol'
import { create } from 'zustand'
import { type ReconnectingSocket, reconnectingSocket } from './reconnecting-socket.ts'

export type StreamStatus = 'idle' | 'connecting' | 'open' | 'lost'

/** State of the one WebSocket to the server; shown in the top bar. */
export const useStreamStatus = create<{ status: StreamStatus }>(() => ({ status: 'idle' }))

type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>

export interface RunListener {
  onEvents(events: FrameOf<'events'>['events']): void
  onValues(frame: FrameOf<'values'>): void
  onQuote(frame: FrameOf<'quote'>): void
  onRun(run: FrameOf<'run'>['run']): void
  onProblem(code: string, message: string): void
}

interface Subscription {
  readonly listener: RunListener
  lastSeq: number
}

let socket: ReconnectingSocket | undefined
const subscriptions = new Map<string, Set<Subscription>>()
const runWatchers = new Set<(run: FrameOf<'run'>['run']) => void>()

function send(frame: ClientFrame): void {
  socket?.send(JSON.stringify(frame))
}

function connect(): void {
  if (socket !== undefined) return
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/stream`
  useStreamStatus.setState({ status: 'connecting' })
  socket = reconnectingSocket({
    open: () => new WebSocket(url),
    onOpen() {
      useStreamStatus.setState({ status: 'open' })
      if (runWatchers.size > 0) send({ type: 'watch-runs' })
      for (const [runId, set] of subscriptions) send({ type: 'subscribe', runId, after: resumePoint(set), values: true })
    },
    onLost: () => useStreamStatus.setState({ status: 'lost' }),
    onMessage(data) {
      const parsed = serverFrameSchema.safeParse(parseJson(data))
      if (parsed.success) deliver(parsed.data)
    },
  })
}

/** The journal is resumed from the listener that has seen least; the others skip what they know. */
function resumePoint(set: ReadonlySet<Subscription>): number {
  return Math.min(...[...set].map((subscription) => subscription.lastSeq))
}

function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

function deliver(frame: ServerFrame): void {
  if (frame.type === 'run') {
    for (const watcher of runWatchers) watcher(frame.run)
    for (const { listener } of subscriptions.get(frame.run.id) ?? []) listener.onRun(frame.run)
    return
  }
  if (!('runId' in frame) || frame.runId === undefined) return
  for (const subscription of subscriptions.get(frame.runId) ?? []) deliverTo(subscription, frame)
}

function deliverTo(subscription: Subscription, frame: ServerFrame): void {
  const { listener } = subscription
  if (frame.type === 'events') {
    const fresh = frame.events.filter((event) => event.seq > subscription.lastSeq)
    subscription.lastSeq = fresh.at(-1)?.seq ?? subscription.lastSeq
    if (fresh.length > 0) listener.onEvents(fresh)
  } else if (frame.type === 'values') listener.onValues(frame)
  else if (frame.type === 'quote') listener.onQuote(frame)
  else if (frame.type === 'problem') listener.onProblem(frame.code, frame.message)
}

/** Journal events of a run after `after`, each exactly once over reconnects, and its newest values. Returns the way out. */
export function subscribeRun(runId: string, after: number, listener: RunListener): () => void {
  connect()
  const subscription: Subscription = { listener, lastSeq: after }
  const set = subscriptions.get(runId) ?? new Set()
  set.add(subscription)
  subscriptions.set(runId, set)
  send({ type: 'subscribe', runId, after: resumePoint(set), values: true })
  return () => {
    set.delete(subscription)
    if (set.size > 0) return
    subscriptions.delete(runId)
    send({ type: 'unsubscribe', runId })
  }
}

/** Every change of any run (progress, status, equity). Returns the way out. */
export function watchRuns(listener: (run: FrameOf<'run'>['run']) => void): () => void {
  connect()
  runWatchers.add(listener)
  send({ type: 'watch-runs' })
  return () => runWatchers.delete(listener)
}
