import type { MarketStatus, ScenarioSummary } from '@strategraph/protocol'
import { FlaskConical } from 'lucide-react'
import { api } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useMarket } from '../feed/use-market.ts'
import { formatSpan } from '../market-words.ts'
import { useScenarios } from './lab-queries.ts'
import { scenarioProgress } from './scenario-progress.ts'
import { type MarketAction, useMarketAction } from './use-market-action.ts'

/** Things that can be done to the market: each begins at a press and takes its time. */
export function ScenariosPanel() {
  const { data, error, refetch } = useScenarios()
  const { status } = useMarket(['status', 'ticker'], 500)
  const action = useMarketAction()
  if (error !== null && data === undefined)
    return <ProblemNote title="The scenarios could not be loaded." error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading what="the scenarios" />
  if (data.length === 0) return <EmptyState title="No scenarios">This server offers none.</EmptyState>
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div role="region" aria-label="Scenarios" tabIndex={0} className="h-full overflow-auto">
      {status === undefined || status.scenarios.length === 0 ? null : <Running status={status} />}
      <ul>
        {data.map((scenario) => (
          <Scenario key={scenario.id} scenario={scenario} status={status} action={action} />
        ))}
      </ul>
    </div>
  )
}

function Running({ status }: { readonly status: MarketStatus }) {
  const { tickers } = useMarket(['ticker'], 500)
  const now = Math.max(status.time, ...[...tickers.values()].map(({ time }) => time))
  return (
    <section aria-label="Running scenarios" className="border-line border-b bg-warn-soft px-2.5 py-2">
      <ul className="space-y-1.5">
        {status.scenarios.map((scenario) => {
          const { share, leftMs } = scenarioProgress(scenario, now)
          return (
            <li key={`${scenario.id}/${scenario.startedAt}`} className="text-xs">
              <p className="num flex items-baseline gap-2">
                <FlaskConical aria-hidden="true" className="size-3.5 translate-y-0.5 text-warn" />
                <span className="font-medium">{scenario.title}</span>
                <span className="ml-auto text-ink-soft">
                  {status.state === 'paused' ? 'waits: the market is paused' : `${formatSpan(leftMs)} of market time left`}
                </span>
              </p>
              <div
                role="progressbar"
                aria-label={`Progress of ${scenario.title}`}
                aria-valuemin={0}
                aria-valuemax={100}
                aria-valuenow={Math.round(100 * share)}
                className="mt-1 h-1.5 overflow-hidden rounded-full bg-warn/25"
              >
                <div className="h-full rounded-full bg-warn" style={{ width: `${100 * share}%` }} />
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

interface ScenarioProps {
  readonly scenario: ScenarioSummary
  readonly status: MarketStatus | undefined
  readonly action: MarketAction
}

function Scenario({ scenario, status, action }: ScenarioProps) {
  const { id, title, summary, seconds } = scenario
  const isRunning = status?.scenarios.some((running) => running.id === id) === true
  const start = async () => {
    const isStarted = await action.run(id, `“${title}” did not start.`, () => api.startScenario({ params: { id } }))
    if (isStarted && status?.state === 'paused')
      toast({
        tone: 'info',
        topic: 'scenario-waits',
        text: `“${title}” begins when the market runs again.`,
        detail: 'It is paused: resume it, or step.',
      })
  }
  return (
    <li className="flex items-center gap-3 border-line border-b px-2.5 py-2">
      <div className="min-w-0 flex-1">
        <h2 className="font-medium text-xs">
          {title} <span className="num font-normal text-ink-faint">{formatSpan(seconds * 1000)}</span>
        </h2>
        <p className="text-ink-soft text-xs">{summary}</p>
      </div>
      <Button size="small" aria-label={`Start ${title}`} disabled={action.busy !== undefined} onClick={() => void start()}>
        {action.busy === id ? 'Starting …' : isRunning ? 'Start again' : 'Start'}
      </Button>
    </li>
  )
}
