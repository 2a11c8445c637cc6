import { type ReactNode, useEffect, useRef } from 'react'
import { cx } from './class-names.ts'

export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly hint?: ReactNode
  readonly icon?: ReactNode
  readonly isDisabled?: boolean
  readonly isDanger?: boolean
  /** A line above it. */
  readonly separated?: boolean
  readonly onSelect: () => void
}

/** Items of a menu; arrows, Home, End and first letters move. Put it into a Floating. */
export function Menu({
  label,
  items,
  onClose,
}: {
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly onClose: () => void
}) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector<HTMLElement>('[role=menuitem]:not([aria-disabled=true])')?.focus(), [])
  const focusable = () => [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]:not([aria-disabled=true])') ?? [])]
  const move = (to: (all: readonly HTMLElement[], now: number) => number) => {
    const all = focusable()
    const now = all.findIndex((item) => item === document.activeElement)
    all[(to(all, now) + all.length) % all.length]?.focus()
  }
  return (
    <div
      ref={list}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className="min-w-48 p-1"
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') move((_, now) => now + 1)
        else if (event.key === 'ArrowUp') move((_, now) => now - 1)
        else if (event.key === 'Home') move(() => 0)
        else if (event.key === 'End') move((all) => all.length - 1)
        else if (event.key === 'Tab') onClose()
        else if (event.key.length === 1 && event.key !== ' ')
          move((all, now) => {
            const at = [...all.slice(now + 1), ...all.slice(0, now + 1)].findIndex((item) =>
              item.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()),
            )
            return at < 0 ? now : now + 1 + at
          })
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      {items.map((item) => (
        <div key={item.id}>
          {item.separated === true ? <hr className="my-1 border-line" /> : null}
          <button
            type="button"
            role="menuitem"
            tabIndex={-1}
            aria-disabled={item.isDisabled === true}
            disabled={item.isDisabled}
            onClick={() => {
              onClose()
              item.onSelect()
            }}
            className={cx(
              'flex w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover focus:bg-hover focus:outline-none disabled:opacity-45 [&_svg]:size-3.5 [&_svg]:text-ink-faint',
              item.isDanger === true && 'text-down',
            )}
          >
            {item.icon}
            <span className="flex-1">{item.label}</span>
            <span className="pl-4 text-ink-faint text-xs">{item.hint}</span>
          </button>
        </div>
      ))}
    </div>
  )
}
