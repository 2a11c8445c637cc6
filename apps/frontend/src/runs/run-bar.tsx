import type { Run } from '@strategraph/protocol'
import { ChevronDown, CirclePause, CirclePlay, LogOut, Play, Settings2, Square, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import { Button, IconButton } from '../ui/button.tsx'
import { Loading } from '../ui/empty-state.tsx'
import { Floating } from '../ui/floating.tsx'
import { formatAge, formatBothTimes, formatFixed, formatPercent } from '../ui/format.ts'
import { RunFields } from '../editor/later.ts'
import { useEditorState } from '../editor/model/editor-context.ts'
import { isMadeUp, sourceOf, wordsOf } from './candle-sources.ts'
import { ModeTag, modeOf, type ModeName } from './mode-badge.tsx'
import { changeRunSettings, useSettingsOf } from './run-settings.ts'
import { closeRun, isActive, type RunView, useRunView } from './run-store.ts'
import { useNow } from './use-now.ts'
import { feedsOf, type RunActions } from './use-run-actions.ts'
import { useValuesTime } from './use-live-value.ts'

const modes: readonly { readonly id: 'backtest' | 'dry-run' | 'live'; readonly label: string }[] = [
  { id: 'backtest', label: 'Backtest' },
  { id: 'dry-run', label: 'Dry-run' },
  { id: 'live', label: 'Live' },
]

/** What to run on, start and stop, and how it goes. Stop entries and Flatten are always in sight while a run goes on. */
export function RunBar({ actions, isPastRun }: { readonly actions: RunActions; readonly isPastRun: boolean }) {
  const workflowId = useEditorState((state) => state.workflowId)
  const view = useRunView(workflowId)
  return (
    <section
      aria-label="Run"
      data-region=""
      className="flex min-w-0 flex-1 items-center gap-2 overflow-x-auto max-md:order-last max-md:basis-full"
    >
      {view?.run !== undefined && isActive(view.run) ? (
        <ActiveRun view={view} run={view.run} actions={actions} />
      ) : (
        <>
          {isPastRun ? null : <Setup workflowId={workflowId} actions={actions} hasResult={view?.run !== undefined} />}
          {view?.run === undefined ? null : <RunSummary view={view} run={view.run} />}
        </>
      )}
    </section>
  )
}

interface SetupProps {
  readonly workflowId: string
  readonly actions: RunActions
  /** A result is beside it, with its own mode. */
  readonly hasResult: boolean
}

function Setup({ workflowId, actions, hasResult }: SetupProps) {
  const settings = useSettingsOf(workflowId)
  const document = useEditorState((state) => state.document)
  const errors = useEditorState((state) => state.problems.filter((problem) => problem.severity === 'error').length)
  const [panel, setPanel] = useState<{ readonly x: number; readonly y: number }>()
  const feeds = feedsOf(document)
  const chosen = feeds.map((feed) => {
    const choice = settings.feeds[feed.id]
    return choice === undefined ? feed.source : sourceOf(choice)
  })
  const mode = plannedMode(settings.mode, chosen)
  const sources = [...new Set(chosen)]
  return (
    <>
      <div role="radiogroup" aria-label="Mode" className="flex shrink-0 rounded-md border border-line p-0.5">
        {modes.map(({ id, label }) => (
          <label
            key={id}
            className="cursor-pointer rounded px-2 py-0.5 text-ink-soft text-xs has-[:checked]:bg-hover has-[:checked]:font-semibold has-[:checked]:text-ink has-[:focus-visible]:outline-2"
          >
            <input
              type="radio"
              name="mode"
              className="sr-only"
              checked={settings.mode === id}
              onChange={() => changeRunSettings(workflowId, { mode: id })}
            />
            {label}
          </label>
        ))}
      </div>
      <Button
        aria-haspopup="dialog"
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          setPanel({ x: box.left, y: box.bottom + 4 })
        }}
      >
        <Settings2 aria-hidden="true" className="size-3.5" />
        <span className="max-w-56 truncate max-sm:sr-only">
          {sources.length === 0 ? 'No market yet' : sources.map((source) => wordsOf(source)).join(', ')}
          {settings.mode === 'backtest' && (settings.from !== '' || settings.to !== '')
            ? ` · ${settings.from || '…'} to ${settings.to || '…'}`
            : ''}
        </span>
        <ChevronDown aria-hidden="true" className="size-3.5" />
      </Button>
      {settings.mode === 'live' ? (
        <p role="note" className="shrink-0 text-warn text-xs">
          Live trading is not part of this version. Use a dry-run: real prices, simulated account.
        </p>
      ) : (
        <Button look="primary" disabled={actions.isStarting} onClick={actions.start} title="Ctrl+Enter">
          <Play aria-hidden="true" className="size-3.5 fill-current" />
          {actions.isStarting ? 'Starting …' : settings.mode === 'backtest' ? 'Run backtest' : 'Start dry-run'}
        </Button>
      )}
      <span className="max-md:hidden">{mode === undefined || hasResult ? null : <ModeTag mode={mode} />}</span>
      {errors > 0 ? <span className="shrink-0 text-down text-xs">{errors === 1 ? '1 problem' : `${errors} problems`}</span> : null}
      {panel === undefined ? null : (
        <Floating at={panel} onClose={() => setPanel(undefined)} className="max-h-[75vh] w-88 max-w-[calc(100vw-1rem)] overflow-y-auto">
          <div role="dialog" aria-label="What to run on" className="space-y-3 p-3">
            <Suspense fallback={<Loading what="the settings" />}>
              <RunFields workflowId={workflowId} feeds={feeds} />
            </Suspense>
          </div>
        </Floating>
      )}
    </>
  )
}

