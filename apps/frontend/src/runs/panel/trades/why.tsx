import type { Run } from '@strategraph/protocol'
import type { WorkflowDocument } from '@strategraph/strategy-core'
import type { OrderExplanation, Trade } from '@strategraph/trading-engine'
import { Check, Minus, X } from 'lucide-react'
import { IconButton } from '../../../ui/button.tsx'
import { cx } from '../../../ui/class-names.ts'
import { Loading } from '../../../ui/empty-state.tsx'
import { formatBothTimes, formatFixed, formatNumber, formatPercent, formatTime } from '../../../ui/format.ts'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import type { RunView } from '../../run-store.ts'
import { instrumentOf, priceDecimals } from '../shared/run-market.ts'
import { useJump } from '../shared/use-shown-run.ts'
import { type Condition, type Step, tellOrder } from './explain-order.ts'
import { exitWords } from './sort-trades.ts'
import { useExplanation } from './use-explanation.ts'

interface WhyProps {
  readonly view: RunView
  readonly run: Run
  readonly trade: Trade
  readonly document: WorkflowDocument
  readonly onClose: () => void
}

/** Why a trade was opened and closed: conditions with their values, then what sizing, gate and market did. */
export function Why({ view, run, trade, document, onClose }: WhyProps) {
  const { explanation, error, retry } = useExplanation(view, trade)
  const decimals = priceDecimals(run, trade.instrument)
  const base = instrumentOf(run, trade.instrument)?.base ?? ''
  return (
    <section aria-label={`Why trade ${trade.index + 1}`} className="flex h-full flex-col">
      <header className="flex shrink-0 items-center gap-2 border-line border-b py-1 pr-1 pl-3">
        <h3 className="font-semibold">Why trade {trade.index + 1}?</h3>
        <span className={cx('num font-medium text-xs', trade.netPnl >= 0 ? 'text-up' : 'text-down')}>
          {signed(trade.netPnl)} ({signed(trade.returnPercent)} %)
        </span>
        <span className="flex-1" />
        <IconButton label="Close the explanation" className="size-6" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto px-3 py-2">
        {error !== null && explanation === undefined ? (
          <ProblemNote title="The explanation could not be loaded." error={error} retry={retry} />
        ) : null}
        {explanation === undefined && error === null ? <Loading what="the explanation" /> : null}
        {explanation === undefined ? null : (
          <>
            <Part
              heading={`${trade.side === 'long' ? 'Bought' : 'Sold short'} ${formatNumber(trade.quantity)} ${base} at ${formatFixed(trade.entryPrice, decimals)}`}
              explanation={explanation.entry}
              document={document}
              decimals={decimals}
              view={view}
            />
            <Part
              heading={`${trade.side === 'long' ? 'Sold' : 'Bought back'} at ${formatFixed(trade.exitPrice, decimals)}: ${exitWords[trade.exitReason].toLowerCase()}`}
              explanation={explanation.exit}
              document={document}
              decimals={decimals}
              view={view}
            />
            <p className="num text-ink-soft text-xs">
              Result {signed(trade.grossPnl)} before fees, {formatFixed(trade.fees, 2)} fees: {signed(trade.netPnl)} or{' '}
              {formatPercent(trade.returnPercent)} of what was put in.
            </p>
          </>
        )}
      </div>
    </section>
  )
}

const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatFixed(value, 2)}`

interface PartProps {
  readonly heading: string
  readonly explanation: OrderExplanation | undefined
  readonly document: WorkflowDocument
  readonly decimals: number
  readonly view: RunView
}

function Part({ heading, explanation, document, decimals, view }: PartProps) {
  const jump = useJump(view.workflowId, view.runId)
  if (explanation === undefined) {
    return (
      <div>
        <h4 className="font-medium">{heading}</h4>
        <p className="text-ink-soft text-xs">The journal has no order for this.</p>
      </div>
    )
  }
  const story = tellOrder(document, explanation, decimals)
  return (
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h4 className="font-medium">{heading}</h4>
        <button
          type="button"
          title={formatBothTimes(explanation.time)}
          className="num text-accent text-xs hover:underline"
          onClick={() => jump(explanation.time, story.nodeIds)}
        >
          decided {formatTime(explanation.time)} UTC: show on the canvas
        </button>
      </div>
      {story.conditions.length > 0 ? <Conditions conditions={story.conditions} /> : null}
      <Steps steps={story.steps} />
    </div>
  )
}

function Conditions({ conditions }: { readonly conditions: readonly Condition[] }) {
  return (
    <table className="num mt-1.5 w-full border-collapse text-xs">
      <thead className="sr-only">
        <tr>
          <th>Condition</th>
          <th>Result</th>
          <th>Values</th>
        </tr>
      </thead>
      <tbody>
        {conditions.map((condition) => (
          <tr key={condition.nodeId} className="border-line border-b last:border-0">
            <td className="py-1 pr-2 align-top" style={{ paddingLeft: condition.depth * 14 }}>
              {condition.asks === undefined ? null : <span className="mr-1.5 text-ink-faint">{condition.asks}:</span>}
              <span className={condition.depth === 0 ? 'font-medium' : ''}>{condition.name}</span>
            </td>
            <td className="py-1 pr-2 align-top">
              <Outcome isTrue={condition.isTrue} />
            </td>
            <td className="py-1 align-top text-ink-soft">{condition.inputs.join(' · ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Outcome({ isTrue }: { readonly isTrue: boolean | undefined }) {
  const [Icon, word, tone] =
    isTrue === undefined ? [Minus, 'no value', 'text-ink-faint'] : isTrue ? [Check, 'yes', 'text-up'] : [X, 'no', 'text-ink-faint']
  return (
    <span className={cx('inline-flex items-center gap-1 whitespace-nowrap', tone)}>
      <Icon aria-hidden="true" className="size-3.5" />
      {word}
    </span>
  )
}

function Steps({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol className="mt-2 space-y-1 border-line border-l-2 pl-3 text-xs">
      {steps.map((step, index) => (
        <li key={`${index}:${step.title}`}>
          <span className="text-ink-faint">{step.title}</span>{' '}
          <span className={step.tone === 'good' ? 'text-up' : step.tone === 'bad' ? 'text-down' : ''}>{step.text}</span>
        </li>
      ))}
    </ol>
  )
}
