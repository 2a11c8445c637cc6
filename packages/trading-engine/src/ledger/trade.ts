import { moneyToNumber, priceOf, quantityOf, type Ticks } from '@strategraph/market-model'
import type { OrderInstruction } from '@strategraph/market-model'
import type { Trade } from '../journal/event.ts'
import { lots as toLots, money } from '../market/amounts.ts'
import type { ClosedPiece } from './ledger.ts'

const exitReasons = {
  close: 'signal',
  entry: 'netting',
  'stop-loss': 'stop-loss',
  'take-profit': 'take-profit',
  'end-of-data': 'end-of-data',
} as const satisfies Record<OrderInstruction['role'], Trade['exitReason']>

export interface TradeContext {
  readonly index: number
  /** Role of the order that closed it. */
  readonly exitRole: OrderInstruction['role']
  readonly stopLoss: Ticks | undefined
  readonly takeProfit: Ticks | undefined
}

/** Gross profit less the fees of entry and exit, the double nearest to it. */
export function netPnlOf({ entry, exit, gross }: ClosedPiece): number {
  return moneyToNumber(money(gross - entry.fee - exit.fee))
}

/** The row of the trades table that a closed piece becomes. Amounts are the doubles nearest to the exact ones. */
export function tradeOf(piece: ClosedPiece, { index, exitRole, stopLoss, takeProfit }: TradeContext): Trade {
  const { market, side, lots, entry, exit, gross } = piece
  const fees = money(entry.fee + exit.fee)
  const netPnl = netPnlOf(piece)
  const quantity = quantityOf(toLots(lots), market.scale)
  const entryPrice = priceOf(entry.price, market.scale)
  return {
    index,
    instrument: market.id,
    side,
    quantity,
    entryTime: entry.time,
    entryBar: entry.row,
    entryPrice,
    exitTime: exit.time,
    exitBar: exit.row,
    exitPrice: priceOf(exit.price, market.scale),
    exitReason: exitReasons[exitRole],
    grossPnl: moneyToNumber(gross),
    fees: moneyToNumber(fees),
    netPnl,
    returnPercent: (100 * netPnl) / (quantity * entryPrice),
    entryOrderId: entry.orderId,
    exitOrderId: exit.orderId,
    ...(stopLoss === undefined ? {} : { stopLoss: priceOf(stopLoss, market.scale) }),
    ...(takeProfit === undefined ? {} : { takeProfit: priceOf(takeProfit, market.scale) }),
  }
}
