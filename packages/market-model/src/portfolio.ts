import type { Time } from './bar.ts'
import type { InstrumentId, Lots } from './instrument.ts'

export interface PositionView {
  readonly instrument: InstrumentId
  /** Signed: long > 0, short < 0, flat 0. */
  readonly lots: Lots
  /** Signed, base currency. */
  readonly quantity: number
  /** NaN when flat. */
  readonly averageEntryPrice: number
  /** Quote currency, fees not included; 0 when flat. */
  readonly unrealizedPnl: number
  /** quantity x last close; signed. */
  readonly notional: number
  /** Bars since the entry filled: 0 in the bar of the fill; NaN when flat. */
  readonly barsHeld: number
}

/** What strategies may read of the account, as of the close of the present row. Amounts in the account's currency. */
export interface PortfolioView {
  readonly time: Time
  readonly currency: string
  readonly equity: number
  readonly cash: number
  /** Sum of |notional| over all positions. */
  readonly exposure: number
  readonly peakEquity: number
  /** Fall from the peak as a fraction of it, 0..1. */
  readonly drawdown: number
  /** Realized since the start, fees deducted. */
  readonly realizedPnl: number
  readonly unrealizedPnl: number
  /** Equity at the first row of the present UTC day. */
  readonly dayStartEquity: number
  readonly entriesToday: number
  /** Bars since the last position was closed; NaN when none was. */
  readonly barsSinceClose: number
  readonly allowShort: boolean
  readonly openOrders: number
  position(instrument: InstrumentId): PositionView
  lastPrice(instrument: InstrumentId): number
}
