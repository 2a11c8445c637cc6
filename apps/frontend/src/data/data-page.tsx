import type { Dataset } from '@strategraph/protocol'
import { Database, FileUp } from 'lucide-react'
import { useState } from 'react'
import { useDatasets } from '../api/queries.ts'
import { openOverlay } from '../app/overlays.ts'
import { PageDrop } from '../gallery/page-drop.tsx'
import { useNow } from '../runs/use-now.ts'
import { Button } from '../ui/button.tsx'
import { Loading } from '../ui/empty-state.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { DatasetCard } from './dataset-card.tsx'
import { DeleteDialog } from './delete-dialog.tsx'

/** Stored candles and how they came here. */
export function DataPage() {
  const { data, error, refetch } = useDatasets()
  const now = useNow(60_000)
  const [deleting, setDeleting] = useState<Dataset>()
  return (
    <main className="h-full overflow-y-auto">
      <div className="mx-auto max-w-6xl space-y-5 px-6 py-7 max-sm:px-3 max-sm:py-4">
        <header className="flex flex-wrap items-end justify-between gap-3">
          <div>
            <h1 className="font-semibold text-2xl tracking-tight">Data</h1>
            <p className="text-ink-soft">
              Candles that you have imported. Any strategy can run on them: choose them as its market in the run bar.
            </p>
          </div>
          <Button look="primary" className="h-8" onClick={() => openOverlay('import-data')}>
            <FileUp aria-hidden="true" className="size-4" /> Import candles
          </Button>
        </header>
        {error !== null && data === undefined ? (
          <ProblemNote title="The data could not be loaded." error={error} retry={() => void refetch()} />
        ) : null}
        {data === undefined && error === null ? (
          <div className="h-40">
            <Loading what="the data" />
          </div>
        ) : null}
        {data?.length === 0 ? <Nothing /> : null}
        {data === undefined || data.length === 0 ? null : (
          <ul className="space-y-3">
            {data.map((dataset) => (
              <DatasetCard key={dataset.id} dataset={dataset} now={now} onDelete={() => setDeleting(dataset)} />
            ))}
          </ul>
        )}
      </div>
      {deleting === undefined ? null : <DeleteDialog dataset={deleting} onClose={() => setDeleting(undefined)} />}
      <PageDrop />
    </main>
  )
}

function Nothing() {
  return (
    <div className="flex flex-col items-center gap-3 rounded-2xl border-2 border-line border-dashed px-6 py-14 text-center">
      <Database aria-hidden="true" className="size-7 text-ink-faint" />
      <p className="font-medium text-base">No candles imported yet</p>
      <p className="max-w-lg text-ink-soft">
        Drop a file onto this page or choose one: CSV of exchanges and data sites, Kraken OHLCVT, freqtrade JSON and feather, also packed
        with gzip. You see what was recognised, and what is wrong with the file, before anything is stored. Without data of your own,
        strategies run on the simulated market.
      </p>
      <Button onClick={() => openOverlay('import-data')}>
        <FileUp aria-hidden="true" className="size-4" /> Choose a file
      </Button>
    </div>
  )
}
