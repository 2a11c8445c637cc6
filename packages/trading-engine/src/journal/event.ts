import { z } from 'zod'

/**
 * The journal: what came in and what was decided, append-only. Everything a user sees of a run is a projection of it.
 * Plain JSON. Prices and quantities are numbers in quote and base currency; money that must be exact is decimal text.
 */

export const modes = ['backtest', 'dry-run', 'live'] as const
export const modeSchema = z.enum(modes)
export type Mode = z.output<typeof modeSchema>

const time = z.number().meta({ description: 'ms UTC' })
const side = z.enum(['buy', 'sell'])
const money = z.string().meta({ description: 'exact decimal text, account currency' })
const shown = z.union([z.number(), z.boolean(), z.string(), z.null(), z.record(z.string(), z.unknown())])

export const instrumentSchema = z.object({
  id: z.string(),
  venue: z.string(),
  symbol: z.string(),
  base: z.string(),
  quote: z.string(),
  tickSize: z.string(),
  lotSize: z.string(),
  minQuantity: z.string().optional(),
  minNotional: z.string().optional(),
})

/** Which data a feed node was given in this run. */
export const feedBindingSchema = z.object({
  feed: z.string().meta({ description: 'feed node id' }),
  instrument: instrumentSchema,
  interval: z.string(),
  provenance: z.enum(['simulated', 'imported', 'exchange', 'recorded']),
  /** Seed, dataset id, file name or exchange: enough to get the same data again. */
  source: z.string(),
  bars: z.int().optional(),
  from: time.optional(),
  to: time.optional(),
})

export const decisionSchema = z.object({
  action: z.enum(['buy', 'sell', 'close', 'hold']),
  instrument: z.string(),
  reason: z.string(),
  confidence: z.number().optional(),
  sizeFraction: z.number().optional(),
  stopLoss: z.number().optional(),
  takeProfit: z.number().optional(),
})

export const denialSchema = z.object({
  code: z.string(),
  message: z.string(),
  limit: z.number().optional(),
  actual: z.number().optional(),
  clockAhead: z.number().optional(),
})

const proposalSchema = z.record(z.string(), z.unknown())

export const orderRecordSchema = z.object({
  id: z.string(),
  nodeId: z.string(),
  instrument: z.string(),
  side,
  role: z.enum(['entry', 'close', 'stop-loss', 'take-profit', 'end-of-data']),
  type: z.enum(['market', 'limit', 'stop']),
  /** Limit price or stop trigger. */
  price: z.number().optional(),
  /** Base currency; absent where it is known only at the fill. */
  quantity: z.number().optional(),
  cashFraction: z.number().optional(),
  timeInForce: z.enum(['gtc', 'ioc', 'fok', 'gtd']),
  expiresAt: time.optional(),
  reduceOnly: z.boolean(),
  group: z.string().optional(),
  /** The entry whose lot this order protects. */
  parent: z.string().optional(),
  stopLoss: z.number().optional(),
  takeProfit: z.number().optional(),
  reason: z.string(),
})

export const fillRecordSchema = z.object({
  tradeId: z.string(),
  orderId: z.string(),
  instrument: z.string(),
  time,
  side,
  price: z.number(),
  quantity: z.number(),
  fee: money,
  liquidity: z.enum(['maker', 'taker']),
})

/** A closed piece of a position (first in, first out): one row of the trades table and of `backtest --json`. */
export const tradeSchema = z.object({
  index: z.int(),
  instrument: z.string(),
  side: z.enum(['long', 'short']),
  quantity: z.number(),
  entryTime: time.meta({ description: 'OPEN time of the bar in which the entry filled, ms UTC' }),
  entryBar: z.int(),
  entryPrice: z.number(),
  exitTime: time.meta({ description: 'OPEN time of the bar in which the exit filled, ms UTC' }),
  exitBar: z.int(),
  exitPrice: z.number(),
  exitReason: z.enum(['signal', 'stop-loss', 'take-profit', 'end-of-data', 'netting']),
  grossPnl: z.number(),
  fees: z.number(),
  netPnl: z.number(),
  returnPercent: z.number(),
  entryOrderId: z.string(),
  exitOrderId: z.string(),
  stopLoss: z.number().optional(),
  takeProfit: z.number().optional(),
})
export type Trade = z.output<typeof tradeSchema>

