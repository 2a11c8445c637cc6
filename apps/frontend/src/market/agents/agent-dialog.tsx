import { ApiError, type MarketAgentDecision, type MarketAgentDetail } from '@strategraph/protocol'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../../api/client.ts'
import { Sparkline } from '../../gallery/sparkline.tsx'
import { cx } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatFixed, formatNumber, formatPercent } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useMarket, useMarketSession } from '../feed/use-market.ts'
import { marketKeys, usePersonaTitle } from '../lab/lab-queries.ts'
import { formatChange, formatClock, formatSigned, toneOf } from '../market-words.ts'
import { ActionTag, MindTag, mindWords, Outcome, sizeWords } from './decision-words.tsx'
import { changesOf, commonSpan } from './trail-range.ts'

const followMs = 2000

/** One agent: what it owns, what it was given, what it decided and why, and what it remembers. */
export function AgentDialog({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const { data, error, refetch } = useQuery({
    queryKey: marketKeys.agent(id),
    queryFn: () => api.marketAgent({ params: { id } }),
    refetchInterval: followMs,
    staleTime: 0,
  })
  const isGone = error instanceof ApiError && error.status === 404
  return (
    <Dialog title={data?.name ?? 'Agent'} width="wide" onClose={onClose}>
      {isGone ? (
        <div className="h-40">
          <EmptyState title="This agent is gone">The market began anew without it. Close this and choose another one.</EmptyState>
        </div>
      ) : data !== undefined ? (
        <Detail agent={data} />
      ) : error !== null ? (
        <ProblemNote title="The agent could not be loaded." error={error} retry={() => void refetch()} />
      ) : (
        <div className="h-40">
          <Loading what="the agent" />
        </div>
      )}
    </Dialog>
  )
}

function Detail({ agent }: { readonly agent: MarketAgentDetail }) {
  const { trails } = useMarket(['agents'], 1000)
  const trail = trails.byAgent.get(agent.id) ?? []
  const span = commonSpan([trail])
  const titleOf = usePersonaTitle()
  return (
    <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,7fr)] gap-x-6 gap-y-4 p-4 max-md:grid-cols-1">
      <div className="space-y-4">
        <p className="flex flex-wrap items-center gap-2 text-ink-soft">
          <span className="font-medium text-ink">{titleOf(agent.persona)}</span>
          <MindTag mind={agent.mind} />
          <span className="text-xs">{mindWords[agent.mind].says}</span>
        </p>
        <dl className="num grid grid-cols-2 gap-2">
          <Figure title="By trading" note="against what it was given, at the prices of now" tone={toneOf(agent.roiByTrading)}>
            {formatChange(agent.roiByTrading)}
          </Figure>
          <Figure title="ROI" note="with the market's own move" tone={toneOf(agent.roi)}>
            {formatChange(agent.roi)}
          </Figure>
          <Figure title="Equity" note={`result ${formatSigned(agent.equity - agent.initialCapital, 2)}`}>
            {formatFixed(agent.equity, 2)}
          </Figure>
          <Figure title="Initial capital" note="inventory at the price of the start">
            {formatFixed(agent.initialCapital, 2)}
          </Figure>
          <Figure title="Trades" note={agent.openOrders === 1 ? '1 open order' : `${agent.openOrders} open orders`}>
            {formatFixed(agent.trades, 0)}
          </Figure>
        </dl>
        {trail.length > 1 ? (
          <figure>
            <Sparkline values={changesOf(trail)} range={[-span, span]} width={400} height={70} className="h-18 w-full" />
            <figcaption className="text-2xs text-ink-faint">
              Made by trading since this page was opened, from −{formatPercent(100 * span, 1)} to +{formatPercent(100 * span, 1)}
            </figcaption>
          </figure>
        ) : null}
        <Balances agent={agent} />
        <Memory agent={agent} />
      </div>
      <section aria-labelledby="agent-decisions" className="min-w-0">
        <h3 id="agent-decisions" className="mb-1.5 font-semibold">
          Decisions, newest first
        </h3>
        {agent.decisions.length === 0 ? (
          <p className="text-ink-soft">None yet: it waits for its moment.</p>
        ) : (
          <ul className="divide-y divide-line rounded-lg border border-line">
            {agent.decisions.slice(0, 100).map((decision) => (
              <Decision key={decision.seq} decision={decision} />
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

function Decision({ decision }: { readonly decision: MarketAgentDecision }) {
  const { store } = useMarketSession()
  const size = sizeWords(decision, store.data)
  return (
    <li className="num px-2.5 py-1.5 text-xs">
      <p className="flex flex-wrap items-center gap-x-2">
        <ActionTag action={decision.action} />
        {size === '' ? null : <span className="font-medium">{size}</span>}
        <Outcome outcome={decision.outcome} />
        <span className="ml-auto text-2xs text-ink-faint">
          {decision.symbol} · {formatClock(decision.time)} UTC
        </span>
      </p>
      <p className="mt-0.5 text-ink-soft">{decision.reason}</p>
    </li>
  )
}

function Balances({ agent }: { readonly agent: MarketAgentDetail }) {
  return (
    <section aria-labelledby="agent-balances">
      <h3 id="agent-balances" className="mb-1.5 font-semibold">
        Balances
      </h3>
      <table className="num w-full text-xs">
        <thead>
          <tr className="border-line border-b text-right text-2xs text-ink-soft">
            <th className="py-1 text-left font-normal">Asset</th>
            <th className="font-normal">Total</th>
            <th className="font-normal">In orders</th>
            <th className="font-normal">Was given</th>
          </tr>
        </thead>
        <tbody>
          {agent.balances.map(({ asset, total, held, initial }) => (
            <tr key={asset} className="border-line border-b text-right">
              <th scope="row" className="py-1 text-left font-medium">
                {asset}
              </th>
              <td>{formatNumber(total)}</td>
              <td className="text-ink-soft">{held === 0 ? '–' : formatNumber(held)}</td>
              <td className="text-ink-soft">{formatNumber(initial)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Memory({ agent }: { readonly agent: MarketAgentDetail }) {
  const entries = Object.entries(agent.memory)
  if (entries.length === 0) return null
  return (
    <section aria-labelledby="agent-memory">
      <h3 id="agent-memory" className="mb-1.5 font-semibold">
        What it remembers
      </h3>
      <dl className="num grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-xs">
        {entries.map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="text-ink-soft">{memoryWords(key)}</dt>
            <dd className="min-w-0 break-words text-right">{typeof value === 'number' ? formatNumber(value) : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** `fastAverage` and `fast-average` as `Fast average`. */
function memoryWords(key: string): string {
  const words = key
    .replaceAll(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2 ')
    .replaceAll(/[-_.]/g, ' ')
    .toLowerCase()
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

interface FigureProps {
  readonly title: string
  readonly note?: string
  readonly tone?: string
  readonly children: ReactNode
}

function Figure({ title, note, tone, children }: FigureProps) {
  return (
    <div className="rounded-lg border border-line px-3 py-2">
      <dt className="text-ink-soft text-xs">{title}</dt>
      <dd>
        <span className={cx('block font-semibold text-base', tone)}>{children}</span>
        {note === undefined ? null : <span className="block text-2xs text-ink-faint">{note}</span>}
      </dd>
    </div>
  )
}
