import { type Interval, intervals } from '@strategraph/market-model'
import type { Run } from '@strategraph/protocol'

type Binding = Run['feeds'][number]

const lengthOf = ({ interval }: Binding): number => (isInterval(interval) ? intervals[interval] : Number.POSITIVE_INFINITY)
const isInterval = (name: string): name is Interval => Object.hasOwn(intervals, name)

/** The feed whose bars are a run's rows where nobody names one: that of the shortest interval, the first of several. */
export function clockFeed(feeds: readonly Binding[]): Binding | undefined {
  return feeds.reduce<Binding | undefined>((best, feed) => (best === undefined || lengthOf(feed) < lengthOf(best) ? feed : best), undefined)
}
