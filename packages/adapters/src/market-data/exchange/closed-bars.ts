import type { Bar, Time } from '@strategraph/market-model'
import type { CcxtRow } from './ccxt-client.ts'

/**
 * Bars that are surely closed: a later row exists, or, where the exchange's time is known (`exchangeNow`), their end lies
 * behind it. The last row of an exchange is nearly always the unfinished candle.
 */
export function closedBars(rows: readonly CcxtRow[], intervalMs: number, exchangeNow: Time | undefined): Bar[] {
  const newest = rows.at(-1)?.[0] ?? 0
  return rows
    .filter(([open]) => open < newest || (exchangeNow !== undefined && open + intervalMs <= exchangeNow))
    .map(([open, ...[openPrice, high, low, close, volume]]) => ({ time: open + intervalMs, open: openPrice, high, low, close, volume }))
}
