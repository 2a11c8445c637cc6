import { scriptedNodes } from '@strategraph/test-kit'
import { z } from 'zod'
import { crossesAbove, ema } from '../kernel/index.ts'
import { createRegistry, defineNativeNode, defineNode, defineReactiveNode } from '../node/define-node.ts'
import { candles, decision, flag, order, proposal, quote, series, text } from '../node/port.ts'

/** A few nodes of every kind, small enough to see through. */
const described = { version: 1, summary: 'A part of a test.', help: 'Made for tests of strategy-core.', examples: [] } as const

export const emaNode = defineNode({
  ...described,
  type: 'indicator.ema',
  title: 'EMA',
  category: 'indicator',
  config: z.object({ period: z.int().min(1).max(1000).default(3).meta({ title: 'Length' }) }),
  inputs: { source: series('Values') },
  outputs: { value: series('Smoothed') },
  kernel: ({ source }, { period }, k) => ({ value: ema(k, source, period) }),
})

export const constantNode = defineNode({
  ...described,
  type: 'math.constant',
  title: 'Constant',
  category: 'math',
  config: z.object({ value: z.number().default(1).meta({ title: 'Value' }) }),
  inputs: {},
  outputs: { value: series('Always the same') },
  kernel: (_inputs, { value }, k) => ({ value: k.constant(value) }),
})

export const clockNode = defineNode({
  ...described,
  type: 'logic.clock',
  title: 'Clock',
  category: 'logic',
  config: z.object({}),
  inputs: {},
  outputs: { time: series('Close time of the row') },
  kernel: (_inputs, _config, k) => ({ time: k.time() }),
})

export const aboveNode = defineNode({
  ...described,
  type: 'logic.above',
  title: 'Above',
  category: 'logic',
  config: z.object({}),
  inputs: { a: series('a'), b: series('b') },
  outputs: { is: flag('a > b') },
  kernel: ({ a, b }) => ({ is: a.isGreaterThan(b) }),
})

export const crossNode = defineNode({
  ...described,
  type: 'logic.cross',
  title: 'Cross',
  category: 'logic',
  config: z.object({}),
  inputs: { a: series('a'), b: series('b') },
  outputs: { up: flag('a crosses above b') },
  kernel: ({ a, b }, _config, k) => ({ up: crossesAbove(k, a, b) }),
})

export const sumNode = defineNode({
  ...described,
  type: 'math.sum',
  title: 'Sum',
  category: 'math',
  config: z.object({}),
  inputs: { values: series('Numbers', { many: true }), more: series('One more', { optional: true }) },
  outputs: { value: series('Their sum') },
  kernel: ({ values, more }, _config, k) => ({ value: values.reduce((sum, value) => sum.plus(value), more ?? k.constant(0)) }),
})

export const rangeNode = defineNode({
  ...described,
  type: 'source.range',
  title: 'Range',
  category: 'source',
  config: z.object({}),
  inputs: { candles: candles('Candles') },
  outputs: { range: series('high - low') },
  kernel: ({ candles: bar }) => ({ range: bar.high.minus(bar.low) }),
})

export const countNode = defineNode({
  ...described,
  type: 'logic.count',
  title: 'Count',
  category: 'logic',
  config: z.object({}),
  inputs: { when: flag('What to count') },
  outputs: { value: series('How often it was true') },
  kernel: ({ when }, _config, k) => ({ value: k.total(k.toNumber(when)) }),
})

/** Largest value so far; native. */
export const peakNode = defineNativeNode({
  ...described,
  type: 'indicator.peak',
  title: 'Peak',
  category: 'indicator',
  config: z.object({}),
  inputs: { source: series('Values') },
  outputs: { value: series('Largest so far') },
  native: {
    state: () => ({ peak: Number.NaN }),
    run(state, { source }, { value }, from, to) {
      let peak = Number(state['peak'])
      for (let row = from; row < to; row++) {
        const now = source?.[row] ?? Number.NaN
        if (!(peak >= now) && !Number.isNaN(now)) peak = now
        if (value) value[row] = peak
      }
      state['peak'] = peak
    },
    warmUp: () => ({ value: 0 }),
  },
})

export const buyNode = defineReactiveNode({
  ...described,
  type: 'decision.buy',
  title: 'Buy',
  category: 'decision',
  config: z.object({ reason: z.string().default('because').meta({ title: 'Reason' }) }),
  inputs: { when: flag('When'), price: series('Price', { optional: true }) },
  outputs: { decision: decision('Buy') },
  effects: [],
  reads: [],
  wakesOn: ['when'],
  evaluate: ({ instrument }, { price }, { reason }) => ({
    decision: { action: 'buy', instrument: instrument.id, reason: price === undefined ? reason : `${reason} at ${price}` },
  }),
})

export const gateNode = defineReactiveNode({
  ...described,
  type: 'risk.gate',
  title: 'Gate',
  category: 'risk',
  neverBypass: true,
  config: z.object({}),
  inputs: { decisions: decision('Decisions', { many: true }) },
  outputs: { order: order('Approved') },
  effects: ['review'],
  reads: ['portfolio'],
  wakesOn: ['decisions'],
  evaluate(context, { decisions }) {
    const [first] = decisions
    if (first === undefined) return {}
    const review = context.review(
      { kind: 'close', instrument: first.instrument, reason: decisions.map(({ reason }) => reason).join('+') },
      {},
    )
    return review.ok ? { order: review.order } : {}
  },
})

