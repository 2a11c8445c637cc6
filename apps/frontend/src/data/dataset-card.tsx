import type { Dataset } from '@strategraph/protocol'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronRight, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { IconButton } from '../ui/button.tsx'
import { formatAge, formatBothTimes, formatDay, formatFixed, formatNumber } from '../ui/format.ts'
import { GapStrip } from './gap-strip.tsx'
import { MiniCandles } from './mini-candles.tsx'
import { ReportFacts } from './report-facts.tsx'
import { ReportProblems } from './report-problems.tsx'

const provenanceWords: Readonly<Record<Dataset['provenance'], string>> = {
  simulated: 'made by the simulated market',
  imported: 'imported',
  exchange: 'from an exchange',
  recorded: 'recorded',
}
const shownCandles = 120

interface DatasetCardProps {
  readonly dataset: Dataset
  readonly now: number
  readonly onDelete: () => void
}

/** One stored series: what it covers, where bars are missing, and what the import said. */
export function DatasetCard({ dataset, now, onDelete }: DatasetCardProps) {
  const [isOpen, setOpen] = useState(false)
  const { name, symbol, interval, bars, from, to, report, importedAt, fileName, provenance, tickSize } = dataset
  const missing = report?.missingBars ?? 0
  return (
    <li className="overflow-hidden rounded-xl border border-line bg-surface">
      <div className="grid grid-cols-[minmax(0,1fr)_16rem_auto] items-center gap-5 px-4 py-3 max-md:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-3">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-baseline gap-x-2 font-medium text-base">
            <span className="min-w-0 break-words">{name}</span>
            <span className="num rounded bg-hover px-1.5 text-ink-soft text-xs">
              {symbol} · {interval}
            </span>
          </h2>
          <p className="num mt-0.5 text-ink-soft text-xs">
            {formatFixed(bars, 0)} candles · {formatDay(from)} to {formatDay(to)}
          </p>
          <p className="text-2xs text-ink-faint">
            <span title={formatBothTimes(importedAt)}>
              {provenanceWords[provenance]} {formatAge(Math.max(0, now - importedAt))}
            </span>
            {fileName === undefined || fileName === name ? '' : ` from ${fileName}`} · price step {tickSize}
          </p>
        </div>
        <div className="max-md:order-3 max-md:col-span-2">
          <GapStrip dataset={dataset} />
          <p className="num mt-1 text-2xs text-ink-soft">
            {missing === 0
              ? 'no bar is missing'
              : `${report?.gaps === 1 ? '1 gap' : `${report?.gaps ?? 0} gaps`}, ${formatFixed(missing, 0)} bars missing`}
          </p>
        </div>
        <div className="flex gap-1">
          <IconButton label={`${isOpen ? 'Hide' : 'Show'} details of ${name}`} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? <ChevronDown /> : <ChevronRight />}
          </IconButton>
          <IconButton label={`Delete ${name}`} onClick={onDelete}>
            <Trash2 />
          </IconButton>
        </div>
      </div>
      {isOpen ? <Details dataset={dataset} /> : null}
    </li>
  )
}

function Details({ dataset }: { readonly dataset: Dataset }) {
  const every = Math.max(1, Math.ceil(dataset.bars / shownCandles))
  const { data, error } = useQuery({
    queryKey: ['dataset', dataset.id, 'bars', every],
    queryFn: () => api.datasetBars({ params: { id: dataset.id }, query: { every } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { report } = dataset
  return (
    <div className="space-y-4 border-line border-t bg-raised px-4 py-4">
      {data === undefined ? (
        <p className="h-32 text-ink-soft">{error === null ? 'Loading the candles …' : 'The candles could not be loaded.'}</p>
      ) : (
        <div className="relative">
          <p className="num pointer-events-none absolute inset-y-0 right-0 flex flex-col justify-between text-right text-2xs text-ink-faint">
            <span>{formatNumber(Math.max(...data.high))}</span>
            <span>{formatNumber(Math.min(...data.low))}</span>
          </p>
          <MiniCandles
            bars={data}
            className="h-32 w-[calc(100%-4rem)]"
            label={`Prices of ${dataset.symbol} from ${formatDay(dataset.from)} to ${formatDay(dataset.to)}, between ${Math.min(...data.low)} and ${Math.max(...data.high)}`}
          />
        </div>
      )}
      {report === undefined ? null : (
        <>
          <ReportFacts report={report} />
          {report.problems.length === 0 ? null : <ReportProblems report={report} isPast />}
        </>
      )}
    </div>
  )
}