export const metricsSchema = z.object({
  initialCash: z.number(),
  finalEquity: z.number(),
  netProfit: z.number(),
  returnPercent: z.number(),
  /** Null where the run is shorter than a day or equity fell to 0. */
  cagrPercent: z.number().nullable(),
  sharpe: z.number().nullable(),
  sortino: z.number().nullable(),
  maxDrawdownPercent: z.number(),
  maxDrawdownMoney: z.number(),
  exposurePercent: z.number().meta({ description: 'bars with a position at the close / all bars' }),
  trades: z.int(),
  wins: z.int(),
  losses: z.int(),
  winRatePercent: z.number().nullable(),
  profitFactor: z.number().nullable(),
  totalFees: z.number(),
  averageTrade: z.number().nullable(),
  bestTrade: z.number().nullable(),
  worstTrade: z.number().nullable(),
  maxConsecutiveLosses: z.int(),
  turnover: z.number(),
  buyAndHoldPercent: z.number().nullable(),
  bars: z.int(),
  barsPerYear: z.number().nullable(),
})
export type Metrics = z.output<typeof metricsSchema>

const event = <const Type extends string, Payload extends z.ZodType>(type: Type, payload: Payload) =>
  z.object({ runId: z.string(), seq: z.int().min(1), time, type: z.literal(type), payload })

export const runStatuses = ['starting', 'running', 'paused', 'finished', 'stopped', 'failed', 'interrupted'] as const

export const journalEventSchema = z.discriminatedUnion('type', [
  event(
    'run.started',
    z.object({
      mode: modeSchema,
      graphHash: z.string(),
      workflowId: z.string(),
      workflowName: z.string(),
      revision: z.int().optional(),
      account: z.record(z.string(), z.unknown()),
      limits: z.record(z.string(), z.unknown()),
      endOfData: z.enum(['close', 'keep']),
      /** Orders went to a venue: its reports (`order.state`, `fill`) are inputs. Absent: they were filled against the bars. */
      atVenue: z.literal(true).optional(),
      feeds: z.array(feedBindingSchema),
    }),
  ),
  /** Inputs; written in dry-run and live (a backtest names its data in run.started instead). */
  event(
    'bar',
    z.object({
      feed: z.string(),
      open: z.number(),
      high: z.number(),
      low: z.number(),
      close: z.number(),
      volume: z.number(),
      /** Market time at which the run saw it; absent where bars come as they close and no venue has another clock. */
      seenAt: time.optional(),
      /** ms that the clock behind `seenAt` was ahead of the feed's; absent where nobody knows, or it was not. */
      clockAhead: z.number().optional(),
    }),
  ),
  event('answer', z.object({ nodeId: z.string(), askId: z.string(), answer: z.record(z.string(), z.unknown()) })),
  /** The values that explain what follows in this tick; written only where something was decided. */
  event('values', z.object({ tick: z.int(), values: z.record(z.string(), shown) })),
  event('decision', z.object({ nodeId: z.string(), port: z.string(), decision: decisionSchema })),
  event('proposal', z.object({ nodeId: z.string(), port: z.string(), proposal: proposalSchema })),
  event('approved', z.object({ nodeId: z.string(), order: z.record(z.string(), z.unknown()) })),
  event('denied', z.object({ nodeId: z.string(), denial: denialSchema, proposal: proposalSchema.optional() })),
  event('order', z.object({ order: orderRecordSchema })),
  event(
    'order.state',
    z.object({
      orderId: z.string(),
      status: z.string(),
      reason: z.string().optional(),
      code: z.string().optional(),
      filled: z.number().optional(),
      /** Of a run at a venue. */
      venueOrderId: z.string().optional(),
    }),
  ),
  event('fill', z.object({ fill: fillRecordSchema })),
  /** The account after a fill, exact. */
  event(
    'ledger',
    z.object({ cash: money, position: z.number(), instrument: z.string(), realizedPnl: money, fees: money, equity: z.number() }),
  ),
  event('trade', z.object({ trade: tradeSchema })),
  event('ask', z.object({ nodeId: z.string(), askId: z.string(), prompt: z.record(z.string(), z.unknown()) })),
  event('log', z.object({ nodeId: z.string(), level: z.enum(['info', 'warning']), text: z.string() })),
  event('alert', z.object({ nodeId: z.string(), severity: z.enum(['info', 'warning', 'critical']), text: z.string() })),
  event('status', z.object({ status: z.enum(runStatuses), code: z.string().optional(), reason: z.string().optional() })),
  event('run.finished', z.object({ metrics: metricsSchema })),
])
export type JournalEvent = z.output<typeof journalEventSchema>
export type JournalEventType = JournalEvent['type']

/** Where a run puts its events, in order. The recorder numbers them. */
export interface JournalSink {
  append(event: JournalEvent): void
}
