import type { MarketBook } from '@strategraph/protocol'

/** Price, quantity, number of orders. */
export type Level = MarketBook['bids'][number]
export type BookSide = 'bid' | 'ask'

/** A level with everything better in front of it. */
export interface LadderLevel {
  readonly price: number
  readonly quantity: number
  readonly orders: number
  /** Quantity from the best price up to here. */
  readonly sum: number
  /** What that costs or brings, quote currency. */
  readonly cost: number
}

/** Steps that prices may be put together by: the finest, and the round ones above it. */
export const groupSteps = (decimals: number): readonly number[] =>
  [0, 1, 2, 3].map((power) => Number((10 ** (power - decimals)).toFixed(8)))

/** Levels put together by a price step, best first: a bid goes down to its step and an ask up, so that no level looks better than it is. */
export function groupLevels(levels: readonly Level[], side: BookSide, step: number): Level[] {
  const grouped: Level[] = []
  for (const [price, quantity, orders] of levels) {
    const steps = price / step
    // What is a step already stays: 0.3 / 0.1 is a little less than 3.
    const nearest = Math.round(steps)
    const whole = Math.abs(steps - nearest) < 1e-6 ? nearest : side === 'bid' ? Math.floor(steps) : Math.ceil(steps)
    const at = Number((whole * step).toFixed(8))
    const last = grouped.at(-1)
    if (last !== undefined && last[0] === at) grouped[grouped.length - 1] = [at, last[1] + quantity, last[2] + orders]
    else grouped.push([at, quantity, orders])
  }
  return grouped
}

export function cumulate(levels: readonly Level[]): LadderLevel[] {
  let sum = 0
  let cost = 0
  return levels.map(([price, quantity, orders]) => {
    sum += quantity
    cost += price * quantity
    return { price, quantity, orders, sum, cost }
  })
}

export interface Spread {
  readonly mid: number
  readonly absolute: number
  /** Hundredths of a percent of the mid. */
  readonly bps: number
}

/** Undefined where a side is empty. */
export function spreadOf(bid: number | null | undefined, ask: number | null | undefined): Spread | undefined {
  if (bid === null || bid === undefined || ask === null || ask === undefined) return undefined
  const mid = (bid + ask) / 2
  return { mid, absolute: ask - bid, bps: mid === 0 ? 0 : (10_000 * (ask - bid)) / mid }
}

/** Share of the bids in the quantity near the mid (the best `levels` of each side); undefined for an empty book. */
export function bidShare(bids: readonly Level[], asks: readonly Level[], levels: number): number | undefined {
  const sum = (side: readonly Level[]) => side.slice(0, levels).reduce((total, [, quantity]) => total + quantity, 0)
  const bid = sum(bids)
  const all = bid + sum(asks)
  return all === 0 ? undefined : bid / all
}

/** Distance from the mid that a depth chart shows to both sides: a few orders far away must not press the rest together. */
export function depthReach(bids: readonly Level[], asks: readonly Level[], mid: number): number {
  const reach = (side: readonly Level[]) => Math.abs((side[Math.floor((side.length - 1) * 0.9)]?.[0] ?? mid) - mid)
  return Math.max(reach(bids), reach(asks))
}
