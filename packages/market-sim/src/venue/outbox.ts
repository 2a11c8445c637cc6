import type { Lots, Money, Side, Ticks } from '@strategraph/market-model'
import type { Account, Market, OrderRecord, VenueState } from './venue-state.ts'
import type {
  AccountId,
  AccountObserver,
  EndReason,
  LedgerEntry,
  MarketIndex,
  MarketMode,
  MarketObserver,
  Micros,
  OrderChange,
  PassingTrade,
  VenueOrder,
  VenueOrderId,
  VenueTrade,
} from './venue-types.ts'
import { orderView } from './views.ts'

/** Who listens to one account, and to what: nothing is copied for what nobody hears. */
export class AccountAudience {
  readonly observers: AccountObserver[] = []
  hearsOrders = false
  hearsFills = false
  hearsLedger = false
  hearsEnds = false

  add(observer: AccountObserver): void {
    this.observers.push(observer)
    this.hearsOrders ||= observer.onOrder !== undefined
    this.hearsFills ||= observer.onFill !== undefined
    this.hearsLedger ||= observer.onLedger !== undefined
    this.hearsEnds ||= observer.onEnd !== undefined
  }
}

/** A notice that is the trade itself. */
type PassingNotice = { readonly type: 'passing' } & { -readonly [K in keyof PassingTrade]: PassingTrade[K] }

type Notice =
  | { readonly type: 'order'; readonly to: AccountAudience; readonly order: VenueOrder; readonly change: OrderChange }
  | {
      readonly type: 'fill'
      readonly to: AccountAudience
      readonly trade: VenueTrade
      readonly order: VenueOrder
      readonly liquidity: 'maker' | 'taker'
    }
  | { readonly type: 'ledger'; readonly to: AccountAudience; readonly entry: LedgerEntry }
  | { readonly type: 'end'; readonly to: AccountAudience; readonly id: VenueOrderId; readonly reason: EndReason }
  | { readonly type: 'trade'; readonly trade: VenueTrade }
  | PassingNotice
  | { readonly type: 'level'; readonly market: Market; readonly side: Side; readonly price: Ticks; readonly quantity: Lots }
  | { readonly type: 'mode'; readonly market: Market; readonly mode: MarketMode }

const noTrade: PassingTrade = {
  id: 0,
  market: 0 as MarketIndex,
  time: 0 as Micros,
  price: 0 as Ticks,
  quantity: 0 as Lots,
  takerSide: 'buy',
  takerOrder: 0 as VenueOrderId,
  makerOrder: 0 as VenueOrderId,
  takerAccount: 0 as AccountId,
  makerAccount: 0 as AccountId,
  takerIsMarketOrder: false,
}

/**
 * What observers are still to be told. A command changes everything first and fills the outbox with copies; then `deliver` tells them in
 * order. See observers.decision.md.
 */
export class Outbox {
  /** Replaced, never changed: somebody may leave while all are told. */
  private observers: readonly MarketObserver[] = []
  hearsTrades = false
  hearsLevels = false
  private hearsPassing = false
  /** Notices to be used again; so many of them are in use. */
  private readonly passing: PassingNotice[] = []
  private passingCount = 0
  private readonly notices: Notice[] = []
  private isDelivering = false

  observe(observer: MarketObserver): () => void {
    this.setObservers([...this.observers, observer])
    return () => this.setObservers(this.observers.filter((other) => other !== observer))
  }

  order(order: OrderRecord, change: OrderChange): void {
    const { audience } = order.account
    if (audience.hearsOrders) this.notices.push({ type: 'order', to: audience, order: orderView(order), change })
  }

  end(order: OrderRecord, reason: EndReason): void {
    const { audience } = order.account
    if (audience.hearsOrders) this.notices.push({ type: 'order', to: audience, order: orderView(order), change: 'ended' })
    if (audience.hearsEnds) this.notices.push({ type: 'end', to: audience, id: order.id, reason })
  }

