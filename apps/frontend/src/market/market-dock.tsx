import { type ReactNode, useState } from 'react'
import { TabList } from '../ui/tabs.tsx'

export interface DockTab<Id extends string> {
  readonly id: Id
  readonly label: string
  readonly badge?: ReactNode
  readonly panel: ReactNode
}

interface MarketDockProps<Id extends string> {
  /** Unique on the page; names the elements. */
  readonly name: string
  readonly label: string
  readonly tabs: readonly DockTab<Id>[]
  /** Where somebody else chooses too. */
  readonly selected?: Id | undefined
  readonly onSelect?: (id: Id) => void
}

/** A row of tabs over one panel; only the shown one exists, and only what it shows is asked for. */
export function MarketDock<Id extends string>({ name, label, tabs, selected, onSelect }: MarketDockProps<Id>) {
  const [own, setOwn] = useState<Id>()
  const wanted = selected ?? own
  const shown = tabs.find(({ id }) => id === wanted) ?? tabs[0]
  if (shown === undefined) return null
  return (
    <section aria-label={label} className="flex h-full min-h-0 min-w-0 flex-col bg-surface">
      <div className="flex h-9 shrink-0 items-center border-line border-b px-1.5">
        <TabList label={label} name={name} items={tabs} selected={shown.id} onSelect={onSelect ?? setOwn} />
      </div>
      <div
        key={shown.id}
        role="tabpanel"
        id={`${name}-panel`}
        aria-labelledby={`${name}-tab-${shown.id}`}
        className="min-h-0 flex-1 overflow-hidden"
      >
        {shown.panel}
      </div>
    </section>
  )
}
