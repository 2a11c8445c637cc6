import { type InstrumentId, intervals } from '@strategraph/market-model'
import type { FeedPlan, Plan, Problem } from '@strategraph/strategy-core'
import { UsageError } from '../command-line/exit.ts'

/** A feed of bars and the file that was named for it, if any. */
export interface BoundFeed {
  readonly feed: FeedPlan
  readonly file?: string
}

/**
 * Matches `--data <feed>=<file>` with the feeds of a plan: by node id, label or symbol, in this order. A bare file name is enough
 * where the workflow has one feed. Throws UsageError for a name that fits none or several feeds.
 */
export function bindData(plan: Plan, values: readonly string[]): readonly BoundFeed[] {
  const feeds = plan.feeds.filter(({ spec }) => spec.stream === 'bars')
  const files = new Map<string, string>()
  for (const value of values) {
    const { feed, file } = matchOne(feeds, value)
    if (files.has(feed.nodeId)) throw new UsageError(`The feed ${describeFeed(feed)} was given two files.`)
    files.set(feed.nodeId, file)
  }
  return feeds.map((feed) => {
    const file = files.get(feed.nodeId)
    return file === undefined ? { feed } : { feed, file }
  })
}

function matchOne(feeds: readonly FeedPlan[], value: string): { readonly feed: FeedPlan; readonly file: string } {
  const [only] = feeds
  if (only === undefined) throw new UsageError('The workflow has no market feed, so there is nothing to give data to.')
  const matchers: readonly ((feed: FeedPlan) => string)[] = [({ nodeId }) => nodeId, ({ label }) => label, symbolOf]
  // A label may contain "=", a path as well: the longest name in front of a "=" that fits wins.
  const cuts = [...value.matchAll(/=/g)].map(({ index }) => index).toReversed()
  for (const cut of cuts) {
    const [name, file] = [value.slice(0, cut), value.slice(cut + 1)]
    for (const nameOf of matchers) {
      const found = feeds.filter((feed) => nameOf(feed) === name)
      if (found.length > 1) throw new UsageError(`"${name}" fits several feeds: ${found.map(describeFeed).join(', ')}. Use the id.`)
      if (found[0] !== undefined && file !== '') return { feed: found[0], file }
    }
  }
  if (cuts.length === 0 && feeds.length === 1) return { feed: only, file: value }
  const known = feeds.map(describeFeed).join(', ')
  throw new UsageError(
    cuts.length === 0 ? `Say which feed "${value}" is for, as <feed>=<file>: ${known}.` : `"${value}" names no feed. There are: ${known}.`,
  )
}

const symbolOf = ({ spec }: FeedPlan) => symbolOfId(spec.instrument)
const describeFeed = (feed: FeedPlan) => `${feed.nodeId} ("${feed.label}", ${symbolOf(feed)} ${feed.spec.interval})`

/** "BTC/USD" of `kraken:BTC/USD`. */
export function symbolOfId(id: InstrumentId): string {
  return id.slice(id.indexOf(':') + 1)
}

/** A problem of one feed, placed at its node. */
export function feedProblem(
  feed: FeedPlan,
  code: string,
  message: string,
  rest: Partial<Pick<Problem, 'expected' | 'received'>> = {},
): Problem {
  return { path: ['feeds', feed.nodeId], code, message: `${feed.label}: ${message}`, severity: 'error', nodeId: feed.nodeId, ...rest }
}

export const intervalMs = ({ spec }: FeedPlan): number => intervals[spec.interval]