function plannedMode(mode: 'backtest' | 'dry-run' | 'live', sources: readonly string[]): ModeName | undefined {
  if (mode === 'live') return undefined
  if (mode === 'backtest') return 'backtest'
  return sources.length > 0 && sources.every(isMadeUp) ? 'simulated' : 'dry-run'
}

function ActiveRun({ view, run, actions }: { readonly view: RunView; readonly run: Run; readonly actions: RunActions }) {
  return (
    <>
      <span className="max-md:hidden">
        <ModeTag mode={modeOf(run)} />
      </span>
      {run.mode === 'backtest' ? <Progress run={run} /> : <Health view={view} run={run} />}
      {run.mode === 'backtest' ? null : (
        <>
          {run.entriesPaused ? (
            <Button onClick={actions.resume}>
              <CirclePlay aria-hidden="true" className="size-4" /> Resume entries
            </Button>
          ) : (
            <Button onClick={actions.pause} className="rounded-full">
              <CirclePause aria-hidden="true" className="size-4" /> Stop entries
            </Button>
          )}
          <Button look="danger" onClick={actions.flatten} title="Close every position at market and stop entries">
            <LogOut aria-hidden="true" className="size-4" /> Flatten
          </Button>
        </>
      )}
      <Button onClick={actions.stop} title="Ctrl+.">
        <Square aria-hidden="true" className="size-3 fill-current" /> {run.mode === 'backtest' ? 'Cancel' : 'Stop'}
      </Button>
    </>
  )
}

function Progress({ run }: { readonly run: Run }) {
  const percent = Math.round((run.progress ?? 0) * 100)
  return (
    <div className="flex items-center gap-2">
      <div
        role="progressbar"
        aria-label="Backtest"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 w-40 overflow-hidden rounded-full bg-hover"
      >
        <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
      </div>
      <span className="num text-ink-soft text-xs">{percent} %</span>
    </div>
  )
}

/** Equity, bars, and how old the market is: a feed that has gone silent must be seen. */
function Health({ view, run }: { readonly view: RunView; readonly run: Run }) {
  const now = useNow(1000)
  const time = useValuesTime(view.live)
  const isSimulated = modeOf(run) === 'simulated'
  const age = now - run.updatedAt
  const isSilent = age > 90_000
  return (
    <div className="num flex shrink-0 items-center gap-3 text-xs max-md:order-last">
      <Equity run={run} />
      <span>{run.bars} bars</span>
      <span>{run.trades} trades</span>
      {run.entriesPaused ? <span className="rounded bg-warn-soft px-1.5 text-warn">entries stopped</span> : null}
      <span
        className={isSilent ? 'rounded bg-warn-soft px-1.5 text-warn' : 'text-ink-soft'}
        title={time > 0 ? `Candle closed at ${formatBothTimes(time)}` : ''}
      >
        {isSilent ? 'no news since ' : 'market '}
        {formatAge(Math.max(0, age))}
        {isSimulated ? ' (simulated)' : ''}
      </span>
    </div>
  )
}

function Equity({ run }: { readonly run: Run }) {
  if (run.equity === null) return null
  return <span className="font-semibold">Equity {formatFixed(run.equity, 2)}</span>
}

function RunSummary({ view, run }: { readonly view: RunView; readonly run: Run }) {
  const { metrics } = run
  return (
    <div className="num flex shrink-0 items-center gap-3 border-line border-l pl-3 text-xs">
      <ModeTag mode={modeOf(run)} note={run.status} />
      {metrics === null ? (
        <Equity run={run} />
      ) : (
        <>
          <span className={metrics.netProfit >= 0 ? 'font-semibold text-up' : 'font-semibold text-down'}>
            {formatPercent(metrics.returnPercent)}
          </span>
          <span>{metrics.trades} trades</span>
          <span title="Largest fall from a peak">−{formatPercent(metrics.maxDrawdownPercent)} drawdown</span>
        </>
      )}
      {run.reason === undefined ? null : (
        <span className="max-w-80 truncate text-warn" title={run.reason}>
          {run.reason}
        </span>
      )}
      <IconButton label="Take the run off the canvas" className="size-6" onClick={() => closeRun(view.workflowId)}>
        <X />
      </IconButton>
    </div>
  )
}
