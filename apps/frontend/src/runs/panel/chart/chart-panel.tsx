import type { Run } from '@strategraph/protocol'
import { ChevronsRight, Maximize2 } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTheme } from '../../../app/theme.ts'
import { registry } from '../../../editor/model/strategy.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { EmptyState, Loading } from '../../../ui/empty-state.tsx'
import { formatDay, formatFixed } from '../../../ui/format.ts'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { isActive, type RunView, setCursor } from '../../run-store.ts'
import { clockFeed, decimalsOf } from '../shared/run-market.ts'
import { useJournal } from '../shared/use-journal.ts'
import { useRunDocument, useTrades } from '../shared/use-shown-run.ts'
import { WithRun } from '../shared/with-run.tsx'
import { ChartLegend } from './chart-legend.tsx'
import { priceLevels } from './order-lines.ts'
import { type Plots, plotsOf } from './plots.ts'
import { createRunChart, type LegendRow, type RunChart } from './run-chart.ts'

/** Candles of the run with indicators, orders and trades. */
export function ChartPanel({ workflowId }: { readonly workflowId: string }) {
  return (
    <WithRun workflowId={workflowId} what="Candles, orders and trades">
      {(view, run) => <RunCandles key={run.id} view={view} run={run} />}
    </WithRun>
  )
}

const chartEvents = ['fill', 'order', 'order.state'] as const

function RunCandles({ view, run }: { readonly view: RunView; readonly run: Run }) {
  const clock = clockFeed(run.feeds)
  const [chosen, setChosen] = useState<string>()
  const feed = run.feeds.find((entry) => entry.feed === chosen) ?? clock
  const document = useRunDocument(run.id)
  if (feed === undefined) return <EmptyState title="This run has no candles" />
  if (document === undefined) return <Loading what="the chart" />
  const select =
    run.feeds.length < 2 ? null : (
      <select
        aria-label="Market"
        className="input h-6 w-auto text-xs"
        value={feed.feed}
        onChange={(event) => setChosen(event.target.value)}
      >
        {run.feeds.map((entry) => (
          <option key={entry.feed} value={entry.feed}>
            {entry.instrument.symbol} {entry.interval}
          </option>
        ))}
      </select>
    )
  return (
    <FeedChart
      key={feed.feed}
      view={view}
      run={run}
      feed={feed}
      isClock={feed === clock}
      plots={plotsOf(document, registry)}
      feedSelect={select}
    />
  )
}

interface FeedChartProps {
  readonly view: RunView
  readonly run: Run
  readonly feed: Run['feeds'][number]
  readonly isClock: boolean
  readonly plots: Plots
  readonly feedSelect: React.ReactNode
}

type State = 'loading' | 'ready' | 'empty' | { readonly error: unknown }

function FeedChart({ view, run, feed, isClock, plots: given, feedSelect }: FeedChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const summaryId = useId()
  const chart = useRef<RunChart>(undefined)
  const [state, setState] = useState<State>('loading')
  const [legend, setLegend] = useState<LegendRow>()
  const [isLog, setLog] = useState(false)
  const { workflowId, live, quotes, cursor } = view
  // A running strategy keeps the version that it began with: its plots never change.
  const [plots] = useState(given)
  const decimals = decimalsOf(feed.instrument.tickSize)

  useEffect(() => {
    if (box.current === null) return
    const made = createRunChart(box.current, {
      runId: run.id,
      feed: feed.feed,
      candlesKey: `${feed.feed}.candles`,
      isClock,
      onState: setState,
      onLegend: setLegend,
      onPick: (row) => setCursor(workflowId, row),
    })
    chart.current = made
    made.setPrecision(decimals)
    made.start(plots.plots)
    const stopLive = live.subscribe(() => made.takeLive(live))
    const stopTheme = useTheme.subscribe(() => requestAnimationFrame(() => made.readTheme()))
    return () => {
      stopLive()
      stopTheme()
      chart.current = undefined
      made.remove()
    }
  }, [run.id, feed.feed, isClock, workflowId, live, plots, decimals])

  const quote = isActive(run) ? quotes[feed.feed] : undefined
  useEffect(() => chart.current?.takeQuote(quote), [quote])
  useEffect(() => chart.current?.setScale(isLog ? 'log' : 'linear'), [isLog, state])
  const row = isClock ? cursor?.row : undefined
  useEffect(() => chart.current?.setCursor(row), [row, state])

  const { trades } = useTrades(view)
  const journal = useJournal(view, chartEvents)
  const instrument = feed.instrument.id
  const own = useMemo(() => trades.filter((trade) => trade.instrument === instrument), [trades, instrument])
  const fills = useMemo(
    () =>
      journal.events.flatMap((event) =>
        event.type === 'fill' && event.payload.fill.instrument === instrument ? [event.payload.fill] : [],
      ),
    [journal.events, instrument],
  )
  const at = cursor === null ? (isActive(run) ? Number.POSITIVE_INFINITY : undefined) : cursor.time
  const levels = useMemo(() => (at === undefined ? [] : priceLevels(journal.events, instrument, at)), [journal.events, instrument, at])
  useEffect(() => chart.current?.setRun(fills, own, levels), [fills, own, levels, state])

  return (
    <div className="relative flex h-full min-h-40 flex-col">
      <div className="pointer-events-none absolute top-1.5 right-20 left-2 z-10 flex items-start gap-x-3 gap-y-1 max-sm:flex-wrap [&_button]:pointer-events-auto [&>select]:pointer-events-auto">
        {feedSelect}
        <div className="flex shrink-0 items-center gap-0.5 rounded-md border border-line bg-surface/90 p-0.5">
          <Button
            size="small"
            look="plain"
            aria-pressed={isLog}
            title="Logarithmic price scale"
            className={isLog ? 'bg-accent-soft text-accent' : ''}
            onClick={() => setLog(!isLog)}
          >
            Log
          </Button>
          <IconButton label="Show all of the run" className="size-6" onClick={() => chart.current?.fit()}>
            <Maximize2 />
          </IconButton>
          <IconButton label="Go to the newest candle" className="size-6" onClick={() => chart.current?.showLast()}>
            <ChevronsRight />
          </IconButton>
        </div>
        <ChartLegend feed={feed} row={legend} plots={plots.plots} decimals={decimals} />
      </div>
      <p id={summaryId} className="sr-only">
        {summary(run, feed, legend, own.length, decimals)}
      </p>
      <div ref={box} className="min-h-0 flex-1" />
      {state === 'loading' ? (
        <div className="absolute inset-0 grid place-items-center bg-surface/60">
          <Loading what="the candles" />
        </div>
      ) : null}
      {state === 'empty' ? (
        <div className="absolute inset-0 bg-surface">
          <EmptyState title={isActive(run) ? 'Waiting for the first candle' : 'No candles in this run'} />
        </div>
      ) : null}
      {typeof state === 'object' ? (
        <div className="absolute inset-0 bg-surface">
          <ProblemNote title="The candles could not be loaded." error={state.error} retry={() => chart.current?.start(plots.plots)} />
        </div>
      ) : null}
    </div>
  )
}

/** What the picture says, for those who do not see it. */
function summary(run: Run, feed: FeedChartProps['feed'], last: LegendRow | undefined, trades: number, decimals: number): string {
  const what = `Candle chart of ${feed.instrument.symbol}, ${feed.interval}, ${run.bars} candles, ${trades} closed trades.`
  if (last === undefined) return what
  return `${what} Candle of ${formatDay(last.openTime)}: open ${formatFixed(last.candle.open, decimals)}, close ${formatFixed(last.candle.close, decimals)}. The trades are listed under Trades.`
}
