import { mostSeed } from '@strategraph/market-model'
import { z } from 'zod'
import { idSchema, timeSchema } from './common.ts'

/** The simulated market of this server: an order book full of agents. All times ms UTC of the market's own clock (fractions are microseconds). */

export const marketModes = ['online', 'post_only', 'limit_only', 'cancel_only', 'maintenance'] as const
const price = z.number().nullable().meta({ description: 'Quote currency; null where there is none yet' })
const side = z.enum(['buy', 'sell'])

export const tickerSchema = z.object({
  symbol: z.string(),
  time: timeSchema,
  mode: z.enum(marketModes),
  /** Of its tick size and lot size: how prices and quantities of this market are written. */
  priceDecimals: z.int(),
  quantityDecimals: z.int(),
  bid: price,
  ask: price,
  bidQuantity: z.number(),
  askQuantity: z.number(),
  last: price,
  /** 24 hours. */
  open: price,
  high: price,
  low: price,
  vwap: price,
  volume: z.number(),
  trades: z.int(),
  /** False while a scenario freezes the feed: nothing here is newer than the freeze. */
  feedIsLive: z.boolean(),
})
export type Ticker = z.output<typeof tickerSchema>

const levelSchema = z.tuple([z.number().meta({ description: 'price' }), z.number().meta({ description: 'quantity' }), z.int()])
export const bookSchema = z.object({
  symbol: z.string(),
  time: timeSchema,
  /** Best first: price, quantity, orders. */
  bids: z.array(levelSchema),
  asks: z.array(levelSchema),
})
export type MarketBook = z.output<typeof bookSchema>

export const marketTradeSchema = z.object({
  id: z.int(),
  symbol: z.string(),
  time: timeSchema,
  price: z.number(),
  quantity: z.number(),
  /** Of the taker. */
  side,
  taker: z.string().meta({ description: 'Name of the account' }),
  maker: z.string(),
})
export type MarketTrade = z.output<typeof marketTradeSchema>

export const marketCandleSchema = z.object({
  symbol: z.string(),
  interval: z.string(),
  openTime: timeSchema,
  /** Close time. */
  time: timeSchema,
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
  trades: z.int(),
  isClosed: z.boolean(),
})
export type MarketCandle = z.output<typeof marketCandleSchema>

export const agentMinds = ['rule', 'model', 'rule-instead-of-model'] as const
export const agentDecisionSchema = z.object({
  seq: z.int(),
  time: timeSchema,
  agent: z.int(),
  agentName: z.string(),
  symbol: z.string(),
  action: z.enum(['buy', 'sell', 'quote', 'cancel', 'hold']),
  quantity: z.number(),
  price,
  reason: z.string(),
  mind: z.enum(agentMinds),
  outcome: z.enum(['accepted', 'filled', 'canceled', 'rejected', 'discarded']).optional(),
})
export type MarketAgentDecision = z.output<typeof agentDecisionSchema>

export const agentSummarySchema = z.object({
  id: z.int(),
  name: z.string(),
  persona: z.string(),
  mind: z.enum(agentMinds),
  initialCapital: z.number(),
  equity: z.number(),
  /** equity / initial capital - 1; inventory counts on both sides. */
  roi: z.number(),
  /** equity / what it was given at the prices of now - 1: what its trading made, without the market's own move. */
  roiByTrading: z.number(),
  trades: z.int(),
  openOrders: z.int(),
  lastDecision: agentDecisionSchema.nullable(),
})
export type MarketAgent = z.output<typeof agentSummarySchema>

export const agentDetailSchema = agentSummarySchema.extend({
  balances: z.array(z.object({ asset: z.string(), total: z.number(), held: z.number(), initial: z.number() })),
  /** Newest first. */
  decisions: z.array(agentDecisionSchema),
  memory: z.record(z.string(), z.union([z.number(), z.string()])),
})
export type MarketAgentDetail = z.output<typeof agentDetailSchema>

export const marketEventSchema = z.object({
  seq: z.int(),
  time: timeSchema,
  kind: z.enum(['scenario', 'mode', 'feed', 'big-trade', 'move', 'agent', 'story', 'control']),
  symbol: z.string().nullable(),
  title: z.string(),
  text: z.string(),
})
export type MarketEventNote = z.output<typeof marketEventSchema>

export const marketStatusSchema = z.object({
  state: z.enum(['running', 'paused']),
  /** Always true: nothing here is a real market. */
  simulated: z.literal(true),
  seed: z.int(),
  /** Market ms per real ms; null = as fast as the machine. */
  speed: z.number().positive().nullable(),
  /** What it really does, over the last seconds. */
  measuredSpeed: z.number(),
  time: timeSchema,
  startedAt: timeSchema,
  /** Events processed since the start. */
  ticks: z.int(),
  agents: z.int(),
  /** Questions that models are thinking about. */
  openAsks: z.int(),
  scenarios: z.array(z.object({ id: z.string(), title: z.string(), startedAt: timeSchema, endsAt: timeSchema })),
})
export type MarketStatus = z.output<typeof marketStatusSchema>

/** Of one market, all kinds together. */
export const mostAgents = 2000