export const submitNode = defineReactiveNode({
  ...described,
  type: 'order.market',
  title: 'Market order',
  category: 'order',
  neverBypass: true,
  config: z.object({}),
  inputs: { order: order('Order') },
  outputs: {},
  effects: ['submit'],
  reads: [],
  wakesOn: ['order'],
  evaluate(context, { order: approved }) {
    if (approved !== undefined) context.ask({ kind: 'submit', order: approved, as: { type: 'market' } })
    return {}
  },
})

/** Reads the portfolio at every row. */
export const equityNode = defineReactiveNode({
  ...described,
  type: 'portfolio.equity',
  title: 'Equity',
  category: 'portfolio',
  config: z.object({}),
  inputs: { add: series('Added to it', { optional: true }) },
  outputs: { equity: series('Equity') },
  effects: [],
  reads: ['portfolio'],
  wakesOn: [],
  evaluate: ({ portfolio }, { add }) => ({ equity: portfolio.equity + (add ?? 0) }),
})

/** Asks a model when told to; holds its confidence. */
export const askNode = defineReactiveNode({
  ...described,
  type: 'ai.ask',
  title: 'Ask',
  category: 'ai',
  config: z.object({ names: z.array(z.string()).default([]).meta({ title: 'Inputs' }) }),
  inputs: { when: flag('When') },
  extraInputs: ({ names }) => Object.fromEntries(names.map((name) => [name, text(`Stands for ${name}`, { optional: true })])),
  outputs: { confidence: series('Of the answer'), reason: text('Of the answer'), decision: decision('The answer') },
  effects: ['prompt'],
  reads: [],
  wakesOn: ['when'],
  evaluate(context, _inputs, _config, _state, extra) {
    const user = Object.entries(extra)
      .map(([name, value]) => `${name}=${typeof value === 'string' ? value : 'nothing'}`)
      .join(' ')
    const prompt = {
      provider: 'openai',
      model: 'm',
      system: '',
      user,
      maxTokens: 1,
      timeoutMs: 1,
      instrument: context.instrument.id,
    } as const
    context.ask({ kind: 'prompt', prompt })
    return {}
  },
  receive({ instrument }, { answer }) {
    if (!answer.ok) return { reason: answer.reason }
    return {
      confidence: answer.confidence,
      reason: answer.reason,
      decision: { action: answer.action, instrument: instrument.id, reason: answer.reason },
    }
  },
})

export const logNode = defineReactiveNode({
  ...described,
  type: 'output.log',
  title: 'Log',
  category: 'output',
  config: z.object({}),
  inputs: {
    when: flag('When', { optional: true }),
    decision: decision('When made', { optional: true }),
    text: text('What', { optional: true }),
  },
  outputs: {},
  effects: ['log'],
  reads: [],
  wakesOn: ['when', 'decision'],
  evaluate(context, { text: words }) {
    context.ask({ kind: 'log', level: 'info', text: words ?? 'nothing' })
    return {}
  },
})

/** Turns its flag round whenever it is told to: a reactive flag that is held. */
export const switchNode = defineReactiveNode({
  ...described,
  type: 'logic.switch',
  title: 'Switch',
  category: 'logic',
  config: z.object({}),
  inputs: { when: flag('When') },
  outputs: { on: flag('On or off') },
  effects: [],
  reads: [],
  wakesOn: ['when'],
  state: () => ({ on: false }),
  evaluate(_context, _inputs, _config, state) {
    const on = state['on'] !== true
    state['on'] = on
    return { on }
  },
})

/** Runs at every row and counts them: a reactive node with a state. */
export const tallyNode = defineReactiveNode({
  ...described,
  type: 'output.tally',
  title: 'Tally',
  category: 'output',
  config: z.object({}),
  inputs: { source: series('What it reads') },
  outputs: { rows: series('Rows so far'), odd: flag('Whether that is odd') },
  effects: [],
  reads: [],
  wakesOn: [],
  state: () => ({ rows: 0 }),
  evaluate(_context, _inputs, _config, state) {
    const rows = Number(state['rows']) + 1
    state['rows'] = rows
    return { rows, odd: rows % 2 === 1 }
  },
})

export const wrongNode = defineReactiveNode({
  ...described,
  type: 'output.wrong',
  title: 'Wrong',
  category: 'output',
  config: z.object({}),
  inputs: { source: series('What it reads') },
  outputs: {},
  effects: ['log'],
  reads: [],
  wakesOn: [],
  evaluate(context) {
    context.ask({ kind: 'alert', severity: 'info', text: 'not declared' })
    return {}
  },
})

export const quoteNode = defineReactiveNode({
  ...described,
  type: 'output.quote',
  title: 'Quote',
  category: 'output',
  config: z.object({}),
  inputs: { quote: quote('Live'), proposals: proposal('Unused', { optional: true }) },
  outputs: {},
  effects: [],
  reads: [],
  wakesOn: [],
  evaluate: () => ({}),
})

export const testRegistry = createRegistry([
  ...scriptedNodes,
  emaNode,
  constantNode,
  clockNode,
  aboveNode,
  crossNode,
  sumNode,
  rangeNode,
  countNode,
  peakNode,
  buyNode,
  gateNode,
  submitNode,
  equityNode,
  askNode,
  logNode,
  switchNode,
  tallyNode,
  wrongNode,
  quoteNode,
])
