import type { Run, WorkflowSummary } from '@strategraph/protocol'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { api } from '../api/client.ts'
import { hrefOf } from '../app/router.ts'
import { ModeTag, modeOf, modeWords } from '../runs/mode-badge.tsx'
import { cx } from '../ui/class-names.ts'
import { formatBothTimes, formatFixed, formatPercent, formatTime } from '../ui/format.ts'
import { Sparkline } from './sparkline.tsx'
import { type LastWord, useHeroFeed } from './use-hero-feed.ts'

/** Points of the line: enough for its width. */
const points = 200

/** A strategy that trades right now: how it does, what it decided last, and the way to its canvas. */
export function HeroCard({ run, workflow }: { readonly run: Run; readonly workflow: WorkflowSummary }) {
  const { price, marketTime, last } = useHeroFeed(run)
  const { data } = useQuery({
    queryKey: ['run', run.id, 'result', 'hero'],
    queryFn: () => api.runResult({ params: { id: run.id }, query: { points } }),
    refetchInterval: 4000,
    placeholderData: keepPreviousData,
  })
  const samples = data?.equity ?? []
  const start = samples[0]?.equity
  const now = run.equity ?? samples.at(-1)?.equity
  const gain = start === undefined || now === undefined || start === 0 ? undefined : 100 * (now / start - 1)
  const instrument = run.feeds[0]?.instrument
  const decimals = instrument?.tickSize.split('.')[1]?.length ?? 2
  const mode = modeOf(run)
  return (
    <article aria-labelledby="hero-name" className="overflow-hidden rounded-2xl border border-line bg-surface shadow-panel">
      <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,6fr)] max-md:grid-cols-1">
        <div className="flex flex-col gap-3 p-6 max-sm:p-4">
          <div className="flex flex-wrap items-center gap-2">
            <ModeTag mode={mode} />
            <span className="flex items-center gap-1.5 text-ink-soft text-xs">
              <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-up" />
              trading now
            </span>
          </div>
          <div>
            <h2 id="hero-name" className="font-semibold text-xl tracking-tight">
              {workflow.name}
            </h2>
            <p className="mt-1 text-ink-soft">{workflow.description}</p>
          </div>
          <LastDecision last={last} />
          <div className="mt-auto flex flex-wrap items-center gap-x-3 gap-y-2 pt-1">
            <a
              href={hrefOf({ page: 'workflow', workflowId: workflow.id })}
              className="inline-flex h-9 items-center gap-2 rounded-lg bg-accent px-4 font-medium text-accent-ink text-base hover:brightness-110"
            >
              Watch it on its canvas <ArrowRight aria-hidden="true" className="size-4" />
            </a>
            <p className="text-ink-faint text-xs">{modeWords[mode].says}</p>
          </div>
        </div>
        <div className="flex min-h-56 flex-col border-line border-l bg-raised max-md:border-t max-md:border-l-0">
          <dl className="num grid grid-cols-3 gap-x-4 px-6 pt-5 max-sm:px-4">
            <Figure
              title={instrument === undefined ? 'Price' : instrument.symbol}
              value={price === undefined ? '–' : formatFixed(price, decimals)}
            />
            <Figure
              title="Equity"
              value={now === undefined ? '–' : formatFixed(now, 2)}
              note={gain === undefined ? undefined : `${gain > 0 ? '+' : ''}${formatPercent(gain)}`}
              tone={gain === undefined || gain === 0 ? '' : gain > 0 ? 'text-up' : 'text-down'}
            />
            <Figure title="Closed trades" value={String(run.trades)} note={`${run.bars.toLocaleString('en-US')} candles`} />
          </dl>
          <div className="relative min-h-28 flex-1">
            <Sparkline values={samples.map((sample) => sample.equity)} width={600} height={140} className="absolute inset-0 size-full" />
            {samples.length < 2 ? (
              <p className="absolute inset-0 grid place-items-center text-ink-faint">The equity is drawn here as the market moves.</p>
            ) : null}
          </div>
          <p
            className="num px-6 pb-3 text-2xs text-ink-faint max-sm:px-4"
            title={marketTime === undefined ? undefined : formatBothTimes(marketTime)}
          >
            Equity since the start{marketTime === undefined ? '' : ` · market time ${formatTime(marketTime)} UTC`}
            {run.speed !== undefined && run.speed !== 1 && mode === 'simulated'
              ? ` · ${formatFixed(run.speed, 0)} times as fast as real time`
              : ''}
          </p>
        </div>
      </div>
    </article>
  )
}

function Figure({
  title,
  value,
  note,
  tone = '',
}: {
  readonly title: string
  readonly value: string
  readonly note?: string | undefined
  readonly tone?: string
}) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-soft text-xs">{title}</dt>
      <dd>
        <span className="block truncate font-semibold text-lg tracking-tight max-sm:text-base">{value}</span>
        <span className={cx('block text-xs', tone === '' ? 'text-ink-faint' : tone)}>{note ?? '\u00a0'}</span>
      </dd>
    </div>
  )
}

const words: Readonly<Record<LastWord['what'], { readonly text: string; readonly className: string }>> = {
  buy: { text: 'Buy', className: 'bg-ok-soft text-up' },
  sell: { text: 'Sell', className: 'bg-danger-soft text-down' },
  close: { text: 'Close', className: 'bg-accent-soft text-accent' },
  hold: { text: 'Hold', className: 'bg-hover text-ink-soft' },
  refused: { text: 'Refused', className: 'bg-warn-soft text-warn' },
}

function LastDecision({ last }: { readonly last: LastWord | undefined }) {
  return (
    <div className="rounded-lg border border-line px-3 py-2">
      <p className="text-2xs text-ink-faint uppercase tracking-wide">Last decision</p>
      {last === undefined ? (
        <p className="text-ink-soft">None yet: it waits for its conditions to be met.</p>
      ) : (
        <p className="num">
          <span className={cx('mr-2 rounded px-1.5 py-px font-medium text-xs', words[last.what].className)}>{words[last.what].text}</span>
          {last.reason}
          <span className="text-ink-faint text-xs" title={formatBothTimes(last.time)}>
            {' '}
            · {formatTime(last.time)} UTC
          </span>
        </p>
      )}
    </div>
  )
}