export const populationSchema = z
  .array(
    z.object({
      persona: z.string(),
      count: z.int().min(0).max(mostAgents),
      parameters: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
    }),
  )
  .max(20)

export const marketStateSchema = z.object({
  status: marketStatusSchema,
  assets: z.array(z.string()),
  tickCount: z.int(),
  /** Last price by symbol. */
  prices: z.record(z.string(), price),
  markets: z.array(tickerSchema),
  /** Ten levels a side. */
  books: z.array(bookSchema),
  /** Whom the market was made with. A parameter that is not there has the default of its persona. */
  population: populationSchema,
})
export type MarketState = z.output<typeof marketStateSchema>

/** A kind of agent that a population can have. */
export const personaSchema = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  rule: z.string().meta({ description: 'What it decides by, in words; what an LLM agent falls back to' }),
  parameters: z.array(
    z.object({
      name: z.string().meta({ description: 'Key in the parameters of a population entry' }),
      title: z.string(),
      unit: z.string(),
      default: z.number(),
      min: z.number(),
      max: z.number(),
    }),
  ),
})
export type MarketPersona = z.output<typeof personaSchema>

export const resetMarketSchema = z.object({
  seed: z.int().min(0).max(mostSeed).optional(),
  /** Absent: as it is. At most `mostAgents`. */
  population: populationSchema.optional(),
})
export const marketSpeedSchema = z.object({
  speed: z.number().positive().max(100_000).nullable().meta({
    description:
      'null = as fast as the machine. Runs on the sandbox exchange keep up to about 1000; beyond it their candles come too late to open a position (STALE_DATA). Runs on the simulator keep up at any speed.',
  }),
})
export const marketStepSchema = z.object({
  seconds: z.number().positive().max(3600).default(1).meta({ description: 'Market seconds; pauses first' }),
})

export const scenarioSummarySchema = z.object({ id: z.string(), title: z.string(), summary: z.string(), seconds: z.number() })
export type ScenarioSummary = z.output<typeof scenarioSummarySchema>

export const checkpointSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: timeSchema,
  marketTime: timeSchema,
  ticks: z.int(),
  seed: z.int(),
  bytes: z.int(),
})
export type MarketCheckpoint = z.output<typeof checkpointSchema>

export const reportSummarySchema = z.object({
  id: z.string(),
  createdAt: timeSchema,
  seed: z.int(),
  marketFrom: timeSchema,
  marketTo: timeSchema,
  ticks: z.int(),
})
export type MarketReport = z.output<typeof reportSummarySchema>

export const sandboxAccountSchema = z.object({
  id: idSchema,
  name: z.string(),
  key: z.string(),
  createdAt: timeSchema,
  permissions: z.array(z.string()),
})
export type SandboxAccount = z.output<typeof sandboxAccountSchema>
export const createSandboxAccountSchema = z.object({
  name: z.string().min(1).max(60).default('sandbox'),
  /** Asset to decimal text; default 100000 USD and 1 BTC. */
  balances: z.record(z.string(), z.string().regex(/^\d{1,12}(\.\d{1,10})?$/)).optional(),
  permissions: z.array(z.string()).optional(),
})
export const createdSandboxAccountSchema = sandboxAccountSchema.extend({
  /** Shown once. */
  secret: z.string(),
  /** ccxt: `urls.api.public` and `urls.api.private`; others add `/0/...`. */
  restUrl: z.string(),
  /** Public and private WebSocket, version 2. */
  wsUrl: z.string(),
  balances: z.record(z.string(), z.string()),
})

/** What `WS /ws` sends. `ticker` comes to everybody at a steady cadence, the rest to who subscribed. */
export const marketFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ticker'), data: tickerSchema }),
  z.object({ type: z.literal('status'), data: marketStatusSchema }),
  z.object({ type: z.literal('book'), data: bookSchema }),
  z.object({ type: z.literal('trades'), data: z.array(marketTradeSchema) }),
  /** The forming 1m candle, and each once more when it has closed. */
  z.object({ type: z.literal('candle'), data: marketCandleSchema }),
  z.object({ type: z.literal('agents'), data: z.array(agentSummarySchema) }),
  z.object({ type: z.literal('decisions'), data: z.array(agentDecisionSchema) }),
  z.object({ type: z.literal('events'), data: z.array(marketEventSchema) }),
  /** The market began anew or was restored: forget what was. */
  z.object({ type: z.literal('reset'), data: marketStatusSchema }),
  z.object({ type: z.literal('error'), data: z.object({ code: z.string(), message: z.string() }) }),
])
export type MarketFrame = z.output<typeof marketFrameSchema>

export const marketChannels = ['book', 'trades', 'candle', 'agents', 'decisions', 'events'] as const
/** What a client may say: replaces what it subscribed before. Book, trades and candles are of one market. */
export const marketSubscribeSchema = z.strictObject({
  type: z.literal('subscribe'),
  channels: z.array(z.enum(marketChannels)).max(10),
  symbol: z.string().max(40).optional(),
  /** Levels a side. */
  depth: z.int().min(1).max(200).default(25),
})
export type MarketSubscribe = z.input<typeof marketSubscribeSchema>
