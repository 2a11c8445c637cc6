import type { InstrumentId, PortfolioView, PositionView, Time } from '@strategraph/market-model'
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

/**
 * What nodes read: always the present, computed when read. A class, because accessors of a prototype are one and the same for
 * all runs: those of an object literal give each run a hidden class of its own, and no node's reading of it is ever inlined.
 */
class PresentPortfolio implements PortfolioView {
  readonly currency: string
  readonly allowShort: boolean
  readonly #sources: PortfolioSources

  constructor(sources: PortfolioSources) {
    this.currency = sources.currency
    this.allowShort = sources.allowShort
    this.#sources = sources
  }

  get time(): Time {
    return this.#sources.now()
  }

  get equity(): number {
    return this.#sources.account.equity()
  }

  get cash(): number {
    return this.#sources.account.cash()
  }

  get exposure(): number {
    return this.#sumOver(({ quantity, close }) => Math.abs(quantity * close))
  }

  get peakEquity(): number {
    return this.#sources.curve.peak
  }

  get drawdown(): number {
    return Math.max(0, 1 - this.equity / this.peakEquity)
  }

  get realizedPnl(): number {
    return this.#sources.account.realizedPnl()
  }

  get unrealizedPnl(): number {
    return this.#sumOver(({ quantity, close, cost }) => quantity * close - cost)
  }

  get dayStartEquity(): number {
    return this.#sources.curve.dayStart
  }

  get entriesToday(): number {
    return this.#sources.account.entriesOn(this.#sources.now())
  }

  get barsSinceClose(): number {
    return this.#sources.barsSinceClose()
  }

  get openOrders(): number {
    return this.#sources.openOrders()
  }

  position(instrument: InstrumentId): PositionView {
    const { account } = this.#sources
    return positionView(account.market(instrument), account)
  }

  lastPrice(instrument: InstrumentId): number {
    return this.#sources.account.market(instrument).close
  }

  #sumOver(part: (market: MarketState) => number): number {
    let sum = 0
    for (const market of this.#sources.markets) if (market.quantity !== 0) sum += part(market)
    return sum
  }
}

export function portfolioView(sources: PortfolioSources): PortfolioView {
  return new PresentPortfolio(sources)
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
