import { ChartCandlestick, Database, LayoutGrid, Monitor, Moon, Plus, Search, Sun, X } from 'lucide-react'
import { useStreamStatus } from '../api/stream.ts'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/class-names.ts'
import { Logo } from './logo.tsx'
import { newWorkflow } from './new-workflow.ts'
import { openOverlay } from './overlays.ts'
import { hrefOf, type Route } from './router.ts'
import { closeTab, useTabs } from './tabs.ts'
import { setTheme, type ThemeChoice, useTheme } from './theme.ts'

const themes: readonly { readonly id: ThemeChoice; readonly next: ThemeChoice; readonly label: string; readonly Icon: typeof Sun }[] = [
  { id: 'system', next: 'light', label: 'Theme: like the system', Icon: Monitor },
  { id: 'light', next: 'dark', label: 'Theme: light', Icon: Sun },
  { id: 'dark', next: 'system', label: 'Theme: dark', Icon: Moon },
]

export function TopBar({ route }: { readonly route: Route }) {
  const tabs = useTabs((store) => store.tabs)
  const choice = useTheme((store) => store.choice)
  const theme = themes.find((entry) => entry.id === choice)
  return (
    <header className="flex h-10 shrink-0 items-center gap-1 border-b border-line bg-surface px-2">
      <a href={hrefOf({ page: 'gallery' })} className="flex items-center gap-2 rounded-md px-1.5 py-1 font-semibold hover:bg-hover">
        <Logo />
        <span className="max-sm:sr-only">Strategraph</span>
      </a>
      <nav aria-label="Pages and open strategies" className="flex min-w-0 flex-1 items-center gap-1 overflow-x-auto px-1">
        <NavLink href={hrefOf({ page: 'gallery' })} isCurrent={route.page === 'gallery'} label="Gallery" icon={<LayoutGrid />} />
        <NavLink href={hrefOf({ page: 'data' })} isCurrent={route.page === 'data'} label="Data" icon={<Database />} />
        <NavLink href={hrefOf({ page: 'market' })} isCurrent={route.page === 'market'} label="Market" icon={<ChartCandlestick />} />
        {tabs.length > 0 ? <span aria-hidden="true" className="mx-1 h-5 w-px shrink-0 bg-line" /> : null}
        {tabs.map((tab) => {
          const isCurrent = route.page === 'workflow' && route.workflowId === tab.workflowId
          return (
            <span
              key={tab.workflowId}
              className={cx('group flex h-7 shrink-0 items-center rounded-md', isCurrent ? 'bg-hover' : 'text-ink-soft hover:bg-hover')}
            >
              <a
                href={hrefOf({ page: 'workflow', workflowId: tab.workflowId })}
                aria-current={isCurrent ? 'page' : undefined}
                className={cx('max-w-48 truncate py-1 pl-2.5', isCurrent && 'font-medium')}
              >
                {tab.name}
              </a>
              <button
                type="button"
                aria-label={`Close ${tab.name}`}
                title="Close (the strategy is kept)"
                onClick={() => closeTab(tab.workflowId)}
                className="mx-1 grid size-5 place-items-center rounded text-ink-faint hover:bg-line hover:text-ink"
              >
                <X className="size-3.5" />
              </button>
            </span>
          )
        })}
        <IconButton label="New strategy" onClick={() => void newWorkflow()}>
          <Plus />
        </IconButton>
      </nav>
      <Connection />
      {route.page === 'workflow' ? (
        <button
          type="button"
          title="All commands (Ctrl+K)"
          onClick={() => openOverlay('command-palette')}
          className="flex h-7 shrink-0 items-center gap-2 rounded-md border border-line px-2 text-ink-faint text-xs hover:border-line-strong hover:text-ink"
        >
          <Search aria-hidden="true" className="size-3.5" />
          <span className="max-md:sr-only">Commands</span>
          <kbd className="font-sans max-md:hidden">Ctrl K</kbd>
        </button>
      ) : null}
      {theme === undefined ? null : (
        <IconButton label={theme.label} onClick={() => setTheme(theme.next)}>
          <theme.Icon />
        </IconButton>
      )}
    </header>
  )
}

function NavLink(props: { readonly href: string; readonly isCurrent: boolean; readonly label: string; readonly icon: React.ReactNode }) {
  return (
    <a
      href={props.href}
      aria-current={props.isCurrent ? 'page' : undefined}
      className={cx(
        'flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 [&_svg]:size-3.5',
        props.isCurrent ? 'bg-hover font-medium' : 'text-ink-soft hover:bg-hover hover:text-ink',
      )}
    >
      {props.icon}
      {props.label}
    </a>
  )
}

/** Only speaks when something is wrong: a healthy connection needs no words. */
function Connection() {
  const status = useStreamStatus((store) => store.status)
  if (status !== 'lost') return null
  return (
    <output className="flex items-center gap-1.5 rounded-md bg-warn-soft px-2 py-1 text-warn text-xs">
      <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-warn" />
      Connection lost, trying again …
    </output>
  )
}
