import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

export interface TabItem<Id extends string> {
  readonly id: Id
  readonly label: string
  readonly badge?: ReactNode
}

interface TabListProps<Id extends string> {
  readonly label: string
  readonly items: readonly TabItem<Id>[]
  readonly selected: Id | undefined
  readonly onSelect: (id: Id) => void
  /** Prefix of ids: the panel must have id `${name}-panel`. */
  readonly name: string
}

/** A row of tabs; arrow keys move, as the ARIA pattern wants. */
export function TabList<Id extends string>({ label, items, selected, onSelect, name }: TabListProps<Id>) {
  const move = (from: Id, by: number) => {
    const index = items.findIndex((item) => item.id === from)
    const next = items[(index + by + items.length) % items.length]
    if (next === undefined) return
    onSelect(next.id)
    document.getElementById(`${name}-tab-${next.id}`)?.focus()
  }
  const focusable = selected ?? items[0]?.id
  return (
    <div role="tablist" aria-label={label} className="flex min-w-0 items-center gap-0.5 overflow-x-auto">
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          role="tab"
          id={`${name}-tab-${item.id}`}
          aria-selected={item.id === selected}
          aria-controls={item.id === selected ? `${name}-panel` : undefined}
          tabIndex={item.id === focusable ? 0 : -1}
          onClick={() => onSelect(item.id)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
            event.preventDefault()
            event.stopPropagation()
            move(item.id, event.key === 'ArrowRight' ? 1 : -1)
          }}
          className={cx(
            'flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2.5 text-xs transition-colors',
            item.id === selected ? 'bg-hover font-medium text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
          )}
        >
          {item.label}
          {item.badge}
        </button>
      ))}
    </div>
  )
}
