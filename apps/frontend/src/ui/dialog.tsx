import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './class-names.ts'
import { useClosedByNavigation } from './use-closed-by-navigation.ts'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly footer?: ReactNode
  readonly width?: 'narrow' | 'normal' | 'wide'
  /** Hides the title bar (command palette); the title is still read out. */
  readonly bare?: boolean
}

const widths = { narrow: 'max-w-md', normal: 'max-w-2xl', wide: 'max-w-5xl' } as const

/** A modal on the browser's own dialog element: focus stays inside, Escape and another address close, the rest is inert. Render it while it is open. */
export function Dialog({ title, onClose, children, footer, width = 'normal', bare = false }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useClosedByNavigation(onClose)
  useEffect(() => {
    const dialog = element.current
    if (dialog === null || dialog.open) return
    dialog.showModal()
    // The browser focuses the first button it finds, which is the one that closes.
    dialog.querySelector<HTMLElement>('[role=combobox], [data-autofocus]')?.focus()
  }, [])
  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        if (event.target === element.current) onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
      className={cx(
        'm-auto mt-[10vh] max-h-[80vh] w-[calc(100vw-1.5rem)] overflow-hidden rounded-xl border border-line bg-surface p-0 text-ink shadow-overlay backdrop:bg-black/45',
        widths[width],
      )}
    >
      <div className="flex max-h-[80vh] flex-col">
        <header className={bare ? 'sr-only' : 'flex items-center justify-between border-b border-line py-2 pr-2 pl-4'}>
          <h2 id={titleId} className="font-semibold text-base">
            {title}
          </h2>
          {bare ? null : (
            <IconButton label="Close" onClick={onClose}>
              <X />
            </IconButton>
          )}
        </header>
        <div className="min-h-0 flex-1 overflow-auto">{children}</div>
        {footer === undefined ? null : (
          <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-raised px-4 py-2.5">{footer}</footer>
        )}
      </div>
    </dialog>
  )
}
