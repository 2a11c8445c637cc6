import { ApiError, type Dataset, type ImportPreview } from '@strategraph/protocol'
import { CircleCheck, FileUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { navigate } from '../app/router.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { formatDay, formatFixed, formatTime } from '../ui/format.ts'
import { errorText } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { ColumnFallback } from './column-fallback.tsx'
import { ColumnsTable } from './columns-table.tsx'
import { FileChoice } from './file-choice.tsx'
import { ImportFields, symbolOf } from './import-fields.tsx'
import { MiniCandles } from './mini-candles.tsx'
import { forgetOfferedFile, useOfferedFile } from './offered-file.ts'
import { decisionNeeded, problemTitle } from './problem-words.ts'
import { ReportFacts } from './report-facts.tsx'
import { ReportProblems } from './report-problems.tsx'
import { useImport } from './use-import.ts'

/** Import of candles from a file: choose, look, decide, store. Nothing is stored before the user says so. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { file, settings, change, preview, choose, forget, store, isStoring, error } = useImport()
  const offered = useOfferedFile((state) => state.file)
  const [accepted, setAccepted] = useState(false)
  const [stored, setStored] = useState<Dataset>()
  useEffect(() => {
    if (offered === undefined) return
    forgetOfferedFile()
    void choose(offered)
  }, [offered, choose])

  const shown = preview.status === 'ready' ? preview.preview : preview.status === 'reading' ? preview.last : undefined
  const failure = preview.status === 'failed' ? preview.error : preview.status === 'reading' ? preview.failure : undefined
  const needs = shown === undefined ? 'none' : decisionNeeded(shown.report)
  const lacksSymbol = symbolOf(settings, shown) === ''
  const canStore = preview.status === 'ready' && !isStoring && !lacksSymbol && needs !== 'say' && (needs === 'none' || accepted)
  const submit = async () => {
    const dataset = await store(needs === 'leave-out')
    if (dataset !== undefined) setStored(dataset)
  }
  if (stored !== undefined) return <Done dataset={stored} onClose={onClose} onMore={() => setStored(undefined)} forget={forget} />
  return (
    <Dialog
      title="Import candles"
      width={file === undefined ? 'normal' : 'wide'}
      onClose={onClose}
      footer={
        file === undefined ? undefined : (
          <>
            <p role="status" className={`mr-auto self-center text-xs ${error === undefined ? 'text-ink-soft' : 'text-down'}`}>
              {error === undefined ? missingText({ needs, accepted, lacksSymbol, isReady: preview.status === 'ready' }) : errorText(error)}
            </p>
            <Button disabled={isStoring} onClick={forget}>
              Another file
            </Button>
            <Button look="primary" disabled={!canStore} onClick={() => void submit()}>
              {isStoring ? 'Storing …' : shown === undefined ? 'Import' : `Import ${formatFixed(shown.report.barsKept, 0)} candles`}
            </Button>
          </>
        )
      }
    >
      {file === undefined ? (
        <FileChoice isReading={preview.status === 'reading'} onFile={(chosen) => void choose(chosen)} />
      ) : (
        <div className="space-y-5 p-4" aria-busy={preview.status === 'reading'}>
          <p className="flex flex-wrap items-center gap-2">
            <FileUp aria-hidden="true" className="size-4 text-ink-faint" />
            <strong className="font-medium">{file.name}</strong>
            <span className="num text-ink-faint text-xs">{sizeText(file.bytes.length)}</span>
            {preview.status === 'reading' ? (
              <output className="flex items-center gap-2 text-ink-soft text-xs">
                <span aria-hidden="true" className="size-3 animate-spin rounded-full border-2 border-line-strong border-t-accent" />
                Reading the file …
              </output>
            ) : null}
          </p>
          {failure !== undefined ? (
            <>
              <Unreadable error={failure} />
              <ColumnFallback bytes={file.bytes} choice={settings.columns} onChange={(columns) => change({ columns })} />
            </>
          ) : null}
          {shown === undefined ? null : <ReportFacts report={shown.report} />}
          {shown === undefined || shown.report.problems.length === 0 ? null : <ReportProblems report={shown.report} />}
          {needs === 'leave-out' && shown !== undefined ? (
            <label className="flex cursor-pointer items-start gap-2.5 rounded-lg border border-warn/50 bg-warn-soft p-3">
              <input
                type="checkbox"
                className="mt-0.5 size-4 accent-(--accent)"
                checked={accepted}
                onChange={(event) => setAccepted(event.target.checked)}
              />
              <span>
                <strong className="font-medium">
                  Import anyway and leave{' '}
                  {shown.report.badRows === 1 ? '1 wrong row' : `${formatFixed(shown.report.badRows, 0)} wrong rows`} out
                </strong>
                <br />
                <span className="text-ink-soft">Nothing is repaired or made up: where a row is left out, its candle is missing.</span>
              </span>
            </label>
          ) : null}
          {shown === undefined && failure === undefined ? null : <ImportFields settings={settings} preview={shown} onChange={change} />}
          {shown === undefined ? null : <PreviewView preview={shown} settings={settings} onColumns={(columns) => change({ columns })} />}
        </div>
      )}
    </Dialog>
  )
}

interface Missing {
  readonly needs: ReturnType<typeof decisionNeeded>
  readonly accepted: boolean
  readonly lacksSymbol: boolean
  readonly isReady: boolean
}

/** Why Import cannot be pressed yet. */
function missingText({ needs, accepted, lacksSymbol, isReady }: Missing): string {
  if (!isReady) return ''
  if (needs === 'say') return 'Something has to be said first: see what is wrong with the file.'
  if (lacksSymbol) return 'Say which symbol these candles are of.'
  return needs === 'leave-out' && !accepted ? 'Decide about the wrong rows first.' : ''
}

const sizeText = (bytes: number): string =>
  bytes < 100_000
    ? `${formatFixed(bytes / 1000, 1)} kB`
    : bytes < 1e9
      ? `${formatFixed(bytes / 1e6, 1)} MB`
      : `${formatFixed(bytes / 1e9, 2)} GB`

function Unreadable({ error }: { readonly error: unknown }) {
  const problems = error instanceof ApiError ? error.body.problems : []
  return (
    <div role="alert" className="rounded-lg border border-down/40 bg-danger-soft p-3">
      <p className="font-medium">{problems[0] === undefined ? 'The file cannot be read' : problemTitle(problems[0].code)}</p>
      {problems.length === 0 ? <p className="text-ink-soft">{errorText(error)}</p> : null}
      {problems.map((problem) => (
        <p key={`${problem.code}:${problem.message}`} className="text-ink-soft">
          {problem.message}
          {problem.expected === undefined ? null : <span className="block text-xs">Expected: {problem.expected}</span>}
          {problem.received === undefined ? null : <span className="block break-words text-xs">Found: {problem.received}</span>}
        </p>
      ))}
    </div>
  )
}

interface PreviewViewProps {
  readonly preview: ImportPreview
  readonly settings: Parameters<typeof ImportFields>[0]['settings']
  readonly onColumns: Parameters<typeof ColumnsTable>[0]['onChange']
}

function PreviewView({ preview, settings, onColumns }: PreviewViewProps) {
  const { bars } = preview
  return (
    <>
      <section aria-label="The file">
        <h3 className="mb-1.5 font-semibold text-xs">Columns: what each is taken for, and why</h3>
        <ColumnsTable preview={preview} choice={settings.columns} onChange={onColumns} />
      </section>
      {bars.length === 0 ? null : (
        <section aria-label="First candles">
          <h3 className="mb-1.5 font-semibold text-xs">First candles, as they will be stored</h3>
          <div className="flex flex-wrap items-center gap-4">
            <table className="num border-collapse text-xs">
              <thead className="text-left text-2xs text-ink-faint">
                <tr className="[&>th]:pr-4 [&>th]:font-normal">
                  <th>Closes at (UTC)</th>
                  <th>Open</th>
                  <th>High</th>
                  <th>Low</th>
                  <th>Close</th>
                  <th>Volume</th>
                </tr>
              </thead>
              <tbody>
                {bars.map((bar) => (
                  <tr key={bar.time} className="[&>td]:pr-4">
                    <td>{formatTime(bar.time)}</td>
                    <td>{bar.open}</td>
                    <td>{bar.high}</td>
                    <td>{bar.low}</td>
                    <td>{bar.close}</td>
                    <td>{bar.volume}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <MiniCandles
              bars={{
                open: bars.map((bar) => bar.open),
                high: bars.map((bar) => bar.high),
                low: bars.map((bar) => bar.low),
                close: bars.map((bar) => bar.close),
              }}
              className="h-24 w-40"
              label={`The first ${bars.length} candles as a picture`}
            />
          </div>
        </section>
      )}
    </>
  )
}

interface DoneProps {
  readonly dataset: Dataset
  readonly onClose: () => void
  readonly onMore: () => void
  readonly forget: () => void
}

function Done({ dataset, onClose, onMore, forget }: DoneProps) {
  const { name, bars, symbol, interval, from, to } = dataset
  return (
    <Dialog
      title="Candles imported"
      width="narrow"
      onClose={onClose}
      footer={
        <>
          <Button
            onClick={() => {
              forget()
              onMore()
            }}
          >
            Import more
          </Button>
          <Button
            onClick={() => {
              onClose()
              navigate({ page: 'data' })
            }}
          >
            All data
          </Button>
          <Button
            look="primary"
            onClick={() => {
              onClose()
              toast({ tone: 'info', text: `“${name}” can now be chosen as the market of a run.` })
            }}
          >
            Done
          </Button>
        </>
      }
    >
      <div className="flex gap-3 p-4">
        <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-up" />
        <div>
          <p>
            <strong className="font-medium">{name}</strong>: {formatFixed(bars, 0)} candles of {symbol}, {interval}, {formatDay(from)} to{' '}
            {formatDay(to)}.
          </p>
          <p className="mt-1 text-ink-soft">
            Choose it as the market in the run bar of any strategy, or in the settings of a Market feed node.
          </p>
        </div>
      </div>
    </Dialog>
  )
}
