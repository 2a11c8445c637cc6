import { intervals, sliceColumns } from '@strategraph/market-model'
import type { Checked, FeedPlan, Plan, Problem } from '@strategraph/strategy-core'
import { bindData, feedProblem, intervalMs } from './bind-data.ts'
import { type FeedData, loadCandles, type LoadOptions } from './load-candles.ts'
import { simulatedCandles } from './simulated-candles.ts'

export interface FeedsOptions extends LoadOptions {
  /** `--data` values. */
  readonly data: readonly string[]
  /** Bars of the shortest simulated interval. */
  readonly bars: number
  /** Open times: rows before `from` and from `to` on are left out. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Candles of all feeds of a plan: from files where files are named, else from the simulated market. */
export async function feedsData(plan: Plan, options: FeedsOptions): Promise<Checked<readonly FeedData[]>> {
  const bound = bindData(plan, options.data)
  const shortest = Math.min(...bound.map(({ feed }) => intervalMs(feed)))
  const problems: Problem[] = []
  const warnings: Problem[] = []
  const feeds: FeedData[] = []
  for (const { feed, file } of bound) {
    if (file === undefined && options.data.length > 0) {
      const message = `no file was given for it, but one for another feed. Past and made-up candles are not mixed: give --data ${feed.nodeId}=<file> too.`
      problems.push(feedProblem(feed, 'NO_DATA', message))
      continue
    }
    // Simulated feeds of one run cover the same time.
    const bars = Math.floor((options.bars * shortest) / intervalMs(feed))
    const loaded = file === undefined ? simulatedCandles(feed, bars) : await loadCandles(feed, file, options)
    if (!loaded.ok) {
      problems.push(...loaded.problems)
      continue
    }
    warnings.push(...loaded.warnings)
    const cut = cutToRange(loaded.value, options)
    if (cut.columns.time.length === 0) problems.push(noBars(feed))
    else feeds.push(cut)
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: feeds, warnings: [...warnings, ...apart(feeds)] }
}

function cutToRange(data: FeedData, { from = -Infinity, to = Infinity }: FeedsOptions): FeedData {
  const open = (time: number) => time - intervals[data.interval]
  const { time } = data.columns
  const first = time.findIndex((close) => open(close) >= from)
  const after = time.findIndex((close) => open(close) >= to)
  const start = first < 0 ? time.length : first
  const end = after < 0 ? time.length : after
  return { ...data, columns: sliceColumns(data.columns, start, Math.max(start, end)) }
}

/** A warning where the feeds share no moment: their files are hardly meant for one run. */
function apart(feeds: readonly FeedData[]): readonly Problem[] {
  const from = Math.max(...feeds.map(({ columns }) => columns.time[0] ?? Number.NEGATIVE_INFINITY))
  const to = Math.min(...feeds.map(({ columns }) => columns.time.at(-1) ?? Number.POSITIVE_INFINITY))
  if (from <= to) return []
  const message = 'The candles of the feeds cover no common time: some end before others begin.'
  return [{ path: ['feeds'], code: 'NO_COMMON_TIME', message, severity: 'warning' }]
}

function noBars(feed: FeedPlan): Problem {
  return feedProblem(feed, 'NO_BARS', 'no candles are left in this range.')
}
