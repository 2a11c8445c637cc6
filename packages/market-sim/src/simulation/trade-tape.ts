import type { Money } from '@strategraph/market-model'
import type { VenueTrade } from '../venue/venue-types.ts'

export const keptTrades = 10_000

/** Money as text of whole 10^-18, because JSON has no big integers and tens of thousands of fees as decimals would hold up whoever takes a snapshot. */
export type TradeRow = Omit<VenueTrade, 'takerFee' | 'makerFee'> & { readonly takerFee: string; readonly makerFee: string }

export function tradeRow(trade: VenueTrade): TradeRow {
  return { ...trade, takerFee: String(trade.takerFee), makerFee: String(trade.makerFee) }
}

export function tradeOfRow(row: TradeRow): VenueTrade {
  return { ...row, takerFee: BigInt(row.takerFee) as Money, makerFee: BigInt(row.makerFee) as Money }
}
