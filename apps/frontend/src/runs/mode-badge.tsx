import type { Run } from '@strategraph/protocol'
import { FlaskConical, History, Radio, TriangleAlert } from 'lucide-react'
import { isActive, useRunView } from './run-store.ts'

export type ModeName = 'simulated' | 'backtest' | 'dry-run' | 'live'

export const modeWords: Readonly<Record<ModeName, { readonly label: string; readonly says: string; readonly Icon: typeof Radio }>> = {
  simulated: { label: 'SIMULATED', says: 'Simulated market and simulated account: no real prices, no real money.', Icon: FlaskConical },
  backtest: { label: 'BACKTEST', says: 'Past candles and a simulated account: no real money.', Icon: History },
  'dry-run': { label: 'DRY-RUN', says: 'Real prices as they come, simulated account: no real money.', Icon: Radio },
  live: { label: 'LIVE', says: 'Real prices and real money.', Icon: TriangleAlert },
}

/** What the user must never be in doubt about. A dry-run on simulated prices is called simulated. */
export function modeOf(run: Pick<Run, 'mode' | 'feeds'>): ModeName {
  if (run.mode === 'live') return 'live'
  if (run.mode === 'backtest') return 'backtest'
  return run.feeds.length > 0 && run.feeds.every((feed) => feed.provenance === 'simulated') ? 'simulated' : 'dry-run'
}

export function ModeTag({ mode, note }: { readonly mode: ModeName; readonly note?: string | undefined }) {
  const { label, says, Icon } = modeWords[mode]
  return (
    <span
      title={says}
      className="inline-flex items-center gap-1.5 rounded-md border-2 bg-surface px-2 py-0.5 font-bold text-xs tracking-wider"
      style={{ color: `var(--mode-${mode})`, borderColor: `var(--mode-${mode})` }}
    >
      <Icon aria-hidden="true" className="size-3.5" />
      {label}
      {note === undefined ? null : <span className="font-medium tracking-normal">{note}</span>}
    </span>
  )
}

/** On the canvas, as long as a run is shown there. */
export function ModeBadge({ workflowId }: { readonly workflowId: string }) {
  const view = useRunView(workflowId)
  if (view?.run === undefined) return null
  const { run, cursor } = view
  const isSimulated = run.feeds.some((feed) => feed.provenance === 'simulated')
  const notes = [
    modeOf(run) === 'backtest' && isSimulated ? 'on simulated prices' : undefined,
    isActive(run) ? undefined : run.status,
    cursor === null ? undefined : 'looking back',
  ].filter((note) => note !== undefined)
  return <ModeTag mode={modeOf(run)} note={notes.length > 0 ? `· ${notes.join(' · ')}` : undefined} />
}
