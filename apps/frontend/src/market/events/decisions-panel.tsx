import type { MarketAgentDecision } from '@strategraph/protocol'
import { useMemo, useState } from 'react'
import { Segments } from '../../runs/panel/shared/segments.tsx'
import { VirtualList } from '../../runs/panel/shared/virtual-list.tsx'
import { ActionTag, MindTag, Outcome, sizeWords } from '../agents/decision-words.tsx'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatBothTimes } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useChannel, useMarket, useMarketSession } from '../feed/use-market.ts'
import { formatTimeOfDay } from '../market-words.ts'

const options = [
  { id: 'trading', label: 'Orders' },
  { id: 'model', label: 'Models' },
  { id: 'all', label: 'All' },
] as const
type Shown = (typeof options)[number]['id']

const shows: Readonly<Record<Shown, (decision: MarketAgentDecision) => boolean>> = {
  trading: ({ action }) => action === 'buy' || action === 'sell',
  model: ({ mind }) => mind !== 'rule',
  all: () => true,
}

/** Newest decisions of everybody with their reasons. */
export function DecisionsPanel({ onOpen }: { readonly onOpen: (agent: number) => void }) {
  useChannel('decisions')
  const session = useMarketSession()
  const { decisions, loading } = useMarket(['decisions', 'loading'], 1000)
  const [shown, setShown] = useState<Shown>('trading')
  const listed = useMemo(() => decisions.filter(shows[shown]).toReversed(), [decisions, shown])
  const state = loading.get('decisions')
  if (typeof state === 'object' && decisions.length === 0)
    return <ProblemNote title="The decisions could not be loaded." error={state.error} retry={() => session.reload('decisions')} />
  if (state !== 'ready' && decisions.length === 0) return <Loading what="the decisions" />
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 border-line border-b px-2.5 py-1.5">
        <Segments label="Decisions shown" options={options} value={shown} onChange={setShown} />
      </div>
      {listed.length === 0 ? (
        <EmptyState title={shown === 'model' ? 'No model has decided anything' : 'No decision yet'}>
          {shown === 'model' ? 'Agents of the persona “LLM trader” appear here.' : 'Decisions appear as the market runs.'}
        </EmptyState>
      ) : (
        <VirtualList
          label="Decisions, newest first"
          items={listed}
          keyOf={({ seq }) => seq}
          rowHeight={44}
          render={(decision) => <Decision decision={decision} size={sizeWords(decision, session.store.data)} onOpen={onOpen} />}
        />
      )}
    </div>
  )
}

interface DecisionProps {
  readonly decision: MarketAgentDecision
  /** What and at which price; empty where nothing is traded. */
  readonly size: string
  readonly onOpen: (agent: number) => void
}

function Decision({ decision, size, onOpen }: DecisionProps) {
  return (
    <div className="num px-2.5 py-1 text-xs">
      <p className="flex flex-wrap items-center gap-x-2">
        <ActionTag action={decision.action} />
        <button type="button" className="rounded font-medium hover:text-accent hover:underline" onClick={() => onOpen(decision.agent)}>
          {decision.agentName}
        </button>
        <MindTag mind={decision.mind} />
        <span>{size}</span>
        <Outcome outcome={decision.outcome} />
        <span className="ml-auto text-2xs text-ink-faint" title={formatBothTimes(decision.time)}>
          {decision.symbol} · {formatTimeOfDay(decision.time)}
        </span>
      </p>
      <p className="mt-0.5 text-ink-soft">{decision.reason}</p>
    </div>
  )
}
