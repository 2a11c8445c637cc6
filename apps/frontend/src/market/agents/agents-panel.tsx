import type { MarketAgent } from '@strategraph/protocol'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Sparkline } from '../../gallery/sparkline.tsx'
import { useMedia } from '../../runs/panel/shared/use-media.ts'
import { useVirtualRows } from '../../runs/panel/shared/use-virtual-rows.ts'
import { cx } from '../../ui/class-names.ts'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatFixed, formatPercent } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useChannel, useMarket, useMarketSession } from '../feed/use-market.ts'
import { usePersonaTitle } from '../lab/lab-queries.ts'
import { formatChange, formatShort, toneOf } from '../market-words.ts'
import { ActionTag, MindTag } from './decision-words.tsx'
import { type AgentColumn, type AgentOrder, filterAgents, firstOrder, sortAgents } from './sort-agents.ts'
import { changesOf, commonSpan } from './trail-range.ts'

const columns: readonly { readonly id: AgentColumn; readonly label: string; readonly isNumber?: boolean }[] = [
  { id: 'name', label: 'Agent' },
  { id: 'persona', label: 'Persona' },
  { id: 'roiByTrading', label: 'By trading', isNumber: true },
  { id: 'roi', label: 'ROI', isNumber: true },
  { id: 'equity', label: 'Equity', isNumber: true },
  { id: 'trades', label: 'Trades', isNumber: true },
  { id: 'openOrders', label: 'Orders', isNumber: true },
]
const grid =
  'grid min-w-[50rem] grid-cols-[1.75rem_7.5rem_5.5rem_4.5rem_4rem_4rem_3rem_3rem_5rem_minmax(9rem,1fr)] items-center gap-x-2 px-2.5'
const rowHeight = 30
const narrowRowHeight = 44

interface AgentsPanelProps {
  readonly persona: string
  readonly onPersona: (persona: string) => void
  readonly onOpen: (agent: number) => void
}

