import { type InstrumentScale, instrumentScale, priceOf, quantityOf, type Quote } from '@strategraph/market-model'
import type {
  AgentDecision,
  AgentDetail,
  AgentSummary,
  MarketEvent,
  MarketIndex,
  MarketView,
  Simulation,
  VenueTrade,
} from '@strategraph/market-sim'
import type {
  MarketAgent,
  MarketAgentDecision,
  MarketAgentDetail,
  MarketBook,
  MarketCandle,
  MarketEventNote,
  MarketTrade,
  Ticker,
} from '@strategraph/protocol'
import { toMs } from './micros.ts'

/** One simulation in the words of the API: prices instead of ticks, ms instead of microseconds, names instead of numbers. */
export interface MarketWords {
  readonly symbols: readonly string[]
  ticker(view: MarketView): Ticker
  book(market: MarketIndex, depth: number): MarketBook
  /** Undefined while a side is empty or nothing has traded yet. */
  quote(market: MarketIndex): Quote | undefined
  readonly trade: (trade: VenueTrade) => MarketTrade
  candle(market: MarketIndex, interval: string, candle: ReturnType<Simulation['candles']>[number]): MarketCandle
  readonly agent: (agent: AgentSummary) => MarketAgent
  agentDetail(agent: AgentDetail): MarketAgentDetail
  readonly decision: (decision: AgentDecision) => MarketAgentDecision
}

export function marketWords(simulation: Simulation): MarketWords {
  const { venue } = simulation
  const scales = venue.instruments.map((instrument) => instrumentScale(instrument))
  const symbols = venue.instruments.map(({ symbol }) => symbol)
  const names = new Map(simulation.agents().map(({ id, name }) => [id, name]))
  const scaleOf = (market: MarketIndex): InstrumentScale => {
    const scale = scales[market]
    if (scale === undefined) throw new RangeError(`no market ${market}`)
    return scale
  }
  const symbolOf = (market: MarketIndex): string => symbols[market] ?? ''

  const decision = (made: AgentDecision): MarketAgentDecision => ({
    seq: made.seq,
    time: toMs(made.time),
    agent: made.agent,
    agentName: names.get(made.agent) ?? '',
    symbol: made.symbol,
    action: made.action,
    quantity: made.quantity,
    price: made.price,
    reason: made.reason,
    mind: made.mind,
    ...(made.outcome === undefined ? {} : { outcome: made.outcome }),
  })
  const agent = (summary: AgentSummary): MarketAgent => ({
    id: summary.id,
    name: summary.name,
    persona: summary.persona,
    mind: summary.mind,
    initialCapital: summary.initialCapital,
    equity: summary.equity,
    roi: summary.roi,
    roiByTrading: summary.roiByTrading,
    trades: summary.trades,
    openOrders: summary.openOrders,
    lastDecision: summary.lastDecision === undefined ? null : decision(summary.lastDecision),
  })

  return {
    symbols,
    decision,
    agent,
    ticker({ market, ...view }) {
      const { priceDecimals, quantityDecimals } = scaleOf(market)
      return { ...view, symbol: symbolOf(market), time: toMs(simulation.now), priceDecimals, quantityDecimals }
    },
    book(market, depth) {
      const scale = scaleOf(market)
      const levels = (side: 'buy' | 'sell') =>
        venue
          .depth(market, side, depth)
          .map(({ price, quantity, orders }): [number, number, number] => [priceOf(price, scale), quantityOf(quantity, scale), orders])
      return { symbol: symbolOf(market), time: toMs(simulation.now), bids: levels('buy'), asks: levels('sell') }
    },
    quote(market) {
      const scale = scaleOf(market)
      const [bid, ask, last] = [venue.bestBid(market), venue.bestAsk(market), venue.lastPrice(market)]
      if (bid === 0 || ask === 0 || last === 0) return undefined
      return { time: toMs(simulation.now), bid: priceOf(bid, scale), ask: priceOf(ask, scale), last: priceOf(last, scale) }
    },
    trade({ id, market, time, price, quantity, takerSide, takerAccount, makerAccount }) {
      const scale = scaleOf(market)
      return {
        id,
        symbol: symbolOf(market),
        time: toMs(time),
        price: priceOf(price, scale),
        quantity: quantityOf(quantity, scale),
        side: takerSide,
        taker: venue.accountName(takerAccount),
        maker: venue.accountName(makerAccount),
      }
    },
    candle: (market, interval, { openTime, time, open, high, low, close, volume, trades, isClosed }) => ({
      symbol: symbolOf(market),
      interval,
      openTime,
      time,
      open,
      high,
      low,
      close,
      volume,
      trades,
      isClosed,
    }),
    agentDetail: ({ balances, decisions, memory, ...summary }) => ({
      ...agent(summary),
      balances: balances.map((balance) => ({ ...balance })),
      decisions: decisions.map(decision),
      memory: { ...memory },
    }),
  }
}

/** `seq` is the host's own: its notes about itself stand between the market's. */
export const eventNote = ({ time, kind, symbol, title, text }: MarketEvent, seq: number): MarketEventNote => ({
  seq,
  time: toMs(time),
  kind,
  symbol: symbol ?? null,
  title,
  text,
})
