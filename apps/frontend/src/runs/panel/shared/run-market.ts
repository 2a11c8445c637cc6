import type { Run } from '@strategraph/protocol'
import { intervalMs } from '../chart/chart-rows.ts'

type Binding = Run['feeds'][number]

/** The feed whose bars are the rows of a run (the server chooses the same): that of the shortest interval, the first of several. */
export function clockFeed(feeds: readonly Binding[]): Binding | undefined {
  return feeds.reduce<Binding | undefined>(
    (best, feed) => (best === undefined || intervalMs(feed.interval) < intervalMs(best.interval) ? feed : best),
    undefined,
  )
}

/** Decimals of a step such as "0.01". */
export const decimalsOf = (step: string): number => step.split('.')[1]?.replace(/0+$/, '').length ?? 0

/** Prices in the precision of the venue, by instrument id. */
export function priceDecimals(run: Pick<Run, 'feeds'>, instrument: string): number {
  const found = run.feeds.find((feed) => feed.instrument.id === instrument)
  return found === undefined ? 2 : decimalsOf(found.instrument.tickSize)
}

/** "BTC" of BTC/USD; undefined where the run does not know the instrument. */
export const instrumentOf = (run: Pick<Run, 'feeds'>, id: string) => run.feeds.find((feed) => feed.instrument.id === id)?.instrument
