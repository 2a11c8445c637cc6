import { moneyToText, type PositionView, type Time } from '@strategraph/market-model'
import { type OrderRecord, orderRecord } from '../journal/order-record.ts'
import type { TradingRun } from './trading-run.ts'

/** How the account stands: plain data for whoever looks at a run. Amounts in account currency. */
export interface AccountSnapshot {
  /** Close time of the last tick; 0 before the first. */
  readonly time: Time
  readonly ticks: number
  readonly equity: number
  readonly peakEquity: number
  readonly drawdown: number
  readonly cash: string
  readonly realizedPnl: number
  readonly unrealizedPnl: number
  readonly fees: string
  readonly positions: readonly PositionView[]
  readonly openOrders: readonly { readonly order: OrderRecord; readonly status: string }[]
  readonly entries: 'allowed' | 'paused' | 'killed' | 'ledger-mismatch'
}

export function accountSnapshot({ portfolio, account, curve, markets, orders, entries }: TradingRun): AccountSnapshot {
  const { cash, fees } = account.ledger.accounts
  return {
    time: portfolio.time,
    ticks: curve.length,
    equity: portfolio.equity,
    peakEquity: portfolio.peakEquity,
    drawdown: portfolio.drawdown,
    cash: moneyToText(cash),
    realizedPnl: portfolio.realizedPnl,
    unrealizedPnl: portfolio.unrealizedPnl,
    fees: moneyToText(fees),
    positions: markets.map(({ market }) => portfolio.position(market.id)).filter(({ lots }) => lots !== 0),
    openOrders: orders.open().map(({ instruction, state }) => ({
      order: orderRecord(instruction, account.market(instruction.instrument).market),
      status: state.status,
    })),
    entries,
  }
}
