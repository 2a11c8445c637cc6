import { type ClientFrame, type ServerFrame, serverFrameSchema } from '@strategraph/protocol'
import ReconnectingWebSocket from 'partysocket/ws'
import { create } from 'zustand'

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

let socket: ReconnectingWebSocket | undefined
const subscriptions = new Map<string, Set<Subscription>>()
const runWatchers = new Set<(run: FrameOf<'run'>['run']) => void>()

function send(frame: ClientFrame): void {
  if (socket !== undefined && socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
}

function connect(): ReconnectingWebSocket {
  if (socket !== undefined) return socket
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/stream`
  const opened = new ReconnectingWebSocket(url, [], { minReconnectionDelay: 300, maxReconnectionDelay: 5000, maxEnqueuedMessages: 0 })
  socket = opened
  useStreamStatus.setState({ status: 'connecting' })
  opened.addEventListener('open', () => {
    useStreamStatus.setState({ status: 'open' })
    if (runWatchers.size > 0) send({ type: 'watch-runs' })
    for (const [runId, set] of subscriptions) send({ type: 'subscribe', runId, after: resumePoint(set), values: true })
  })
  opened.addEventListener('close', () => useStreamStatus.setState({ status: 'lost' }))
  opened.addEventListener('message', (event: MessageEvent) => {
    const parsed = serverFrameSchema.safeParse(parseJson(event.data))
    if (parsed.success) deliver(parsed.data)
  })
  return opened
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
