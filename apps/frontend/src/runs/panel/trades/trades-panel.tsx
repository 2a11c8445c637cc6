import type { Run } from '@strategraph/protocol'
import { explainOrder, type Trade } from '@strategraph/trading-engine'
import { ArrowDown, ArrowUp, CircleHelp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { cx } from '../../../ui/class-names.ts'
import { EmptyState, Loading } from '../../../ui/empty-state.tsx'
import { formatBothTimes, formatFixed, formatNumber, formatTime } from '../../../ui/format.ts'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { isActive, type RunView } from '../../run-store.ts'
import { decimalsOf, instrumentOf, priceDecimals } from '../shared/run-market.ts'
import { useMedia } from '../shared/use-media.ts'
import { useJump, useRunDocument, useTrades } from '../shared/use-shown-run.ts'
import { useVirtualRows } from '../shared/use-virtual-rows.ts'
import { WithRun } from '../shared/with-run.tsx'
import { tellOrder } from './explain-order.ts'
import { exitWords, firstOrder, sortTrades, type TradeColumn, type TradeOrder } from './sort-trades.ts'
import { Why } from './why.tsx'

/** Closed trades of the run; a press on one shows its bar on the canvas, `Why?` the reasons. */
export function TradesPanel({ workflowId }: { readonly workflowId: string }) {
  return (
    <WithRun workflowId={workflowId} what="Trades">
      {(view, run) => <RunTrades key={run.id} view={view} run={run} />}
    </WithRun>
  )
}

const headings: readonly { readonly id: TradeColumn; readonly label: string; readonly isNumber?: boolean }[] = [
  { id: 'index', label: '#' },
  { id: 'side', label: 'Side' },
  { id: 'entryTime', label: 'Entry (UTC)' },
  { id: 'exitTime', label: 'Exit (UTC)' },
  { id: 'entryPrice', label: 'Entry price', isNumber: true },
  { id: 'exitPrice', label: 'Exit price', isNumber: true },
  { id: 'quantity', label: 'Quantity', isNumber: true },
  { id: 'fees', label: 'Fees', isNumber: true },
  { id: 'netPnl', label: 'Net result', isNumber: true },
  { id: 'returnPercent', label: 'Return', isNumber: true },
  { id: 'exitReason', label: 'Closed by' },
]
const grid =
  'grid min-w-[70.5rem] grid-cols-[2.5rem_4rem_7.5rem_7.5rem_5.5rem_5.5rem_6rem_4rem_5.5rem_4.75rem_6.5rem_4.25rem] items-center gap-x-2 px-3'
const rowHeight = 28
const narrowRowHeight = 46

function RunTrades({ view, run }: { readonly view: RunView; readonly run: Run }) {
  const { trades, isLoading, error } = useTrades(view)
  const document = useRunDocument(run.id)
  const jump = useJump(view.workflowId, run.id)
  const [order, setOrder] = useState<TradeOrder>({ column: 'index', isDescending: true })
  const [explained, setExplained] = useState<number>()
  const sorted = useMemo(() => sortTrades(trades, order), [trades, order])
  const isWide = useMedia('(min-width: 1700px)')
  const isPhone = useMedia('(max-width: 760px)')
  const isNarrow = isPhone || (explained !== undefined && !isWide)
  const height = isNarrow ? narrowRowHeight : rowHeight
  const { box, rows, totalHeight } = useVirtualRows({ count: sorted.length, rowHeight: height, overscan: 12 })
  const chosen = trades.find((trade) => trade.index === explained)

  if (error !== null) return <ProblemNote title="The trades could not be loaded." error={error} />
  if (isLoading) return <Loading what="the trades" />
  if (trades.length === 0) {
    return (
      <EmptyState title={isActive(run) ? 'No closed trade yet' : 'This run closed no trade'}>
        {isActive(run)
          ? 'A trade is listed here when its position closes.'
          : 'Look under Decisions: every refused order is there with its reason.'}
      </EmptyState>
    )
  }
  const show = (trade: Trade) => {
    const found = explainOrder(view.events, trade.entryOrderId)
    const nodes = found === undefined || document === undefined ? undefined : tellOrder(document, found, 2).nodeIds
    // Without the order's own moment: the bar before the one that it filled in.
    jump(found?.time ?? trade.entryTime, nodes)
  }
  const sum = trades.reduce((total, trade) => total + trade.netPnl, 0)
  return (
    <div className="relative flex h-full min-h-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <div
          ref={box}
          className="min-h-0 flex-1 overflow-auto"
          role="table"
          aria-label="Closed trades"
          aria-rowcount={sorted.length + 1}
          tabIndex={0}
        >
          <div role="rowgroup" className={isNarrow ? 'sr-only' : 'sticky top-0 z-10 min-w-max'}>
            <div role="row" className={cx(grid, 'h-7 border-line border-b bg-raised text-2xs text-ink-soft')}>
              {headings.map(({ id, label, isNumber }) => {
                const isSorted = order.column === id
                return (
                  <div
                    key={id}
                    role="columnheader"
                    aria-sort={isSorted ? (order.isDescending ? 'descending' : 'ascending') : 'none'}
                    className={isNumber === true ? 'text-right' : ''}
                  >
                    <button
                      type="button"
                      className={cx('inline-flex items-center gap-0.5 rounded hover:text-ink', isSorted && 'font-semibold text-ink')}
                      onClick={() => setOrder(isSorted ? { column: id, isDescending: !order.isDescending } : firstOrder(id))}
                    >
                      {label}
                      {isSorted ? (
                        order.isDescending ? (
                          <ArrowDown aria-hidden="true" className="size-3" />
                        ) : (
                          <ArrowUp aria-hidden="true" className="size-3" />
                        )
                      ) : null}
                    </button>
                  </div>
                )
              })}
              <div role="columnheader">
                <span className="sr-only">Explanation</span>
              </div>
            </div>
          </div>
          <div role="rowgroup" className={cx('relative', !isNarrow && 'min-w-[70.5rem]')} style={{ height: totalHeight }}>
            {rows.map(({ index, top }) => {
              const trade = sorted[index]
              const Row = isNarrow ? NarrowTradeRow : TradeRow
              return trade === undefined ? null : (
                <Row
                  key={trade.index}
                  run={run}
                  trade={trade}
                  rowIndex={index + 2}
                  top={top}
                  isExplained={trade.index === explained}
                  onShow={() => show(trade)}
                  onExplain={() => setExplained(trade.index === explained ? undefined : trade.index)}
                />
              )
            })}
          </div>
        </div>
        <p className="num shrink-0 border-line border-t px-3 py-1 text-2xs text-ink-soft">
          {trades.length === 1 ? '1 trade' : `${formatFixed(trades.length, 0)} trades`} ·{' '}
          {trades.filter((trade) => trade.netPnl > 0).length} won · together{' '}
          <span className={sum >= 0 ? 'text-up' : 'text-down'}>{signed(sum, 2)}</span>
        </p>
      </div>
      {chosen === undefined || document === undefined ? null : (
        <div className="w-[26rem] shrink-0 border-line border-l max-md:absolute max-md:inset-0 max-md:z-20 max-md:w-full max-md:bg-surface">
          <Why view={view} run={run} trade={chosen} document={document} onClose={() => setExplained(undefined)} />
        </div>
      )}
    </div>
  )
}

const signed = (value: number, decimals: number): string => `${value > 0 ? '+' : ''}${formatFixed(value, decimals)}`

interface TradeRowProps {
  readonly run: Run
  readonly trade: Trade
  readonly rowIndex: number
  readonly top: number
  readonly isExplained: boolean
  readonly onShow: () => void
  readonly onExplain: () => void
}

function TradeRow({ run, trade, rowIndex, top, isExplained, onShow, onExplain }: TradeRowProps) {
  const decimals = priceDecimals(run, trade.instrument)
  const lotDecimals = decimalsOf(instrumentOf(run, trade.instrument)?.lotSize ?? '0.00000001')
  const tone = trade.netPnl >= 0 ? 'text-up' : 'text-down'
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className={cx(
        grid,
        'num absolute inset-x-0 cursor-pointer border-line border-b text-xs hover:bg-hover',
        isExplained && 'bg-accent-soft',
      )}
      style={{ top, height: rowHeight }}
      onClick={onShow}
      onKeyDown={() => {}}
    >
      <div role="cell">
        <button
          type="button"
          className="rounded text-ink-soft hover:text-accent hover:underline"
          title="Show this trade on the canvas"
          aria-label={`Trade ${trade.index + 1}: show on the canvas`}
        >
          {trade.index + 1}
        </button>
      </div>
      <div role="cell" className={trade.side === 'long' ? 'text-up' : 'text-down'}>
        {trade.side === 'long' ? '▲ Long' : '▼ Short'}
      </div>
      <div role="cell" title={formatBothTimes(trade.entryTime)}>
        {formatTime(trade.entryTime)}
      </div>
      <div role="cell" title={formatBothTimes(trade.exitTime)}>
        {formatTime(trade.exitTime)}
      </div>
      <div role="cell" className="text-right">
        {formatFixed(trade.entryPrice, decimals)}
      </div>
      <div role="cell" className="text-right">
        {formatFixed(trade.exitPrice, decimals)}
      </div>
      <div role="cell" className="text-right" title={formatFixed(trade.quantity, lotDecimals)}>
        {formatNumber(trade.quantity)}
      </div>
      <div role="cell" className="text-right text-ink-soft">
        {formatFixed(trade.fees, 2)}
      </div>
      <div role="cell" className={cx('text-right font-medium', tone)}>
        {signed(trade.netPnl, 2)}
      </div>
      <div role="cell" className={cx('text-right', tone)}>
        {signed(trade.returnPercent, 2)} %
      </div>
      <div role="cell">{exitWords[trade.exitReason]}</div>
      <div role="cell">
        <WhyButton isPressed={isExplained} onPress={onExplain} />
      </div>
    </div>
  )
}

