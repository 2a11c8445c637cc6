import type { AccountObserver, EndReason, LedgerEntry, OrderChange, VenueOrder, VenueTrade } from '@strategraph/market-sim'
import type { Account } from '../accounts/account.ts'
import type { Exchange } from '../exchange.ts'
import { cost } from '../pairs/pair.ts'
import { addLedger, emit, endOrder } from './account-log.ts'
import { amendedTicket } from './amended-ticket.ts'
import { placeClose } from './place-close.ts'
import type { FillRecord, OrderRecord } from './records.ts'

/** Listens to the engine for one account: keeps its records and tells its events. */
export function accountEar(exchange: Exchange, account: Account, isCurrent: () => boolean): AccountObserver {
  let fill: FillRecord | undefined
  return {
    onOrder(view, change) {
      const order = isCurrent() ? recordOf(account, view) : undefined
      if (order !== undefined) hearOrder(exchange, account, order, view, change)
    },
    onFill(trade, view, liquidity) {
      const order = isCurrent() ? recordOf(account, view) : undefined
      if (order !== undefined) fill = hearFill(exchange, account, order, trade, view, liquidity)
    },
    onLedger(entry) {
      if (isCurrent()) hearLedger(exchange, account, entry, fill?.tradeId === entry.tradeId ? fill : undefined)
    },
  }
}

const recordOf = (account: Account, view: VenueOrder) => (view.tag === undefined ? undefined : account.open.get(view.tag))

function hearOrder(exchange: Exchange, account: Account, order: OrderRecord, view: VenueOrder, change: OrderChange): void {
  order.view = view
  switch (change) {
    case 'accepted':
      order.status = 'open'
      emit(exchange, account, { type: 'pending_new', order })
      emit(exchange, account, { type: 'new', order })
      return
    case 'triggered':
    case 'trailed':
      emit(exchange, account, { type: 'status', order })
      return
    case 'amended':
      order.isAmended = true
      order.changedAt = exchange.clock.real()
      order.ticket = amendedTicket(order.ticket, view)
      emit(exchange, account, { type: 'amended', order })
      return
    case 'filled':
      // Told with the fill itself.
      return
    case 'ended':
      endOrder(exchange, account, order, view.status === 'expired' ? 'expired' : 'canceled', order.cancelReason ?? endText(view.endReason))
  }
}

function hearFill(
  exchange: Exchange,
  account: Account,
  order: OrderRecord,
  trade: VenueTrade,
  view: VenueOrder,
  liquidity: 'maker' | 'taker',
): FillRecord {
  order.view = view
  const fill: FillRecord = {
    id: exchange.ids.next('T'),
    order,
    time: exchange.clock.stamp(),
    tradeId: trade.id,
    price: trade.price,
    quantity: trade.quantity,
    cost: cost(order.ticket.pair, trade.price, trade.quantity),
    fee: liquidity === 'maker' ? trade.makerFee : trade.takerFee,
    liquidity,
    filled: view.filled,
    totalCost: view.cost,
    totalFee: view.fee,
    ledgers: [],
  }
  account.fills.add(fill)
  order.trades.push(fill.id)
  emit(exchange, account, { type: 'trade', order, fill })
  if (view.status === 'filled') endOrder(exchange, account, order, 'closed')
  if (order.ticket.close !== undefined) exchange.defer(() => placeClose(exchange, account, fill))
  return fill
}

function hearLedger(exchange: Exchange, account: Account, entry: LedgerEntry, fill: FillRecord | undefined): void {
  const record = addLedger(exchange, account, {
    refid: fill?.id ?? exchange.ids.next('T'),
    type: entry.cause,
    asset: entry.asset,
    amount: entry.amount,
    fee: entry.fee,
    balance: entry.balance,
  })
  fill?.ledgers.push(record.id)
}

/** Kraken's own words where they are known ("User requested", "Post only order"). */
function endText(reason: EndReason | undefined): string {
  switch (reason) {
    case undefined:
    case 'USER':
      return 'User requested'
    case 'IOC_REST':
      return 'Immediate or cancel'
    case 'EXPIRED':
      return 'Order expired'
    case 'SELF_TRADE':
      return 'Self trade prevention'
    case 'POST_ONLY':
      return 'Post only order'
    case 'NO_FUNDS_AT_TRIGGER':
      return 'Insufficient funds'
    case 'NOTHING_TO_REDUCE':
      return 'Reduce only'
    case 'NO_LIQUIDITY':
      return 'No liquidity'
    case 'CANCEL_AFTER':
      return 'CancelAllOrdersAfter Timeout'
    case 'VENUE':
      return 'Market reset'
  }
}
