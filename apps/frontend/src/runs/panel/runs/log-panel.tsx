import type { Run } from '@strategraph/protocol'
import type { LogLine } from '@strategraph/trading-engine'
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { cx } from '../../../ui/class-names.ts'
import { EmptyState, Loading } from '../../../ui/empty-state.tsx'
import { formatBothTimes, formatTime } from '../../../ui/format.ts'
import type { RunView } from '../../run-store.ts'
import { Segments } from '../shared/segments.tsx'
import { useJournal } from '../shared/use-journal.ts'
import { useJump, useRunDocument } from '../shared/use-shown-run.ts'
import { VirtualList } from '../shared/virtual-list.tsx'
import { WithRun } from '../shared/with-run.tsx'
import { nameOf } from '../trades/explain-order.ts'
import { logLines } from './log-lines.ts'

/** What nodes wrote, alerts, refusals, ends of orders and of the run, newest first. */
export function LogPanel({ workflowId }: { readonly workflowId: string }) {
  return (
    <WithRun workflowId={workflowId} what="Messages and alerts">
      {(view, run) => <RunLog key={run.id} view={view} run={run} />}
    </WithRun>
  )
}

const types = ['log', 'alert', 'denied', 'order.state', 'status'] as const
type Filter = 'all' | 'warnings'
const filters: readonly { readonly id: Filter; readonly label: string }[] = [
  { id: 'all', label: 'All' },
  { id: 'warnings', label: 'Warnings and alerts' },
]
const looks = {
  info: { Icon: Info, className: 'text-ink-faint', word: 'Information' },
  warning: { Icon: TriangleAlert, className: 'text-warn', word: 'Warning' },
  critical: { Icon: CircleAlert, className: 'text-down', word: 'Critical' },
} as const

function RunLog({ view, run }: { readonly view: RunView; readonly run: Run }) {
  const { events, isLoading } = useJournal(view, types)
  const document = useRunDocument(run.id)
  const jump = useJump(view.workflowId, run.id)
  const [filter, setFilter] = useState<Filter>('all')
  const lines = useMemo(() => logLines(events, filter), [events, filter])
  if (isLoading || document === undefined) return <Loading what="the log" />
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center gap-3 border-line border-b px-3 py-1">
        <Segments label="Show" options={filters} value={filter} onChange={setFilter} />
      </div>
      {lines.length === 0 ? (
        <EmptyState title={filter === 'all' ? 'Nothing was logged' : 'No warnings'}>
          {filter === 'all' ? 'Log and Alert nodes write here, and so does every refusal.' : undefined}
        </EmptyState>
      ) : (
        <VirtualList
          label="Log, newest first"
          items={lines}
          keyOf={(line) => line.seq}
          rowHeight={27}
          render={(line) => (
            <Line
              line={line}
              name={line.nodeId === undefined ? 'Run' : nameOf(document, line.nodeId)}
              onShow={() => jump(line.time, line.nodeId === undefined ? undefined : [line.nodeId])}
            />
          )}
        />
      )}
    </div>
  )
}

function Line({ line, name, onShow }: { readonly line: LogLine; readonly name: string; readonly onShow: () => void }) {
  const { Icon, className, word } = looks[line.level]
  return (
    <button
      type="button"
      onClick={onShow}
      className="num grid w-full grid-cols-[8rem_1rem_minmax(0,9rem)_1fr] items-baseline gap-x-2 px-3 py-1 text-left text-xs hover:bg-hover max-sm:grid-cols-[auto_1rem_1fr]"
    >
      <span className="text-ink-soft" title={formatBothTimes(line.time)}>
        {formatTime(line.time)}
      </span>
      <span className={className} title={word}>
        <Icon aria-hidden="true" className="size-3.5 translate-y-0.5" />
        <span className="sr-only">{word}</span>
      </span>
      <span className="truncate text-ink-faint">{name}</span>
      <span className={cx('min-w-0 break-words max-sm:col-span-3', line.level === 'critical' && 'text-down')}>{line.text}</span>
    </button>
  )
}
