import { type BarColumns, type Instrument, instrumentId } from '@strategraph/market-model'
import {
  candles,
  compile,
  createRegistry,
  defineNode,
  defineReactiveNode,
  defineSource,
  flag,
  order,
  type Plan,
  proposal,
} from '@strategraph/strategy-core'
import { graph, marketBars } from '@strategraph/test-kit'
import { z } from 'zod'
import type { FeedData } from '../run/backtest.ts'
import { testInstrument } from './hand-driven-run.ts'

const described = { version: 1, summary: 'A part of a test.', help: 'Made for the engine’s tests.', category: 'data' } as const
const interval = z.enum(['1m', '5m', '15m', '1h', '4h', '1d'])

const feed = defineSource({
  ...described,
  type: 'data.engine-feed',
  title: 'Feed',
  config: z.object({ interval: interval.default('1h'), symbol: z.string().default('BTC/USD') }),
  outputs: { candles: candles('Bars') },
  source: (config) => ({
    stream: 'bars',
    instrument: instrumentId('test', config.symbol),
    interval: config.interval,
    origin: { kind: 'simulated', seed: 1 },
  }),
})

const cross = defineNode({
  ...described,
  type: 'indicator.engine-cross',
  title: 'Cross',
  config: z.object({ fast: z.int().min(1).default(5), slow: z.int().min(2).default(12) }),
  inputs: { market: candles('Bars') },
  outputs: { up: flag('Crossed up'), down: flag('Crossed down') },
  kernel({ market }, { fast, slow }, k) {
    const average = (rows: number) => k.smooth(market.close, { seedRows: rows, alpha: 2 / (rows + 1) })
    const above = average(fast).isGreaterThan(average(slow))
    const before = k.previousFlag(above)
    return { up: above.and(before.not()), down: above.not().and(before) }
  },
  examples: [],
})

const wishes = z.object({
  kind: z.enum(['units', 'cash']).default('units'),
  amount: z.number().default(1),
  reverse: z.boolean().default(false),
  stopPercent: z.number().default(0),
  targetPercent: z.number().default(0),
  maxBars: z.int().default(0),
})

/** Wants to buy on `up` and to close or turn round on `down`. */
const wish = defineReactiveNode({
  ...described,
  type: 'decision.engine-wish',
  title: 'Wish',
  config: wishes,
  inputs: { up: flag('Buy'), down: flag('Sell') },
  outputs: { proposal: proposal('What to do') },
  effects: [],
  reads: ['portfolio'],
  wakesOn: ['up', 'down'],
  evaluate({ portfolio, instrument }, { up, down }, { kind, amount, reverse, stopPercent, targetPercent }) {
    const side = up === true ? 'buy' : 'sell'
    if (down === true && !reverse) {
      return portfolio.position(instrument.id).lots === 0 ? {} : { proposal: { kind: 'close', instrument: instrument.id, reason: 'down' } }
    }
    const price = portfolio.lastPrice(instrument.id)
    const sign = side === 'buy' ? 1 : -1
    return {
      proposal: {
        kind: 'entry',
        instrument: instrument.id,
        side,
        quantity: kind === 'units' ? { kind: 'units', units: amount } : { kind: 'cash-at-fill', fraction: amount },
        closeFirst: reverse,
        ...(stopPercent > 0 ? { stopLoss: price * (1 - (sign * stopPercent) / 100) } : {}),
        ...(targetPercent > 0 ? { takeProfit: price * (1 + (sign * targetPercent) / 100) } : {}),
        reason: side,
      },
    }
  },
})

/** Closes what is older than some bars: reads the portfolio at every row. */
const timeout = defineReactiveNode({
  ...described,
  type: 'decision.engine-timeout',
  title: 'Timeout',
  config: z.object({ bars: z.int().default(20) }),
  inputs: { market: candles('Bars') },
  outputs: { proposal: proposal('A close') },
  effects: [],
  reads: ['portfolio'],
  wakesOn: [],
  evaluate({ portfolio, instrument }, _inputs, { bars }) {
    const { barsHeld } = portfolio.position(instrument.id)
    return barsHeld >= bars ? { proposal: { kind: 'close', instrument: instrument.id, reason: 'too old' } } : {}
  },
})

/** Asks a model on `up` and proposes what it says. */
const model = defineReactiveNode({
  ...described,
  type: 'ai.engine-model',
  title: 'Model',
  config: z.object({}),
  inputs: { up: flag('Ask'), down: flag('Ask') },
  outputs: { proposal: proposal('What the model wants') },
  effects: ['prompt', 'log'],
  reads: ['portfolio'],
  wakesOn: ['up', 'down'],
  evaluate(context, { up }) {
    const { instrument } = context
    const user = `${up === true ? 'up' : 'down'} at ${context.portfolio.lastPrice(instrument.id)}`
    context.ask({
      kind: 'prompt',
      prompt: { provider: 'openai', model: 'test', system: 'test', user, maxTokens: 10, timeoutMs: 1000, instrument: instrument.id },
    })
    return {}
  },
  receive(context, { answer }) {
    const { instrument, portfolio } = context
    context.ask({ kind: 'log', level: 'info', text: answer.reason })
    if (!answer.ok || answer.action === 'hold') return {}
    if (answer.action === 'sell') {
      return portfolio.position(instrument.id).lots === 0
        ? {}
        : { proposal: { kind: 'close', instrument: instrument.id, reason: answer.reason } }
    }
    const quantity = { kind: 'cash-at-fill', fraction: answer.size } as const
    return { proposal: { kind: 'entry', instrument: instrument.id, side: 'buy', quantity, closeFirst: false, reason: answer.reason } }
  },
})

