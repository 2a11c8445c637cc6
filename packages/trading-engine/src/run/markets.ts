import { intervals } from '@strategraph/market-model'
import type { InstrumentId, Time } from '@strategraph/market-model'
import type { Plan } from '@strategraph/strategy-core'
import { type Market, marketOf } from '../market/market.ts'
import type { FeedBinding } from './settings.ts'

/** A market of the run and its last closed bar. Orders of a market fill on its execution feed: the fastest one that shows it. */
export interface MarketState {
  readonly market: Market
  /** Index into `plan.domains` of the execution feed. */
  readonly domain: number
  readonly feed: string
  readonly intervalMs: number
  /** Row of the last closed bar; -1 before the first. */
  row: number
  firstClose: number
  /** NaN before the first bar. */
  close: number
  closeTime: Time
  /** Signed, base currency; as of the last fill. */
  quantity: number
  /** Price x quantity of fills that are not in the account's sum yet, in ticks x lots. */
  traded: number
  /** Signed quantity x entry price, the double nearest to it; as of the last fill. */
  cost: number
}

export function marketStates(plan: Plan, bindings: ReadonlyMap<string, FeedBinding>): readonly MarketState[] {
  const fastest = new Map<InstrumentId, MarketState>()
  plan.domains.forEach(({ feed, interval }, domain) => {
    const binding = bindings.get(feed)
    if (binding === undefined) return
    const { instrument } = binding
    const intervalMs = intervals[interval]
    const known = fastest.get(instrument.id)
    if (known !== undefined && known.intervalMs <= intervalMs) return
    fastest.set(instrument.id, {
      market: marketOf(instrument),
      domain,
      feed,
      intervalMs,
      row: -1,
      firstClose: Number.NaN,
      close: Number.NaN,
      closeTime: Number.NEGATIVE_INFINITY,
      quantity: 0,
      cost: 0,
      traded: 0,
    })
  })
  return [...fastest.values()]
}
