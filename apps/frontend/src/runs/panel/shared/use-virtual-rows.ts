import { type RefCallback, useCallback, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { rowStarts, rowWindow } from './row-window.ts'

interface VirtualRowsOptions {
  readonly count: number
  /** Pixels of a row, or of a usual one where rows are measured. */
  readonly rowHeight: number
  /** Real height of a row where it is known; the same function as long as the heights are the same. */
  readonly heightOf?: ((index: number) => number) | undefined
  /** Rows kept ready above and below what is seen. */
  readonly overscan?: number
}

interface VirtualRows {
  /** Goes on the scrolling element. */
  readonly box: RefCallback<HTMLElement>
  readonly totalHeight: number
  readonly rows: readonly { readonly index: number; readonly top: number }[]
  /** A row above what is seen turned out taller (or lower) by so many pixels: what is seen stays where it is. */
  readonly keepInView: (index: number, difference: number) => void
}

/** Which rows of a long list exist at this scroll position, and where they are. */
export function useVirtualRows({ count, rowHeight, heightOf, overscan = 10 }: VirtualRowsOptions): VirtualRows {
  const [view, setView] = useState({ top: 0, height: 0 })
  const scrolling = useRef<HTMLElement>(null)
  const box = useCallback((element: HTMLElement | null) => {
    scrolling.current = element
    if (element === null) return undefined
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight })
    // At once: rows that came after the next frame would be seen as a white gap.
    const follow = () => flushSync(look)
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', follow, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', follow)
    }
  }, [])
  const starts = useMemo(() => rowStarts(count, heightOf ?? (() => rowHeight)), [count, rowHeight, heightOf])
  const { from, to } = rowWindow(starts, { ...view, overscan })
  return {
    box,
    totalHeight: starts[count] ?? 0,
    rows: starts.slice(from, to).map((top, at) => ({ index: from + at, top })),
    keepInView(index, difference) {
      const element = scrolling.current
      if (element !== null && (starts[index] ?? 0) < element.scrollTop) element.scrollTop += difference
    },
  }
}
