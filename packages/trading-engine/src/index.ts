export * from './journal/event.ts'
export type { FillRecord, OrderRecord } from './journal/order-record.ts'
export { metricsOf, type RunFigures } from './metrics/metrics.ts'
export { advance, filledLots, isTerminal } from './order/order-state.ts'
export { createSimulatedBroker, type SimulatedBroker, type VenueRules } from './broker/simulated-broker.ts'
export type { BrokerContext, RunAccount, RunVenue } from './broker/run-venue.ts'
export { createLedger, type Ledger } from './ledger/ledger.ts'
export type { LedgerMismatch } from './ledger/mismatch.ts'
export {
  type AnswerSource,
  type BacktestOptions,
  type BacktestResult,
  type EquityColumns,
  type FeedData,
  runBacktest,
} from './run/backtest.ts'
export type { OrderSummary } from './run/order-summaries.ts'
export { type FeedBinding, type RunSettings, type RunSettingsOverrides, runProblems, runSettings } from './run/settings.ts'
export type { DenialRecord } from './run/run-log.ts'
export type { PromptAsk, ReviewListener } from './run/trading-run.ts'
export type { EffectiveLimits } from './risk/tightest-limits.ts'
export { type Market, marketOf } from './market/market.ts'
export { feeOn, type Rate, rateOf } from './market/rate.ts'
export { lotsForCash } from './broker/cash-quantity.ts'
export { journalLine, decisionJournal } from './journal/journal-line.ts'
export type { Divergence } from './journal/replay-sink.ts'
export { answerTape } from './run/answer-tape.ts'
export type { AccountSnapshot } from './run/account-snapshot.ts'
export { recordedBar, recordedMoment } from './journal/recorded-input.ts'
export { type RecordedSession, sessionOfRecord, type StartedEvent } from './run/recorded-session.ts'
export { type DamagedJournal, replayInSteps, replayJournal, type ReplayOptions, type ReplayResult } from './run/replay-journal.ts'
export { createTradingSession, type FeedBar, type TradingSession, type TradingSessionOptions } from './run/trading-session.ts'
export { equityAtFills, type EquityPoint, eventsOf, fillsOf, type LogLine, logOf, ordersOf, tradesOf } from './projections/projections.ts'
export { explainOrder, explainTrade, type OrderExplanation, type TradeExplanation } from './projections/explain-trade.ts'
