import type { ReactNode } from 'react'

export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="rounded border border-line-strong border-b-2 bg-raised px-1.5 py-px font-sans text-2xs text-ink-soft">{children}</kbd>
  )
}
