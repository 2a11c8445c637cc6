import type { Run } from '@strategraph/protocol'
import { useMemo, useState } from 'react'
import { cx } from '../../../ui/class-names.ts'
import { EmptyState, Loading } from '../../../ui/empty-state.tsx'
import { formatBothTimes, formatFixed, formatTime } from '../../../ui/format.ts'
import { isActive, type RunView } from '../../run-store.ts'
import { Segments } from '../shared/segments.tsx'
import { useJournal } from '../shared/use-journal.ts'
import { useJump, useRunDocument } from '../shared/use-shown-run.ts'
import { VirtualList } from '../shared/virtual-list.tsx'
import { WithRun } from '../shared/with-run.tsx'
import { nameOf } from '../trades/explain-order.ts'
import { type DecisionFilter, type DecisionRow, decisionRows } from './decision-rows.ts'
import { denialNumbers, denialTitle, excess } from './denial-words.ts'

/** What the strategy wanted and what its risk gate refused, each with the reason. */
export function DecisionsPanel({ workflowId }: { readonly workflowId: string }) {
  return (
    <WithRun workflowId={workflowId} what="Decisions and refusals">
      {(view, run) => <RunDecisions key={run.id} view={view} run={run} />}
    </WithRun>
  )
}

const filters: readonly { readonly id: DecisionFilter; readonly label: string }[] = [
  { id: 'all', label: 'All' },
  { id: 'wishes', label: 'Without hold' },
  { id: 'refused', label: 'Refused' },
]
const types = ['decision', 'denied'] as const

function RunDecisions({ view, run }: { readonly view: RunView; readonly run: Run }) {
  const { events, isLoading } = useJournal(view, types)
  const document = useRunDocument(run.id)
  const jump = useJump(view.workflowId, run.id)
  const [filter, setFilter] = useState<DecisionFilter>('all')
  const rows = useMemo(() => decisionRows(events, filter), [events, filter])
  const all = useMemo(() => decisionRows(events, 'all'), [events])
  const refused = all.filter((row) => row.kind === 'refused').length
  if (isLoading || document === undefined) return <Loading what="the decisions" />
  if (events.length === 0) {
    return (
      <EmptyState title={isActive(run) ? 'No decision yet' : 'This run decided nothing'}>
        {isActive(run)
          ? 'As soon as the strategy wants to trade, it says here why.'
          : 'Its conditions were never met. The time slider shows what they were at each bar.'}
      </EmptyState>
    )
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="num flex shrink-0 flex-wrap items-center gap-3 border-line border-b px-3 py-1 text-2xs text-ink-soft">
        <Segments label="Show" options={filters} value={filter} onChange={setFilter} />
        {all.length - refused} decisions · {refused} refused
      </div>
      {rows.length === 0 ? (
        <EmptyState title={filter === 'refused' ? 'Nothing was refused' : 'Nothing but hold'} />
      ) : (
        <VirtualList
          label="Decisions, newest first"
          items={rows}
          keyOf={(row) => row.seq}
          rowHeight={30}
          render={(row) => (
            <DecisionLine
              row={row}
              name={row.nodeIds.map((id) => nameOf(document, id)).join(', ')}
              onShow={() => jump(row.time, row.nodeIds)}
            />
          )}
        />
      )}
    </div>
  )
}

const looks: Readonly<Record<DecisionRow['kind'], { readonly label: string; readonly className: string }>> = {
  buy: { label: 'Buy', className: 'bg-ok-soft text-up' },
  sell: { label: 'Sell', className: 'bg-danger-soft text-down' },
  close: { label: 'Close', className: 'bg-accent-soft text-accent' },
  hold: { label: 'Hold', className: 'bg-hover text-ink-soft' },
  refused: { label: 'Refused', className: 'bg-warn-soft text-warn' },
}

function DecisionLine({ row, name, onShow }: { readonly row: DecisionRow; readonly name: string; readonly onShow: () => void }) {
  const look = looks[row.kind]
  return (
    <button
      type="button"
      onClick={onShow}
      className="num grid w-full grid-cols-[8rem_4.5rem_1fr] items-baseline gap-x-3 px-3 py-1 text-left text-xs hover:bg-hover max-sm:grid-cols-[auto_1fr]"
    >
      <span className="text-ink-soft" title={formatBothTimes(row.time)}>
        {formatTime(row.time)}
      </span>
      <span className={cx('w-fit rounded px-1.5 py-px font-medium text-2xs', look.className)}>{look.label}</span>
      <span className="min-w-0 max-sm:col-span-2">
        {row.denial === undefined ? (
          row.reason
        ) : (
          <>
            <strong className="font-medium">{denialTitle(row.denial)}</strong>
            <DenialNumbers denial={row.denial} />
            {row.reason === '' ? null : <span className="text-ink-soft"> · wanted: {row.reason}</span>}
          </>
        )}
        {row.confidence === undefined ? null : (
          <span className="text-ink-soft"> · confidence {formatFixed(100 * row.confidence, 0)} %</span>
        )}
        <span className="text-ink-faint"> · {name}</span>
      </span>
    </button>
  )
}

function DenialNumbers({ denial }: { readonly denial: NonNullable<DecisionRow['denial']> }) {
  const numbers = denialNumbers(denial)
  const over = excess(denial)
  if (numbers === undefined) return <span className="text-ink-soft">: {denial.message}</span>
  return (
    <span>
      : {numbers}
      {over !== undefined && over > 0 ? <span className="text-warn"> ({formatFixed(100 * over, 0)} % over)</span> : null}
    </span>
  )
}
