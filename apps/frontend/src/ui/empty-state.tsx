import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** What a room says while it has nothing to show: what would be here, and how to get it. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex h-full max-w-sm flex-col items-center justify-center gap-2 p-6 text-center">
      {icon === undefined ? null : <div className="text-ink-faint [&_svg]:size-6">{icon}</div>}
      <p className="font-medium text-ink">{title}</p>
      {children === undefined ? null : <div className="text-ink-soft">{children}</div>}
      {action}
    </div>
  )
}

/** Something is being loaded; shows what. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <output className="flex h-full items-center justify-center gap-2 p-6 text-ink-soft">
      <span aria-hidden="true" className="size-3.5 animate-spin rounded-full border-2 border-line-strong border-t-accent" />
      Loading {what} …
    </output>
  )
}
