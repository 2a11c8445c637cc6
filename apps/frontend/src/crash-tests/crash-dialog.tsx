import type { CrashScenario, CrashTest, CrashTestJob } from '@strategraph/protocol'
import { ChevronDown, ChevronRight, RotateCcw, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/class-names.ts'
import { Dialog } from '../ui/dialog.tsx'
import { EmptyState, Loading } from '../ui/empty-state.tsx'
import { formatNumber, formatTime } from '../ui/format.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { CrashChart } from './crash-chart.tsx'
import { badgeWords, effectWords, ruleWords, stretchWords, verdictWords } from './crash-words.ts'
import { isTesting, useCrashActions, useCrashTests } from './use-crash-tests.ts'

interface CrashDialogProps {
  readonly workflowId: string
  readonly name: string
  /** Saves what is to be tested; false where it could not. */
  readonly prepare?: () => Promise<boolean>
  readonly onClose: () => void
}

/** The scenarios of a strategy: run them, and see what each did to it and why it passed or not. */
export function CrashDialog({ workflowId, name, prepare, onClose }: CrashDialogProps) {
  const { data, error, refetch } = useCrashTests(workflowId)
  const { isBusy, start, cancel } = useCrashActions(workflowId, prepare)
  const job = data?.job ?? null
  const test = data?.test ?? null
  const running = isTesting(job) ? job : undefined
  return (
    <Dialog title={`Crash tests: ${name}`} width="wide" onClose={onClose}>
      <div className="border-line border-b px-4 py-3">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 basis-72 text-ink-soft">
            {data === undefined || data.summary === null
              ? 'Eleven bad days of a simulated market, with a real order book: does the strategy stay inside its limits, protected, and off stale data?'
              : badgeWords(data.summary).title}
          </p>
          {running === undefined ? (
            <Button look="primary" data-autofocus="" disabled={isBusy} onClick={() => void start()}>
              <ShieldCheck aria-hidden="true" className="size-4" /> {test === null ? 'Run all scenarios' : 'Run all again'}
            </Button>
          ) : (
            <Progress job={running} onCancel={() => void cancel()} isBusy={isBusy} />
          )}
        </div>
        {job?.status === 'failed' ? (
          <p role="alert" className="mt-2 text-down text-xs">
            {job.reason ?? 'The crash test broke off.'}
          </p>
        ) : null}
      </div>
      {error === null ? null : <ProblemNote title="The crash tests could not be loaded." error={error} retry={() => void refetch()} />}
      {test === null ? (
        data === undefined && error === null ? (
          <Loading what="the crash tests" />
        ) : (
          <EmptyState icon={<ShieldCheck />} title={running === undefined ? 'Not tested yet' : 'The first results come when all have run'}>
            The scenario begins when the strategy holds its first position. Everything is simulated; the same strategy and seed give the
            same result.
          </EmptyState>
        )
      ) : (
        <Results test={test} onAgain={running === undefined && !isBusy ? (id) => void start([id]) : undefined} />
      )}
    </Dialog>
  )
}

function Progress({ job, onCancel, isBusy }: { readonly job: CrashTestJob; readonly onCancel: () => void; readonly isBusy: boolean }) {
  const percent = Math.round(100 * job.progress)
  return (
    <div className="flex items-center gap-2">
      <div
        role="progressbar"
        aria-label="Crash test"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 w-32 overflow-hidden rounded-full bg-hover"
      >
        <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
      </div>
      <span className="num min-w-36 text-ink-soft text-xs">
        {job.status === 'waiting' ? 'waiting for another test' : `${percent} % ${job.scenario?.replaceAll('-', ' ') ?? ''}`}
      </span>
      <Button onClick={onCancel} disabled={isBusy}>
        Cancel
      </Button>
    </div>
  )
}

function Results({ test, onAgain }: { readonly test: CrashTest; readonly onAgain: ((id: string) => void) | undefined }) {
  const [open, setOpen] = useState<string | undefined>(() => test.scenarios.find(({ verdict }) => verdict === 'failed')?.scenario)
  return (
    <>
      <ul>
        {test.scenarios.map((scenario) => (
          <li key={scenario.scenario} className="border-line border-b last:border-0">
            <ScenarioRow
              scenario={scenario}
              isOpen={open === scenario.scenario}
              onToggle={() => setOpen(open === scenario.scenario ? undefined : scenario.scenario)}
              onAgain={onAgain}
            />
          </li>
        ))}
      </ul>
      <Assumptions test={test} />
    </>
  )
}

interface ScenarioRowProps {
  readonly scenario: CrashScenario
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly onAgain: ((id: string) => void) | undefined
}

function ScenarioRow({ scenario, isOpen, onToggle, onAgain }: ScenarioRowProps) {
  const { label, className } = verdictWords[scenario.verdict]
  const Arrow = isOpen ? ChevronDown : ChevronRight
  return (
    <>
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="grid w-full grid-cols-[1rem_6.5rem_11rem_minmax(0,1fr)_auto] items-center gap-3 px-4 py-2 text-left hover:bg-raised max-sm:grid-cols-[1rem_minmax(0,1fr)_auto] max-sm:gap-x-2"
        >
          <Arrow aria-hidden="true" className="size-4 text-ink-faint" />
          <span className={cx('justify-self-start rounded px-1.5 py-px text-xs max-sm:order-3', className)}>{label}</span>
          <span className="font-medium max-sm:order-2">{scenario.title}</span>
          <span className="truncate text-ink-soft max-sm:order-4 max-sm:col-span-3 max-sm:pl-6">{scenario.why}</span>
          <span className="num justify-self-end text-ink-soft text-xs max-sm:order-5 max-sm:col-span-3 max-sm:justify-self-start max-sm:pl-6">
            {effectWords(scenario)}
          </span>
        </button>
      </h3>
      {isOpen ? <Details scenario={scenario} onAgain={onAgain} /> : null}
    </>
  )
}

function Details({ scenario, onAgain }: { readonly scenario: CrashScenario; readonly onAgain: ((id: string) => void) | undefined }) {
  const { orders, denials, began, ended, stretch, summary } = scenario
  const refused = Object.entries(denials).map(([code, count]) => `${code} ${count}`)
  const longer = stretchWords(stretch)
  return (
    <div className="grid gap-4 px-4 pt-1 pb-4 md:grid-cols-2 md:pl-11">
      <div className="space-y-2">
        <p className="text-ink-soft">{summary}</p>
        <CrashChart scenario={scenario} />
        <p className="num text-ink-soft text-xs">
          {began === null || ended === null
            ? 'The scenario did not begin.'
            : `On from ${formatTime(began)} to ${formatTime(ended)} (market time, UTC)${longer === undefined ? '' : `, ${longer}`}. `}
          {counted(orders.sent, 'order')} sent, {orders.refused} refused by the venue, {counted(orders.fills, 'fill')},{' '}
          {counted(orders.trades, 'trade')} closed.
          {refused.length === 0 ? '' : ` Own gates refused: ${refused.join(', ')}.`}
        </p>
        {onAgain === undefined ? null : (
          <Button size="small" onClick={() => onAgain(scenario.scenario)}>
            <RotateCcw aria-hidden="true" className="size-3.5" /> Run this one again
          </Button>
        )}
      </div>
      <ul className="space-y-2">
        {scenario.rules.map(({ rule, verdict, text, findings, breaches }) => (
          <li key={rule} className="rounded-lg border border-line px-3 py-2">
            <p className="flex items-center justify-between gap-2">
              <span className="font-medium">{ruleWords[rule]}</span>
              <span className={cx('rounded px-1.5 py-px text-xs', verdictWords[verdict].className)}>{verdictWords[verdict].label}</span>
            </p>
            <p className="num text-ink-soft text-xs">{text}</p>
            {findings.slice(0, 3).map((finding) => (
              <p key={`${finding.time} ${finding.text}`} className="num mt-1 text-down text-xs">
                {formatTime(finding.time)} {finding.text}
                {finding.orderId === undefined ? '' : ` (order ${finding.orderId})`}
              </p>
            ))}
            {breaches > 3 ? <p className="text-down text-xs">and {breaches - 3} more</p> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What has to be known to believe a result. */
function Assumptions({ test }: { readonly test: CrashTest }) {
  const { history, interval, seed, models } = test
  return (
    <p className="num border-line border-t bg-raised px-4 py-2.5 text-ink-soft text-xs">
      Simulated market, seed {seed}, {interval} candles. {history.bars.toLocaleString('en-US')} candles of seeded history without a book,{' '}
      {history.hasEntry ? 'up to the first entry that the strategy decides' : 'in which the strategy decides no entry'}; then the venue
      opens
      {history.seams.map(({ symbol, close, market, isMadeUp }) => (
        <span key={symbol}>
          {' '}
          · {symbol} {formatNumber(close)}, book at {formatNumber(market)}
          {isMadeUp ? ' (a market that the simulator does not know: its numbers are made up)' : ''}
        </span>
      ))}
      .{models === 'stand-in' ? ' Models were not asked: a stand-in that always wants to trade answered for them.' : ''}
    </p>
  )
}
