import type { ShownValue } from '@strategraph/strategy-core'
import { formatValue } from '../ui/format.ts'

/** How many past values a sparkline shows. */
export const historyLength = 48

export interface ValueCell {
  value: ShownValue
  /** Close time of the bar that the value belongs to, ms UTC. */
  time: number
  /** `version` of the store in which the value last became another. */
  changed: number
  /** Last numbers (flags as 0 and 1) oldest to newest in `history[0..count)`; NaN where there was no value. */
  readonly history: Float64Array
  count: number
  /**
   * The last decision, proposal or order. They exist in one moment only and are shown as past afterwards; a server that goes on
   * sending the same one is understood as holding it.
   */
  held: { readonly value: ShownValue; readonly tick: number; readonly text: string } | undefined
}

/** Rows of outputs as `GET /api/runs/:id/values` gives them. */
export interface ValueRows {
  readonly time: readonly number[]
  readonly values: Readonly<Record<string, readonly ShownValue[]>>
}

/**
 * Present values of all outputs of a run by `<nodeId>.<port>`. Kept outside React on purpose: one canvas draws them per
 * frame (see editor/canvas/live-overlay), so that a tick never renders a component.
 */
export interface LiveValues {
  readonly cells: ReadonlyMap<string, ValueCell>
  /** Rows seen and rows needed per node that is still warming up. */
  readonly warmUp: ReadonlyMap<string, readonly [number, number]>
  /** Grows with every change. */
  readonly version: number
  readonly tick: number
  readonly time: number
  ingest(frame: {
    readonly tick: number
    readonly time: number
    readonly values: Readonly<Record<string, ShownValue>>
    readonly warmUp?: Readonly<Record<string, readonly [number, number]>> | undefined
  }): void
  /** Replaces everything by rows [0, upTo] of a page; the last one is the present. `tick` = row of the last one. */
  load(rows: ValueRows, upTo: number, tick: number): void
  clear(): void
  subscribe(listener: () => void): () => void
}

/** Flags as 0 and 1, candles by their close. */
function asNumber(value: ShownValue): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'object' && value !== null && typeof value['close'] === 'number' ? value['close'] : Number.NaN
}

const isDiscrete = (value: ShownValue) => typeof value === 'object' && value !== null && !('close' in value)

/** The value in the moment in which it was made, null afterwards. */
function momentOf(cell: ValueCell, value: ShownValue, tick: number): ShownValue {
  const text = JSON.stringify(value)
  if (cell.held?.text !== text) cell.held = { value, tick, text }
  return cell.held.tick === tick ? value : null
}

export function createLiveValues(): LiveValues {
  const cells = new Map<string, ValueCell>()
  const warmUp = new Map<string, readonly [number, number]>()
  const listeners = new Set<() => void>()
  const state = { version: 0, tick: -1, time: 0 }

  const changed = () => {
    for (const listener of listeners) listener()
  }
  const put = (key: string, value: ShownValue, time: number, tick: number, isNewRow: boolean) => {
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = { value: null, time, changed: state.version, history: new Float64Array(historyLength), count: 0, held: undefined }
      cells.set(key, cell)
    }
    const present = isDiscrete(value) ? momentOf(cell, value, tick) : value
    if (cell.value !== present) cell.changed = state.version
    cell.value = present
    cell.time = time
    if (isNewRow || cell.count === 0) {
      if (cell.count === historyLength) cell.history.copyWithin(0, 1)
      else cell.count += 1
    }
    cell.history[cell.count - 1] = asNumber(value)
  }

  return {
    cells,
    warmUp,
    get version() {
      return state.version
    },
    get tick() {
      return state.tick
    },
    get time() {
      return state.time
    },
    ingest(frame) {
      state.version += 1
      const isNewRow = frame.tick !== state.tick
      state.tick = frame.tick
      state.time = frame.time
      for (const key in frame.values) put(key, frame.values[key] ?? null, frame.time, frame.tick, isNewRow)
      if (frame.warmUp !== undefined) {
        warmUp.clear()
        for (const [nodeId, rows] of Object.entries(frame.warmUp)) warmUp.set(nodeId, rows)
      }
      changed()
    },
    load(rows, upTo, tick) {
      cells.clear()
      warmUp.clear()
      state.version += 1
      const from = Math.max(0, upTo - historyLength + 1)
      for (const [key, column] of Object.entries(rows.values)) {
        for (let row = from; row <= upTo; row += 1) put(key, column[row] ?? null, rows.time[row] ?? 0, tick - upTo + row, true)
        const cell = cells.get(key)
        // A step through the past is not news: nothing flashes.
        if (cell === undefined) continue
        cell.changed = 0
        // Made before the page begins: when, is not known.
        if (cell.held?.tick === tick - upTo + from) cell.held = { ...cell.held, tick: Number.NEGATIVE_INFINITY }
      }
      state.tick = tick
      state.time = rows.time[upTo] ?? 0
      changed()
    },
    clear() {
      cells.clear()
      warmUp.clear()
      state.version += 1
      state.tick = -1
      changed()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A value in a few characters; a decision of an earlier moment says how many bars ago it was made. */
export function cellText(cell: ValueCell | undefined, tick: number): string {
  if (cell === undefined || (cell.value === null && cell.held === undefined)) return formatValue(null)
  if (cell.value !== null || cell.held === undefined) return formatValue(cell.value)
  const age = tick - cell.held.tick
  return `${formatValue(cell.held.value)} · ${Number.isFinite(age) ? `${age} ago` : 'earlier'}`
}
