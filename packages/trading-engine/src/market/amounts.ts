import type { Lots, Money, OrderId, Ticks } from '@strategraph/market-model'

/** The brand constructors of this package: whoever calls one has just done exact arithmetic in that unit. */
export const money = (amount: bigint): Money => amount as Money
export const lots = (count: number): Lots => count as Lots
export const ticks = (count: number): Ticks => count as Ticks
export const orderId = (text: string): OrderId => text as OrderId
