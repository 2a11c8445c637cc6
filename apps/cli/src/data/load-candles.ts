import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type BarColumns, type Instrument, instrumentId, type Interval, type Provenance } from '@strategraph/market-model'
import type { Checked, FeedPlan, Problem } from '@strategraph/strategy-core'
import { UsageError } from '../command-line/exit.ts'
import { feedProblem, symbolOfId } from './bind-data.ts'

/** Candles of a feed and everything that a result has to say about them. */
export interface FeedData {
  readonly feed: FeedPlan
  readonly columns: BarColumns
  readonly instrument: Instrument
  readonly interval: Interval
  readonly provenance: Provenance
  /** File name or seed: enough to get the same candles again. */
  readonly source: string
}

export interface LoadOptions {
  readonly tickSize?: string | undefined
  readonly lotSize: string
  readonly stampsAreBarEnd: boolean
  readonly acceptProblems: boolean
  readonly missingVolume: boolean
}

/**
 * Reads the candles of a feed from a file in any layout that the import knows. Stamps in the file are OPEN times; `columns.time` is
 * the close. A file of another interval than the feed's is a problem, never resampled silently.
 */
export async function loadCandles(feed: FeedPlan, file: string, options: LoadOptions): Promise<Checked<FeedData>> {
  const { importFile } = await import('@strategraph/adapters/market-data/import')
  const { interval } = feed.spec
  const choices = {
    stampsAreBarEnd: options.stampsAreBarEnd,
    acceptProblems: options.acceptProblems,
    ...(options.missingVolume ? { missingVolume: 'zero' as const } : {}),
    ...(options.tickSize === undefined ? {} : { tickSize: options.tickSize }),
  }
  const detected = await importFile(await readCandleFile(file), basename(file), choices)
  // One bar alone has no spacing to find an interval in: then the feed's word counts.
  const needsInterval = !detected.ok && detected.problems.some(({ code, path }) => code === 'NO_BARS' && path.includes('interval'))
  const imported = needsInterval ? await importFile(await readCandleFile(file), basename(file), { ...choices, interval }) : detected
  if (!imported.ok) return { ok: false, problems: imported.problems.map((problem) => aboutFile(file, withFlag(problem))) }
  const { columns, interval: found, tickSize } = imported.value
  if (found !== interval) {
    const message = `the candles of ${file} are mostly ${found} apart, but the feed's interval is ${interval}. Change the interval of the feed or take another file.`
    return { ok: false, problems: [feedProblem(feed, 'INTERVAL_MISMATCH', message, { expected: interval, received: found })] }
  }
  const symbol = symbolOfId(feed.spec.instrument)
  const [base = symbol, quote = ''] = symbol.split('/')
  const instrument = { id: instrumentId('imported', symbol), venue: 'imported', symbol, base, quote, tickSize, lotSize: options.lotSize }
  const value: FeedData = { feed, columns, instrument, interval, provenance: 'imported', source: basename(file) }
  return { ok: true, value, warnings: imported.warnings.map((warning) => aboutFile(file, warning)) }
}

/** The bytes of a file; one that cannot be read is a usage error. Not kept in a variable by callers: minute data of years is large. */
export async function readCandleFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new UsageError(`Cannot read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** Options of the import and what the command line calls them. */
const flagOf: Readonly<Record<string, string>> = {
  acceptProblems: '--accept-problems; strategraph import names the rows',
  missingVolume: '--zero-volume',
  tickSize: '--tick-size',
}

function withFlag(problem: Problem): Problem {
  const flag = flagOf[String(problem.path.at(-1))]
  return flag === undefined ? problem : { ...problem, message: `${problem.message} (${flag})` }
}

const aboutFile = (file: string, problem: Problem): Problem => ({ ...problem, message: `${basename(file)}: ${problem.message}` })
