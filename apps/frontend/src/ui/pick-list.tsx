import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { cx } from './class-names.ts'

export interface PickItem {
  readonly id: string
  readonly label: string
  readonly detail?: string | undefined
  readonly icon?: ReactNode
  /** Right side: a shortcut. */
  readonly hint?: ReactNode
  /** Heading above the first item of a group. */
  readonly group?: string | undefined
}

interface PickListProps<Item extends PickItem> {
  readonly label: string
  readonly placeholder: string
  /** Items for a query, in order. */
  readonly find: (query: string) => readonly Item[]
  readonly onPick: (item: Item) => void
  readonly onCancel: () => void
  readonly empty: ReactNode
  readonly header?: ReactNode
}

/** A search field with a list below: type, move with the arrows, Enter picks. The one way to choose from much by keyboard. */
export function PickList<Item extends PickItem>({ label, placeholder, find, onPick, onCancel, empty, header }: PickListProps<Item>) {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const items = find(query)
  const selected = Math.min(at, items.length - 1)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })
  const move = (by: number) => setAt(items.length === 0 ? 0 : (selected + by + items.length) % items.length)
  return (
    <div className="flex max-h-full min-h-0 flex-col">
      {header}
      <input
        autoFocus
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={items[selected] === undefined ? undefined : `${listId}-${selected}`}
        placeholder={placeholder}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setAt(0)
        }}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'ArrowDown') move(1)
          else if (event.key === 'ArrowUp') move(-1)
          else if (event.key === 'PageDown') setAt(Math.min(items.length - 1, selected + 8))
          else if (event.key === 'PageUp') setAt(Math.max(0, selected - 8))
          else if (event.key === 'Escape') onCancel()
          else if (event.key === 'Enter') {
            const item = items[selected]
            if (item !== undefined) onPick(item)
          } else if (event.key === 'Tab') onCancel()
          else return
          event.preventDefault()
        }}
        className="h-10 w-full shrink-0 border-b border-line bg-transparent px-3 outline-none placeholder:text-ink-faint"
      />
      <div ref={list} id={listId} role="listbox" aria-label={label} className="min-h-0 flex-1 overflow-y-auto p-1">
        {items.length === 0 ? <div className="p-4 text-center text-ink-soft">{empty}</div> : null}
        {items.map((item, index) => (
          <div key={item.id}>
            {item.group !== undefined && item.group !== items[index - 1]?.group ? (
              <p className="px-2 pt-2 pb-1 font-medium text-2xs text-ink-faint uppercase tracking-wide">{item.group}</p>
            ) : null}
            <div
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === selected}
              onPointerMove={() => setAt(index)}
              onClick={() => onPick(item)}
              onKeyDown={() => {}}
              className={cx('flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5', index === selected && 'bg-hover')}
            >
              {item.icon}
              <span className="min-w-0 shrink-0 truncate">{item.label}</span>
              {item.detail === undefined ? null : <span className="min-w-0 flex-1 truncate text-ink-faint text-xs">{item.detail}</span>}
              <span className="ml-auto flex shrink-0 items-center gap-1 text-ink-faint text-xs">{item.hint}</span>
            </div>
          </div>
        ))}
      </div>
    </div>
  )
}
