import type { Lots, Side, Ticks } from '@strategraph/market-model'
import type { Account, Market, OrderRecord, VenueState } from './venue-state.ts'
import { totalOf } from './venue-state.ts'
import type {
  AccountObserver,
  LedgerEntry,
  MarketMode,
  MarketObserver,
  Micros,
  OrderChange,
  VenueOrder,
  VenueTrade,
} from './venue-types.ts'
import { orderView } from './views.ts'

type Notice =
  | { readonly type: 'order'; readonly to: readonly AccountObserver[]; readonly order: VenueOrder; readonly change: OrderChange }
  | {
      readonly type: 'fill'
      readonly to: readonly AccountObserver[]
      readonly trade: VenueTrade
      readonly order: VenueOrder
      readonly liquidity: 'maker' | 'taker'
    }
  | { readonly type: 'ledger'; readonly to: readonly AccountObserver[]; readonly entry: LedgerEntry }
  | { readonly type: 'trade'; readonly trade: VenueTrade }
  | { readonly type: 'level'; readonly market: Market; readonly side: Side; readonly price: Ticks; readonly quantity: Lots }
  | { readonly type: 'mode'; readonly market: Market; readonly mode: MarketMode }

/**
 * What observers are still to be told. A command changes everything first and fills the outbox with copies; then `deliver` tells them in
 * order. See observers.decision.md.
 */
export class Outbox {
  /** Replaced, never changed: somebody may leave while all are told. */
  marketObservers: readonly MarketObserver[] = []
  private readonly notices: Notice[] = []
  private isDelivering = false

  order(order: OrderRecord, change: OrderChange): void {
    const { observers } = order.account
    if (observers.some((observer) => observer.onOrder !== undefined)) {
      this.notices.push({ type: 'order', to: observers, order: orderView(order), change })
    }
  }

  fill(order: OrderRecord, trade: VenueTrade, liquidity: 'maker' | 'taker'): void {
    const { observers } = order.account
    if (observers.length === 0) return
    const view = orderView(order)
    this.notices.push({ type: 'order', to: observers, order: view, change: 'filled' })
    this.notices.push({ type: 'fill', to: observers, trade, order: view, liquidity })
  }

  /** Also counts: ledger ids are given whether anybody listens or not. */
  ledger(
    state: VenueState,
    account: Account,
    asset: number,
    change: Omit<LedgerEntry, 'id' | 'account' | 'time' | 'asset' | 'balance'>,
  ): void {
    state.lastLedgerId += 1
    if (account.observers.length === 0) return
    const entry = {
      id: state.lastLedgerId,
      account: account.id,
      time: state.now as Micros,
      asset: state.assets[asset] ?? '',
      balance: totalOf(account, asset),
      ...change,
    }
    this.notices.push({ type: 'ledger', to: account.observers, entry })
  }

  trade(trade: VenueTrade): void {
    if (this.marketObservers.length > 0) this.notices.push({ type: 'trade', trade })
  }

  level(market: Market, side: Side, price: Ticks, quantity: Lots): void {
    if (this.marketObservers.length > 0) this.notices.push({ type: 'level', market, side, price, quantity })
  }

  mode(market: Market, mode: MarketMode): void {
    if (this.marketObservers.length > 0) this.notices.push({ type: 'mode', market, mode })
  }

  /** A command from inside a callback comes here again: what it caused waits for the loop that is running. */
  deliver(): void {
    if (this.isDelivering || this.notices.length === 0) return
    this.isDelivering = true
    let told = 0
    try {
      for (let notice = this.notices[0]; notice !== undefined; notice = this.notices[told]) {
        told += 1
        this.tell(notice)
      }
    } finally {
      // Where a callback throws, the others hear the rest with the next command.
      this.notices.splice(0, told)
      this.isDelivering = false
    }
  }

  private tell(notice: Notice): void {
    switch (notice.type) {
      case 'order':
        for (const observer of notice.to) observer.onOrder?.(notice.order, notice.change)
        return
      case 'fill':
        for (const observer of notice.to) observer.onFill?.(notice.trade, notice.order, notice.liquidity)
        return
      case 'ledger':
        for (const observer of notice.to) observer.onLedger?.(notice.entry)
        return
      case 'trade':
        for (const observer of this.marketObservers) observer.onTrade?.(notice.trade)
        return
      case 'level':
        for (const observer of this.marketObservers) observer.onLevel?.(notice.market.index, notice.side, notice.price, notice.quantity)
        return
      case 'mode':
        for (const observer of this.marketObservers) observer.onMode?.(notice.market.index, notice.mode)
    }
  }
}
