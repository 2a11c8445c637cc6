import { type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useVirtualRows } from './use-virtual-rows.ts'

type Key = string | number

interface VirtualListProps<Item> {
  readonly label: string
  readonly items: readonly Item[]
  readonly keyOf: (item: Item) => Key
  /** Pixels of a usual row; real heights are measured. */
  readonly rowHeight: number
  readonly render: (item: Item) => ReactNode
}

/** A long list of which only the visible part exists. */
export function VirtualList<Item>({ label, items, keyOf, rowHeight, render }: VirtualListProps<Item>) {
  const [measured, setMeasured] = useState<ReadonlyMap<Key, number>>(new Map())
  const heightOf = useCallback(
    (index: number) => {
      const item = items[index]
      return (item === undefined ? undefined : measured.get(keyOf(item))) ?? rowHeight
    },
    [items, keyOf, measured, rowHeight],
  )
  const { box, totalHeight, rows, keepInView } = useVirtualRows({ count: items.length, rowHeight, heightOf })
  const onHeight = (index: number, key: Key, height: number) => {
    if (height === heightOf(index)) return
    keepInView(index, height - heightOf(index))
    setMeasured((known) => new Map(known).set(key, height))
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div ref={box} role="list" aria-label={label} tabIndex={0} className="min-h-0 flex-1 overflow-auto">
      <div role="presentation" className="relative" style={{ height: totalHeight }}>
        {rows.map(({ index, top }) => {
          const item = items[index]
          if (item === undefined) return null
          const key = keyOf(item)
          return (
            <MeasuredRow key={key} index={index} count={items.length} top={top} onHeight={(height) => onHeight(index, key, height)}>
              {render(item)}
            </MeasuredRow>
          )
        })}
      </div>
    </div>
  )
}

interface MeasuredRowProps {
  readonly index: number
  readonly count: number
  readonly top: number
  readonly onHeight: (height: number) => void
  readonly children: ReactNode
}

function MeasuredRow({ index, count, top, onHeight, children }: MeasuredRowProps) {
  const box = useRef<HTMLDivElement>(null)
  // Read when it appears and when its content changes, so before it is painted.
  useLayoutEffect(() => {
    if (box.current !== null) onHeight(box.current.offsetHeight)
  })
  return (
    <div
      ref={box}
      role="listitem"
      aria-posinset={index + 1}
      aria-setsize={count}
      className="absolute inset-x-0 border-line border-b"
      style={{ top }}
    >
      {children}
    </div>
  )
}
