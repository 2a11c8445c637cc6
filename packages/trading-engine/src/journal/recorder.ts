import type { ShownValue } from '@strategraph/strategy-core'
import type { JournalEvent, JournalSink } from './event.ts'

type BodyOf<Event> = Event extends { readonly type: infer Type; readonly payload: infer Payload }
  ? { readonly type: Type; readonly payload: Payload }
  : never
/** An event without its place in the run. */
export type EventBody = BodyOf<JournalEvent>

/** Numbers the events of a run, from 1, and hands them to the sink. */
export interface Recorder {
  /** False where nobody listens: payloads need not be built then. */
  readonly isActive: boolean
  append(time: number, body: EventBody): void
  /** From here on events are held back, until `flush`: the values that explain them come first. */
  hold(): void
  /** Writes what was held back, led by a `values` event; nothing where nothing was held. */
  flush(moment: { readonly time: number; readonly tick: number }, values: () => Record<string, ShownValue>): void
}

export function createRecorder(runId: string, sink: JournalSink | undefined): Recorder {
  if (sink === undefined) return silent
  let seq = 0
  let isHolding = false
  let held: { readonly time: number; readonly body: EventBody }[] = []
  const write = (time: number, body: EventBody) => {
    seq += 1
    sink.append({ runId, seq, time, ...body })
  }
  return {
    isActive: true,
    append(time, body) {
      if (isHolding) held.push({ time, body })
      else write(time, body)
    },
    hold() {
      isHolding = true
    },
    flush({ time, tick }, values) {
      isHolding = false
      if (held.length === 0) return
      const events = held
      held = []
      const shown = values()
      if (Object.keys(shown).length > 0) write(time, { type: 'values', payload: { tick, values: { ...shown } } })
      for (const event of events) write(event.time, event.body)
    },
  }
}

const silent: Recorder = { isActive: false, append: () => {}, hold: () => {}, flush: () => {} }