/** Everybody in the market by what they made of it, with the reason of what they did last. */
export function AgentsPanel({ persona, onPersona, onOpen }: AgentsPanelProps) {
  useChannel('agents')
  const session = useMarketSession()
  const { agents, trails, loading } = useMarket(['agents', 'loading'], 1000)
  const titleOf = usePersonaTitle()
  const [order, setOrder] = useState<AgentOrder>(firstOrder('roiByTrading'))
  const [text, setText] = useState('')
  const isNarrow = useMedia('(max-width: 760px)')
  const shown = useMemo(() => sortAgents(filterAgents(agents, persona, text), order), [agents, persona, text, order])
  const height = isNarrow ? narrowRowHeight : rowHeight
  const { box, rows, totalHeight } = useVirtualRows({ count: shown.length, rowHeight: height, overscan: 6 })
  const span = useMemo(() => commonSpan(trails.byAgent.values()), [trails])
  const personas = useMemo(() => [...new Set(agents.map((agent) => agent.persona))].toSorted(), [agents])
  const state = loading.get('agents')

  if (agents.length === 0) {
    if (typeof state === 'object')
      return <ProblemNote title="The agents could not be loaded." error={state.error} retry={() => session.reload('agents')} />
    if (state !== 'ready') return <Loading what="the agents" />
    return (
      <EmptyState title="Nobody trades here">This market has no agents. Begin a new one with a population under “New market”.</EmptyState>
    )
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 px-2.5 py-1.5">
        <select
          aria-label="Persona"
          className="input h-6 w-auto text-xs"
          value={persona}
          onChange={(event) => onPersona(event.target.value)}
        >
          <option value="">All personas</option>
          {personas.map((id) => (
            <option key={id} value={id}>
              {titleOf(id)}
            </option>
          ))}
        </select>
        <input
          type="search"
          aria-label="Find an agent by name"
          placeholder="Find by name"
          className="input h-6 w-32 text-xs"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {isNarrow ? (
          <select
            aria-label="Sort by"
            className="input h-6 w-auto text-xs"
            value={order.column}
            onChange={(event) => {
              const column = columns.find(({ id }) => id === event.target.value)
              if (column !== undefined) setOrder(firstOrder(column.id))
            }}
          >
            {columns.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        ) : null}
        <span className="num ml-auto text-2xs text-ink-soft">
          {shown.length === agents.length
            ? formatFixed(agents.length, 0)
            : `${formatFixed(shown.length, 0)} of ${formatFixed(agents.length, 0)}`}{' '}
          agents
        </span>
      </div>
      <div
        ref={box}
        role="table"
        aria-label="Agents"
        aria-rowcount={shown.length + 1}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto border-line border-t"
      >
        <div role="rowgroup" className={isNarrow ? 'sr-only' : 'sticky top-0 z-10 min-w-max'}>
          <div role="row" className={cx(grid, 'h-7 border-line border-b bg-raised text-2xs text-ink-soft')}>
            <div role="columnheader">#</div>
            {columns.map((column) => (
              <Heading key={column.id} {...column} order={order} onOrder={setOrder} />
            ))}
            <div
              role="columnheader"
              className="text-center"
              title="What its trading made since this page was opened; one scale for all agents"
            >
              Trend ±{formatPercent(100 * span, span < 0.01 ? 1 : 0)}
            </div>
            <div role="columnheader">Last decision</div>
          </div>
        </div>
        {shown.length === 0 ? (
          <p className="p-4 text-center text-ink-soft">No agent fits. Choose another persona or clear the name.</p>
        ) : null}
        <div role="rowgroup" className={cx('relative', !isNarrow && 'min-w-[50rem]')} style={{ height: totalHeight }}>
          {rows.map(({ index, top }) => {
            const agent = shown[index]
            const Row = isNarrow ? NarrowRow : WideRow
            return agent === undefined ? null : (
              <Row
                key={agent.id}
                agent={agent}
                rank={index + 1}
                top={top}
                title={titleOf(agent.persona)}
                trail={trails.byAgent.get(agent.id) ?? []}
                span={span}
                onOpen={() => onOpen(agent.id)}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

const says: Partial<Readonly<Record<AgentColumn, string>>> = {
  roiByTrading: 'What it has against what it was given, both at the prices of now: the work of its own trading',
  roi: "Return on what it was given, inventory included: its trading and the market's own move",
}

interface HeadingProps {
  readonly id: AgentColumn
  readonly label: string
  readonly isNumber?: boolean
  readonly order: AgentOrder
  readonly onOrder: (order: AgentOrder) => void
}

function Heading({ id, label, isNumber, order, onOrder }: HeadingProps) {
  const isSorted = order.column === id
  const Arrow = order.isDescending ? ArrowDown : ArrowUp
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? (order.isDescending ? 'descending' : 'ascending') : 'none'}
      className={isNumber === true ? 'text-right' : ''}
    >
      <button
        type="button"
        title={says[id]}
        className={cx('inline-flex items-center gap-0.5 rounded hover:text-ink', isSorted && 'font-semibold text-ink')}
        onClick={() => onOrder(isSorted ? { column: id, isDescending: !order.isDescending } : firstOrder(id))}
      >
        {label}
        {isSorted ? <Arrow aria-hidden="true" className="size-3" /> : null}
      </button>
    </div>
  )
}

interface RowProps {
  readonly agent: MarketAgent
  readonly rank: number
  readonly top: number
  /** Of its persona. */
  readonly title: string
  readonly trail: readonly number[]
  /** Half height of the lines' common scale, fraction. */
  readonly span: number
  readonly onOpen: () => void
}

function WideRow({ agent, title, rank, top, trail, span, onOpen }: RowProps) {
  const { name, mind, equity, roi, roiByTrading, trades, openOrders, lastDecision } = agent
  return (
    <div
      role="row"
      aria-rowindex={rank + 1}
      className={cx(grid, 'num absolute inset-x-0 cursor-pointer border-line border-b text-xs hover:bg-hover')}
      style={{ top, height: rowHeight }}
      onClick={onOpen}
      onKeyDown={() => {}}
    >
      <div role="cell" className="text-ink-faint">
        {rank}
      </div>
      <div role="cell" className="truncate">
        <OpenButton name={name} />
      </div>
      <div role="cell" className="flex min-w-0 items-center gap-1 text-ink-soft">
        {mind === 'rule' ? (
          <span className="truncate" title={title}>
            {title}
          </span>
        ) : (
          <MindTag mind={mind} />
        )}
      </div>
      <div role="cell" className={cx('text-right font-medium', toneOf(roiByTrading))}>
        {formatChange(roiByTrading)}
      </div>
      <div role="cell" className={cx('text-right', toneOf(roi))}>
        {formatChange(roi)}
      </div>
      <div role="cell" className="text-right" title={formatFixed(equity, 2)}>
        {formatShort(equity)}
      </div>
      <div role="cell" className="text-right">
        {formatFixed(trades, 0)}
      </div>
      <div role="cell" className="text-right text-ink-soft">
        {formatFixed(openOrders, 0)}
      </div>
      <div role="cell" className="h-5 px-1">
        <Sparkline values={changesOf(trail)} range={[-span, span]} width={72} height={20} className="size-full" />
      </div>
      <div role="cell" className="flex min-w-0 items-center gap-1.5" title={lastDecision?.reason}>
        {lastDecision === null ? (
          <span className="text-ink-faint">none yet</span>
        ) : (
          <>
            <ActionTag action={lastDecision.action} />
            <span className="truncate text-ink-soft">{lastDecision.reason}</span>
          </>
        )}
      </div>
    </div>
  )
}

function OpenButton({ name }: { readonly name: string }) {
  return (
    <button
      type="button"
      className="max-w-full truncate rounded font-medium hover:text-accent hover:underline"
      aria-label={`${name}: details`}
    >
      {name}
    </button>
  )
}

/** Two lines instead of nine columns. */
function NarrowRow({ agent, title, rank, top, onOpen }: RowProps) {
  const { name, mind, equity, roiByTrading, trades, lastDecision } = agent
  return (
    <div
      role="row"
      aria-rowindex={rank + 1}
      className="num absolute inset-x-0 cursor-pointer border-line border-b px-2.5 py-1 text-xs"
      style={{ top, height: narrowRowHeight }}
      onClick={onOpen}
      onKeyDown={() => {}}
    >
      <div role="cell" className="flex items-center gap-1.5">
        <span className="text-ink-faint">{rank}</span>
        <OpenButton name={name} />
        <MindTag mind={mind} />
        <span className="ml-auto text-ink-soft">{formatShort(equity)}</span>
        <span className={cx('w-16 text-right font-medium', toneOf(roiByTrading))}>{formatChange(roiByTrading)}</span>
      </div>
      <div role="cell" className="truncate text-2xs text-ink-soft">
        {title} · {formatFixed(trades, 0)} trades
        {lastDecision === null ? '' : ` · ${lastDecision.action}: ${lastDecision.reason}`}
      </div>
    </div>
  )
}
