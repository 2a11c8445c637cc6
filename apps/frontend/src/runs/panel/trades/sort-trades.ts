import type { Trade } from '@strategraph/trading-engine'

export const tradeColumns = [
  'index',
  'side',
  'entryTime',
  'exitTime',
  'entryPrice',
  'exitPrice',
  'quantity',
  'fees',
  'netPnl',
  'returnPercent',
  'exitReason',
] as const
export type TradeColumn = (typeof tradeColumns)[number]

export interface TradeOrder {
  readonly column: TradeColumn
  readonly isDescending: boolean
}

/** A sorted copy; equal ones keep the order in which they closed. */
export function sortTrades(trades: readonly Trade[], { column, isDescending }: TradeOrder): readonly Trade[] {
  const sign = isDescending ? -1 : 1
  return trades.toSorted((a, b) => {
    const [left, right] = [a[column], b[column]]
    const order = typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right))
    return order === 0 ? a.index - b.index : sign * order
  })
}

/** The first press sorts what one looks for first: largest amounts, newest times; text from A. */
export const firstOrder = (column: TradeColumn): TradeOrder => ({
  column,
  isDescending: column !== 'side' && column !== 'exitReason' && column !== 'index',
})

export const exitWords: Readonly<Record<Trade['exitReason'], string>> = {
  signal: 'Signal',
  'stop-loss': 'Stop-loss',
  'take-profit': 'Take-profit',
  'end-of-data': 'End of data',
  netting: 'Opposite order',
}