function WhyButton({ isPressed, onPress }: { readonly isPressed: boolean; readonly onPress: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      className="inline-flex h-5 items-center gap-1 rounded px-1.5 text-accent text-xs hover:bg-accent-soft"
      onClick={(event) => {
        event.stopPropagation()
        onPress()
      }}
    >
      <CircleHelp aria-hidden="true" className="size-3.5" /> Why?
    </button>
  )
}

/** Two lines instead of twelve columns. */
function NarrowTradeRow({ run, trade, rowIndex, top, isExplained, onShow, onExplain }: TradeRowProps) {
  const decimals = priceDecimals(run, trade.instrument)
  const tone = trade.netPnl >= 0 ? 'text-up' : 'text-down'
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className={cx('num absolute inset-x-0 cursor-pointer border-line border-b px-3 py-1 text-xs', isExplained && 'bg-accent-soft')}
      style={{ top, height: narrowRowHeight }}
      onClick={onShow}
      onKeyDown={() => {}}
    >
      <div role="cell" className="flex items-center gap-2">
        <button type="button" className="text-ink-soft" aria-label={`Trade ${trade.index + 1}: show on the canvas`}>
          {trade.index + 1}
        </button>
        <span className={trade.side === 'long' ? 'text-up' : 'text-down'}>{trade.side === 'long' ? '▲ Long' : '▼ Short'}</span>
        <span className={cx('font-medium', tone)}>
          {signed(trade.netPnl, 2)} ({signed(trade.returnPercent, 2)} %)
        </span>
        <span className="flex-1" />
        <WhyButton isPressed={isExplained} onPress={onExplain} />
      </div>
      <div role="cell" className="truncate text-2xs text-ink-soft">
        {formatTime(trade.entryTime)} to {formatTime(trade.exitTime)} · {formatFixed(trade.entryPrice, decimals)} to{' '}
        {formatFixed(trade.exitPrice, decimals)} · {exitWords[trade.exitReason]}
      </div>
    </div>
  )
}
