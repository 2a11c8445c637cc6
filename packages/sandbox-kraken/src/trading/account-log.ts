import type { Account } from '../accounts/account.ts'
import type { Exchange } from '../exchange.ts'
import type { AccountEvent, LedgerRecord, OrderRecord } from './records.ts'

export function emit(exchange: Exchange, account: Account, event: EventBody): void {
  account.lastEvent += 1
  const full: AccountEvent = { ...event, seq: account.lastEvent, time: exchange.clock.stamp() }
  for (const listener of account.listeners) listener(full)
}

type Without<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never
type EventBody = Without<AccountEvent, 'seq' | 'time'>

/** Takes an order from the open ones to the closed ones and tells it. */
export function endOrder(
  exchange: Exchange,
  account: Account,
  order: OrderRecord,
  status: 'closed' | 'canceled' | 'expired',
  reason?: string,
): void {
  order.status = status
  order.reason = reason
  order.closedAt = exchange.clock.stamp()
  account.open.delete(order.id)
  account.closed.add(order)
  emit(exchange, account, { type: status === 'closed' ? 'filled' : status, order })
}

export function addLedger(exchange: Exchange, account: Account, entry: Omit<LedgerRecord, 'id' | 'time'>): LedgerRecord {
  const record: LedgerRecord = { ...entry, id: exchange.ids.next('L'), time: exchange.clock.stamp() }
  account.ledger.add(record)
  emit(exchange, account, { type: 'ledger', entry: record })
  return record
}
