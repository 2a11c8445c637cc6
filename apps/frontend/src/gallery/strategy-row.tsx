import type { Run, WorkflowSummary } from '@strategraph/protocol'
import { Copy, Download, Ellipsis, Pencil, Shield, Trash2, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { hrefOf, navigate } from '../app/router.ts'
import { CrashBadge } from '../crash-tests/crash-badge.tsx'
import { ModeTag, modeOf } from '../runs/mode-badge.tsx'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/class-names.ts'
import { Floating } from '../ui/floating.tsx'
import { formatAge, formatBothTimes, formatFixed, formatPercent } from '../ui/format.ts'
import { Menu } from '../ui/menu.tsx'
import { deleteStrategy, duplicateStrategy, exportStrategy } from './strategy-actions.ts'

interface StrategyRowProps {
  readonly workflow: WorkflowSummary
  readonly active: Run | undefined
  readonly latest: Run | undefined
  readonly now: number
  readonly onRename: () => void
  readonly onCrashTests: () => void
}

/** One of the user's strategies: open it, or what else can be done with it. */
export function StrategyRow({ workflow, active, latest, now, onRename, onCrashTests }: StrategyRowProps) {
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number }>()
  const { id, name, description, errors, hasDraft, nodes, updatedAt } = workflow
  return (
    <li className="group relative flex items-center gap-4 border-line border-b px-4 py-2.5 last:border-0 hover:bg-raised max-sm:gap-2 max-sm:px-3">
      <div className="min-w-0 flex-1">
        <a href={hrefOf({ page: 'workflow', workflowId: id })} className="font-medium text-base after:absolute after:inset-0">
          {name}
        </a>
        <p className="truncate text-ink-soft text-xs">
          <span title={formatBothTimes(updatedAt)}>Changed {formatAge(Math.max(0, now - updatedAt))}</span> ·{' '}
          {nodes === 1 ? '1 node' : `${nodes} nodes`}
          {hasDraft ? ' · unsaved edits' : ''}
          {description === '' ? '' : ` · ${description}`}
        </p>
      </div>
      {errors > 0 ? (
        <span className="flex shrink-0 items-center gap-1 rounded-md bg-danger-soft px-2 py-0.5 text-down text-xs">
          <TriangleAlert aria-hidden="true" className="size-3.5" />
          {errors === 1 ? '1 problem' : `${errors} problems`}
        </span>
      ) : null}
      {workflow.crashTest === undefined ? null : (
        <CrashBadge summary={workflow.crashTest} onOpen={onCrashTests} className="relative z-[1]" />
      )}
      {active === undefined ? <Latest run={latest} workflowId={id} /> : <Active run={active} />}
      <IconButton
        label={`More about ${name}`}
        aria-haspopup="menu"
        className="relative z-[1]"
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          setMenu({ x: box.right - 200, y: box.bottom + 4 })
        }}
      >
        <Ellipsis />
      </IconButton>
      {menu === undefined ? null : (
        <Floating at={menu} onClose={() => setMenu(undefined)}>
          <Menu
            label={name}
            onClose={() => setMenu(undefined)}
            items={[
              { id: 'rename', label: 'Rename', icon: <Pencil />, onSelect: onRename },
              { id: 'duplicate', label: 'Duplicate', icon: <Copy />, onSelect: () => void duplicateStrategy(workflow) },
              { id: 'crash-tests', label: 'Crash tests …', icon: <Shield />, isDisabled: errors > 0, onSelect: onCrashTests },
              { id: 'export', label: 'Export as a file', icon: <Download />, onSelect: () => void exportStrategy(workflow) },
              {
                id: 'delete',
                label: active === undefined ? 'Delete' : 'Delete (stop its run first)',
                icon: <Trash2 />,
                isDanger: true,
                separated: true,
                isDisabled: active !== undefined,
                onSelect: () => void deleteStrategy(workflow),
              },
            ]}
          />
        </Floating>
      )}
    </li>
  )
}

function Active({ run }: { readonly run: Run }) {
  return (
    <span className="num flex shrink-0 items-center gap-2 text-xs">
      <span className="max-sm:hidden">{run.equity === null ? '' : `Equity ${formatFixed(run.equity, 2)}`}</span>
      {run.mode === 'backtest' ? `${Math.round(100 * (run.progress ?? 0))} %` : null}
      <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-up" />
      <ModeTag mode={modeOf(run)} />
    </span>
  )
}

function Latest({ run, workflowId }: { readonly run: Run | undefined; readonly workflowId: string }) {
  const metrics = run?.metrics
  if (run === undefined || metrics === null || metrics === undefined)
    return <span className="shrink-0 text-ink-faint text-xs max-sm:hidden">not run yet</span>
  return (
    <button
      type="button"
      title={`Last result: ${run.mode}, ${formatBothTimes(run.startedAt)}. Opens the run on the version that ran.`}
      onClick={() => navigate({ page: 'workflow', workflowId, runId: run.id })}
      className="num relative z-[1] flex shrink-0 items-center gap-2 rounded-md px-2 py-1 text-xs hover:bg-hover"
    >
      <span className={cx('font-semibold', metrics.returnPercent > 0 ? 'text-up' : metrics.returnPercent < 0 ? 'text-down' : '')}>
        {metrics.returnPercent > 0 ? '+' : ''}
        {formatPercent(metrics.returnPercent)}
      </span>
      <span className="text-ink-soft max-sm:hidden">
        {metrics.trades} trades · {run.mode}
      </span>
    </button>
  )
}