  /** `trade` is there where anybody hears it. */
  fill(order: OrderRecord, trade: VenueTrade | undefined, liquidity: 'maker' | 'taker'): void {
    const { audience } = order.account
    if (!audience.hearsOrders && !audience.hearsFills) return
    const view = orderView(order)
    if (audience.hearsOrders) this.notices.push({ type: 'order', to: audience, order: view, change: 'filled' })
    if (audience.hearsFills && trade !== undefined) this.notices.push({ type: 'fill', to: audience, trade, order: view, liquidity })
  }

  /** Also counts: ledger ids are given whether anybody listens or not. */
  ledger(
    state: VenueState,
    account: Account,
    asset: number,
    cause: LedgerEntry['cause'],
    amount: Money,
    fee: Money,
    tradeId?: number,
  ): void {
    state.lastLedgerId += 1
    if (!account.audience.hearsLedger) return
    const entry: LedgerEntry = {
      id: state.lastLedgerId,
      account: account.id,
      time: state.now as Micros,
      asset: state.assets[asset] ?? '',
      cause,
      amount,
      fee,
      balance: account.funds.total(asset),
      tradeId,
    }
    this.notices.push({ type: 'ledger', to: account.audience, entry })
  }

  trade(trade: VenueTrade): void {
    if (this.hearsTrades) this.notices.push({ type: 'trade', trade })
  }

  passingTrade(state: VenueState, taker: OrderRecord, maker: OrderRecord, price: number, quantity: number): void {
    if (!this.hearsPassing) return
    const { market } = taker
    const notice = (this.passing[this.passingCount] ??= { type: 'passing', ...noTrade })
    this.passingCount += 1
    notice.id = market.tradeCount
    notice.market = market.index
    notice.time = state.now as Micros
    notice.price = price as Ticks
    notice.quantity = quantity as Lots
    notice.takerSide = taker.side
    notice.takerOrder = taker.id
    notice.makerOrder = maker.id
    notice.takerAccount = taker.account.id
    notice.makerAccount = maker.account.id
    notice.takerIsMarketOrder = taker.price === 0
    this.notices.push(notice)
  }

  level(market: Market, side: Side, price: number, quantity: number): void {
    this.notices.push({ type: 'level', market, side, price: price as Ticks, quantity: quantity as Lots })
  }

  mode(market: Market, mode: MarketMode): void {
    if (this.observers.length > 0) this.notices.push({ type: 'mode', market, mode })
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
      if (told < this.notices.length) this.notices.splice(0, told)
      else {
        this.notices.length = 0
        this.passingCount = 0
      }
      this.isDelivering = false
    }
  }

  private setObservers(observers: readonly MarketObserver[]): void {
    this.observers = observers
    this.hearsTrades = observers.some((observer) => observer.onTrade !== undefined)
    this.hearsPassing = observers.some((observer) => observer.onPassingTrade !== undefined)
    this.hearsLevels = observers.some((observer) => observer.onLevel !== undefined)
  }

  private tell(notice: Notice): void {
    switch (notice.type) {
      case 'order':
        for (const observer of notice.to.observers) observer.onOrder?.(notice.order, notice.change)
        return
      case 'fill':
        for (const observer of notice.to.observers) observer.onFill?.(notice.trade, notice.order, notice.liquidity)
        return
      case 'ledger':
        for (const observer of notice.to.observers) observer.onLedger?.(notice.entry)
        return
      case 'end':
        for (const observer of notice.to.observers) observer.onEnd?.(notice.id, notice.reason)
        return
      case 'trade':
        for (const observer of this.observers) observer.onTrade?.(notice.trade)
        return
      case 'passing':
        for (const observer of this.observers) observer.onPassingTrade?.(notice)
        return
      case 'level':
        for (const observer of this.observers) observer.onLevel?.(notice.market.index, notice.side, notice.price, notice.quantity)
        return
      case 'mode':
        for (const observer of this.observers) observer.onMode?.(notice.market.index, notice.mode)
    }
  }
}