const gate = defineReactiveNode({
  ...described,
  type: 'risk.engine-gate',
  title: 'Gate',
  config: z.object({
    cooldownBars: z.int().default(0),
    maxDrawdownFraction: z.number().default(1),
    maxEntriesPerDay: z.int().default(1000),
  }),
  inputs: { proposals: proposal('What to review', { many: true }) },
  outputs: { order: order('Approved') },
  effects: ['review'],
  reads: ['portfolio'],
  wakesOn: ['proposals'],
  evaluate(context, { proposals }, limits) {
    for (const each of proposals) {
      const review = context.review(each, limits)
      if (review.ok) return { order: review.order }
    }
    return {}
  },
})

const send = defineReactiveNode({
  ...described,
  type: 'order.engine-send',
  title: 'Send',
  config: z.object({ limitPercent: z.number().default(0), bars: z.int().default(0), postOnly: z.boolean().default(false) }),
  inputs: { order: order('Approved') },
  outputs: {},
  effects: ['submit'],
  reads: ['portfolio'],
  wakesOn: ['order'],
  evaluate(context, inputs, { limitPercent, bars, postOnly }) {
    const approved = inputs.order
    if (approved === undefined) return {}
    if (limitPercent <= 0 || approved.kind === 'close') {
      context.ask({ kind: 'submit', order: approved, as: { type: 'market' } })
      return {}
    }
    const sign = approved.side === 'buy' ? -1 : 1
    const price = context.portfolio.lastPrice(approved.instrument) * (1 + (sign * limitPercent) / 100)
    const lifetime = bars > 0 ? ({ timeInForce: 'gtd', expiresAfterBars: bars } as const) : ({ timeInForce: 'gtc' } as const)
    context.ask({ kind: 'submit', order: approved, as: { type: 'limit', price, postOnly, ...lifetime } })
    return {}
  },
})

const registry = createRegistry([feed, cross, wish, timeout, model, gate, send])

export interface TestStrategyOptions {
  readonly cross?: Readonly<Record<string, unknown>>
  readonly wish?: Readonly<Record<string, unknown>>
  readonly gate?: Readonly<Record<string, unknown>>
  readonly send?: Readonly<Record<string, unknown>>
  readonly timeoutBars?: number
  readonly withModel?: boolean
  /** A second, slower feed of the same market that gives the signals. */
  readonly slowSignals?: boolean
  readonly account?: Readonly<Record<string, unknown>>
  readonly limits?: Readonly<Record<string, unknown>>
  readonly endOfData?: 'close' | 'keep'
}

/** A whole strategy of test nodes: cross of averages -> wish (or model) -> gate -> order, optionally with a time stop. */
export function testStrategy(options: TestStrategyOptions = {}): Plan {
  const decider = options.withModel === true ? model : wish
  let builder = graph('engine-test')
    .node('feed', feed)
    .node('cross', cross, options.cross ?? {})
    .node('decider', decider, options.withModel === true ? {} : (options.wish ?? {}))
    .node('gate', gate, options.gate ?? {})
    .node('send', send, options.send ?? {})
    .edge('cross.up', 'decider.up')
    .edge('cross.down', 'decider.down')
    .edge('decider.proposal', 'gate.proposals')
    .edge('gate.order', 'send.order')
    .settings({
      account: { initialCash: '10000', takerFee: 0.001, makerFee: 0.0005, ...options.account },
      limits: { maxExposureFraction: 10, ...options.limits },
      endOfData: options.endOfData ?? 'close',
    })
  if (options.slowSignals === true) builder = builder.node('slow', feed, { interval: '4h' }).edge('slow.candles', 'cross.market')
  else builder = builder.edge('feed.candles', 'cross.market')
  if (options.timeoutBars !== undefined) {
    builder = builder
      .node('timeout', timeout, { bars: options.timeoutBars })
      .edge('feed.candles', 'timeout.market')
      .edge('timeout.proposal', 'gate.proposals')
  }
  const compiled = compile(builder.document(), registry)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 1))
  return compiled.value
}

/** Every third bar is moved up or down as a whole, so that opens jump over prices that rest there. */
function withJumps(columns: BarColumns, isWanted: boolean): BarColumns {
  if (!isWanted) return columns
  const moved = (column: Float64Array) => column.map((price, row) => price * (1 + (row % 3 === 0 ? 0.01 : 0) * (row % 2 === 0 ? 1 : -1)))
  const { time, open, high, low, close, volume } = columns
  return { time, open: moved(open), high: moved(high), low: moved(low), close: moved(close), volume }
}

export interface TestFeedOptions {
  readonly bars: number
  readonly seed?: number
  readonly gaps?: number
  /** Opens lie anywhere in their bar, not at the last close. */
  readonly jumps?: boolean
  readonly instrument?: Instrument
}

/** Bars for every feed of the plan, all of one market. */
export function testFeeds(
  plan: Plan,
  { bars, seed = 1, gaps = 0, jumps = false, instrument = testInstrument() }: TestFeedOptions,
): ReadonlyMap<string, FeedData> {
  return new Map(
    plan.domains.map(({ feed: id, interval: rowInterval }, index) => [
      id,
      {
        instrument,
        provenance: 'simulated',
        source: `seed ${seed}`,
        columns: withJumps(marketBars({ bars, seed: seed + index, gaps, interval: rowInterval }), jumps),
      },
    ]),
  )
}
