import type { PortfolioView, PositionView, Time } from '@strategraph/market-model'
import { lots } from '../market/amounts.ts'
import type { Account } from './account.ts'
import type { EquityCurve } from './equity-curve.ts'
import type { MarketState } from './markets.ts'

export interface PortfolioSources {
  readonly account: Account
  readonly curve: EquityCurve
  readonly markets: readonly MarketState[]
  readonly currency: string
  readonly allowShort: boolean
  readonly now: () => Time
  readonly openOrders: () => number
  /** Rows of the closed market's execution feed since its last position was closed; NaN when none was. */
  readonly barsSinceClose: () => number
}

/** What nodes read: always the present, computed when read. */
export function portfolioView({
  account,
  curve,
  markets,
  currency,
  allowShort,
  now,
  openOrders,
  barsSinceClose,
}: PortfolioSources): PortfolioView {
  const sumOver = (part: (market: MarketState) => number) => {
    let sum = 0
    for (const market of markets) if (market.quantity !== 0) sum += part(market)
    return sum
  }
  return {
    currency,
    allowShort,
    get time() {
      return now()
    },
    get equity() {
      return account.equity()
    },
    get cash() {
      return account.cash
    },
    get exposure() {
      return sumOver(({ quantity, close }) => Math.abs(quantity * close))
    },
    get peakEquity() {
      return curve.peak
    },
    get drawdown() {
      return Math.max(0, 1 - account.equity() / curve.peak)
    },
    get realizedPnl() {
      return account.realizedPnl
    },
    get unrealizedPnl() {
      return sumOver(({ quantity, close, cost }) => quantity * close - cost)
    },
    get dayStartEquity() {
      return curve.dayStart
    },
    get entriesToday() {
      return account.entriesOn(now())
    },
    get barsSinceClose() {
      return barsSinceClose()
    },
    get openOrders() {
      return openOrders()
    },
    position: (instrument) => positionView(account.market(instrument), account),
    lastPrice: (instrument) => account.market(instrument).close,
  }
}

function positionView({ market, quantity, cost, close, row }: MarketState, account: Account): PositionView {
  const { net, openedRow } = account.ledger.book(market.id)
  if (net === 0) {
    return {
      instrument: market.id,
      lots: lots(0),
      quantity: 0,
      averageEntryPrice: Number.NaN,
      unrealizedPnl: 0,
      notional: 0,
      barsHeld: Number.NaN,
    }
  }
  return {
    instrument: market.id,
    lots: lots(net),
    quantity,
    averageEntryPrice: cost / quantity,
    unrealizedPnl: quantity * close - cost,
    notional: quantity * close,
    barsHeld: row - openedRow,
  }
}
