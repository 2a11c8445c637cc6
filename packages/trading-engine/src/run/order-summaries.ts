import { type Fill, quantityOf } from '@strategraph/market-model'
import { type FillRecord, fillRecord, type OrderRecord, orderRecord } from '../journal/order-record.ts'
import { lots } from '../market/amounts.ts'
import type { OrderBook } from '../order/order-book.ts'
import { filledLots } from '../order/order-state.ts'
import type { Account } from './account.ts'

/** An order with how it ended, or how it stands. */
export interface OrderSummary {
  readonly order: OrderRecord
  readonly status: string
  readonly filled: number
  /** Why it was canceled or rejected. */
  readonly reason?: string
  readonly code?: string
}

export function orderSummaries({ orders, account }: { readonly orders: OrderBook; readonly account: Account }): readonly OrderSummary[] {
  return orders.all().map(({ instruction, state }) => {
    const { market } = account.market(instruction.instrument)
    return {
      order: orderRecord(instruction, market),
      status: state.status,
      filled: quantityOf(lots(filledLots(state)), market.scale),
      ...('reason' in state ? { reason: state.reason } : {}),
      ...('code' in state ? { code: state.code } : {}),
    }
  })
}

export function fillRecords({ fills, account }: { readonly fills: readonly Fill[]; readonly account: Account }): readonly FillRecord[] {
  return fills.map((fill) => fillRecord(fill, account.market(fill.instrument).market))
}
