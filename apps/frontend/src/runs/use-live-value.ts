import { useSyncExternalStore } from 'react'
import { cellText, type LiveValues } from './live-values.ts'

/** Text of values changes at most this often: faster cannot be read. */
const textMs = 250

/** Subscribes at reading speed: at once for the first change, then at most every `textMs`. */
function subscribeSlowly(values: LiveValues, listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  const unsubscribe = values.subscribe(() => {
    if (timer !== undefined) return
    timer = setTimeout(
      () => {
        timer = undefined
        last = performance.now()
        listener()
      },
      Math.max(0, last + textMs - performance.now()),
    )
  })
  return () => {
    clearTimeout(timer)
    unsubscribe()
  }
}

const nothing = () => () => {}

/** Text of one output's value, for the few places where the DOM holds it (selected or hovered node, outline). */
export function useValueText(values: LiveValues | undefined, key: string): string {
  return useSyncExternalStore(values === undefined ? nothing : (listener) => subscribeSlowly(values, listener), () =>
    values === undefined ? '' : cellText(values.cells.get(key), values.tick),
  )
}

/** Close time of the row that the values belong to; 0 before the first. */
export function useValuesTime(values: LiveValues | undefined): number {
  return useSyncExternalStore(values === undefined ? nothing : (listener) => subscribeSlowly(values, listener), () => values?.time ?? 0)
}
