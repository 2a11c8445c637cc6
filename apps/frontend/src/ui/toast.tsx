import { X } from 'lucide-react'
import { create } from 'zustand'
import { Button, IconButton } from './button.tsx'
import { cx } from './class-names.ts'

interface Toast {
  readonly id: number
  readonly tone: 'info' | 'error'
  readonly text: string
  readonly detail?: string | undefined
  /** A newer toast of the same topic takes the place of the older one. */
  readonly topic?: string
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

const useToasts = create<{ readonly toasts: readonly Toast[]; readonly next: number }>(() => ({ toasts: [], next: 1 }))

const dismiss = (id: number) => useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))

/** A short message at the lower edge; errors stay until they are closed, the rest 5 s. Read out by screen readers. */
export function toast(message: Omit<Toast, 'id'>): void {
  const { toasts, next } = useToasts.getState()
  const others = message.topic === undefined ? toasts : toasts.filter((item) => item.topic !== message.topic)
  useToasts.setState({ toasts: [...others.slice(-3), { ...message, id: next }], next: next + 1 })
  if (message.tone === 'info') setTimeout(() => dismiss(next), 5000)
}

export function Toasts() {
  const toasts = useToasts((store) => store.toasts)
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-3 z-50 flex flex-col items-center gap-2 px-3"
    >
      {toasts.map((item) => (
        <div
          key={item.id}
          className={cx(
            'pointer-events-auto flex max-w-xl items-center gap-3 rounded-lg border bg-surface py-1.5 pr-1.5 pl-3 shadow-overlay',
            item.tone === 'error' ? 'border-down/60' : 'border-line',
          )}
        >
          <div className="min-w-0">
            <p className={item.tone === 'error' ? 'text-down' : ''}>{item.text}</p>
            {item.detail === undefined ? null : <p className="text-ink-soft text-xs">{item.detail}</p>}
          </div>
          {item.action === undefined ? null : (
            <Button
              size="small"
              onClick={() => {
                item.action?.run()
                dismiss(item.id)
              }}
            >
              {item.action.label}
            </Button>
          )}
          <IconButton label="Dismiss" onClick={() => dismiss(item.id)} className="size-6">
            <X />
          </IconButton>
        </div>
      ))}
    </div>
  )
}
