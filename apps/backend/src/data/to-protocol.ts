import type { Dataset as StoredDataset, Detection, ImportPreview as FilePreview, ImportReport as FileReport } from '@strategraph/adapters'
import { type Dataset, type ImportPreview, type ImportReport, importReportSchema } from '@strategraph/protocol'

/** Problems that an answer lists; `problemCount` says how many there are. */
const listedProblems = 200

export function reportToProtocol(report: FileReport, { layout, interval }: Pick<Detection, 'layout' | 'interval'>): ImportReport {
  const { counts, gaps } = report
  return {
    layout,
    interval,
    rowsRead: report.rowsRead,
    barsKept: report.barsKept,
    from: report.from ?? null,
    to: report.to ?? null,
    gaps: gaps.count,
    missingBars: gaps.missingBars,
    largestGaps: gaps.largest.map((gap) => ({ ...gap })),
    duplicates: (counts.DUPLICATE_DIFFERS ?? 0) + (counts.DUPLICATE_EXACT ?? 0),
    outOfOrder: counts.OUT_OF_ORDER ?? 0,
    badRows: report.errors,
    problems: report.problems
      .slice(0, listedProblems)
      .map(({ line, code, message, expected, received, severity }) => ({ line, code, message, expected, received, severity })),
    problemCount: report.problems.length + report.problemsNotListed,
  }
}

const roles = {
  time: 'time',
  clock: 'time',
  open: 'open',
  high: 'high',
  low: 'low',
  close: 'close',
  volume: 'volume',
  unused: 'ignored',
} as const

export function previewToProtocol({ detection, report, firstRows, firstBars, blocking }: FilePreview): ImportPreview {
  const summary = reportToProtocol(report, detection)
  return {
    columns: detection.columns.map(({ index, name, role, reason }) => ({
      name: name === '' ? String(index) : name,
      role: roles[role],
      why: reason,
    })),
    sample: firstRows.map((row) => [...row]),
    bars: firstBars.map((bar) => ({ ...bar })),
    tickSize: detection.tickSize,
    ...(detection.symbolHint === undefined ? {} : { symbol: detection.symbolHint }),
    report: {
      ...summary,
      // What would be refused stands first: it is what the user has to decide.
      problems: [
        ...blocking.map(({ code, message, expected, received, severity }) => ({
          line: null,
          code,
          message,
          ...(expected === undefined ? {} : { expected }),
          ...(received === undefined ? {} : { received }),
          severity,
        })),
        ...summary.problems,
      ].slice(0, listedProblems),
      problemCount: summary.problemCount + blocking.length,
    },
  }
}

export function datasetToProtocol(stored: StoredDataset): Dataset {
  const { id, name, symbol, interval, provenance, bars, from, to, tickSize, lotSize, addedAt, source } = stored
  const report = importReportSchema.safeParse(stored.report)
  return {
    id,
    name,
    symbol,
    interval,
    provenance,
    bars,
    from,
    to,
    tickSize,
    lotSize,
    importedAt: addedAt,
    ...(source === undefined ? {} : { fileName: source.fileName }),
    ...(report.success ? { report: report.data } : {}),
  }
}
