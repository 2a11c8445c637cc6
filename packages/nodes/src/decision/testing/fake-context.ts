import {
  type ApprovedOrder,
  type Denial,
  type Instrument,
  instrumentId,
  type Lots,
  type PortfolioView,
  type PositionView,
  type Proposal,
  type Review,
  type RiskLimits,
} from '@strategraph/market-model'
import type { Effect, ReactiveContext } from '@strategraph/strategy-core'

export const bitcoin: Instrument = {
  id: instrumentId('test', 'BTC/USD'),
  venue: 'test',
  symbol: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  tickSize: '0.1',
  lotSize: '0.00000001',
}

interface World {
  readonly quantity?: number
  readonly entryPrice?: number
  readonly lastPrice?: number
  readonly equity?: number
  readonly allowShort?: boolean
  readonly review?: (proposal: Proposal, limits: RiskLimits) => Review
}

/** A context that records what a node asks for; the market stands at 100 and the account at 10,000 unless said otherwise. */
export function fakeContext({ quantity = 0, entryPrice = 90, lastPrice = 100, equity = 10_000, allowShort = true, review }: World = {}) {
  const asked: Effect[] = []
  const denied: Denial[] = []
  const reviewed: { proposal: Proposal; limits: RiskLimits }[] = []
  const position: PositionView = {
    instrument: bitcoin.id,
    lots: Math.round(quantity * 1e8) as Lots,
    quantity,
    averageEntryPrice: quantity === 0 ? Number.NaN : entryPrice,
    unrealizedPnl: quantity === 0 ? 0 : quantity * (lastPrice - entryPrice),
    notional: quantity * lastPrice,
    barsHeld: quantity === 0 ? Number.NaN : 3,
  }
  const portfolio: PortfolioView = {
    time: 1000,
    currency: 'USD',
    equity,
    cash: equity - quantity * lastPrice,
    exposure: Math.abs(quantity) * lastPrice,
    peakEquity: 12_500,
    drawdown: 1 - equity / 12_500,
    realizedPnl: 7,
    unrealizedPnl: position.unrealizedPnl,
    dayStartEquity: equity,
    entriesToday: 0,
    barsSinceClose: Number.NaN,
    allowShort,
    openOrders: 0,
    position: () => position,
    lastPrice: () => lastPrice,
  }
  const context: ReactiveContext = {
    nodeId: 'node',
    time: 1000,
    portfolio,
    instrument: bitcoin,
    ask: (effect) => asked.push(effect),
    review(proposal, limits) {
      reviewed.push({ proposal, limits })
      return review?.(proposal, limits) ?? { ok: true, order: approved(proposal.reason, proposal.kind) }
    },
    deny: (denial) => denied.push(denial),
  }
  return { context, asked, denied, reviewed }
}

export function approved(reason: string, kind: 'entry' | 'close' = 'entry'): ApprovedOrder {
  const order =
    kind === 'close'
      ? { kind, instrument: bitcoin.id, reason }
      : { kind, instrument: bitcoin.id, side: 'buy', quantity: { kind: 'lots', lots: 1 }, closeFirst: false, reason }
  return order as ApprovedOrder
}
