import { moneyFromText, moneyToText } from '@strategraph/market-model'
import type { VenueTrade } from '../venue/venue-types.ts'

export const keptTrades = 10_000

/** Money as text: JSON has no big integers. */
export type TradeRow = Omit<VenueTrade, 'takerFee' | 'makerFee'> & { readonly takerFee: string; readonly makerFee: string }

export function tradeRow(trade: VenueTrade): TradeRow {
  return { ...trade, takerFee: moneyToText(trade.takerFee), makerFee: moneyToText(trade.makerFee) }
}

export function tradeOfRow(row: TradeRow): VenueTrade {
  return { ...row, takerFee: moneyFromText(row.takerFee), makerFee: moneyFromText(row.makerFee) }
}
