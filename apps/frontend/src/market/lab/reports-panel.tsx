import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatBothTimes, formatFixed, formatTime } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { formatSpan } from '../market-words.ts'
import { marketKeys, refresh, useReports } from './lab-queries.ts'
import { ReportDialog } from './report-dialog.tsx'
import { useMarketAction } from './use-market-action.ts'

/** Accounts of whole simulations: what happened, who won, how real it looks. One is kept whenever a market ends. */
export function ReportsPanel() {
  const { data, error, refetch } = useReports()
  const action = useMarketAction()
  const [open, setOpen] = useState<string>()
  const create = async () => {
    let made: string | undefined
    const isMade = await action.run('report', 'The report could not be written.', async () => {
      made = (await api.createReport({})).id
    })
    if (!isMade) return
    await refresh(marketKeys.reports)
    setOpen(made)
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center justify-between gap-3 border-line border-b px-2.5 py-1.5">
        <p className="text-2xs text-ink-soft">The market so far, with charts. One is also kept whenever a market ends.</p>
        <Button look="primary" disabled={action.busy !== undefined} onClick={() => void create()}>
          {action.busy === undefined ? 'Write a report' : 'Writing …'}
        </Button>
      </div>
      {error !== null && data === undefined ? (
        <ProblemNote title="The reports could not be loaded." error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading what="the reports" />
      ) : data.length === 0 ? (
        <EmptyState title="No report yet">
          Let the market run for a while, then write one: prices, trades, agents and events in one page.
        </EmptyState>
      ) : (
        <ul aria-label="Reports" className="min-h-0 flex-1 overflow-auto">
          {data
            .toSorted((a, b) => b.createdAt - a.createdAt)
            .map((report) => (
              <li key={report.id} className="flex items-center gap-2 border-line border-b px-2.5 py-1.5">
                <div className="min-w-0 flex-1">
                  <p className="num truncate font-medium text-xs">
                    {formatTime(report.marketFrom)} to {formatTime(report.marketTo)} UTC
                  </p>
                  <p className="num text-2xs text-ink-soft">
                    {formatSpan(report.marketTo - report.marketFrom)} of market time · {formatFixed(report.ticks, 0)} events · seed{' '}
                    {report.seed} · <span title={formatBothTimes(report.createdAt)}>written {formatTime(report.createdAt)} UTC</span>
                  </p>
                </div>
                <Button
                  size="small"
                  aria-label={`Open the report of ${formatTime(report.marketFrom)} to ${formatTime(report.marketTo)}`}
                  onClick={() => setOpen(report.id)}
                >
                  Open
                </Button>
              </li>
            ))}
        </ul>
      )}
      {open === undefined ? null : <ReportDialog id={open} onClose={() => setOpen(undefined)} />}
    </div>
  )
}
