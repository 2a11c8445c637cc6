/** Documents for tests, small and readable. */
const node = (id: string, type: string, config: Readonly<Record<string, unknown>> = {}) => ({
  id,
  type,
  version: 1,
  position: { x: 0, y: 0 },
  config,
})
const edge = (from: string, to: string) => {
  const [source = '', sourceHandle = ''] = from.split('.')
  const [target = '', targetHandle = ''] = to.split('.')
  return { id: `${source}-${sourceHandle}-${target}-${targetHandle}`, source, sourceHandle, target, targetHandle }
}

export interface CrossOptions {
  readonly interval?: string
  readonly seed?: number
  readonly origin?: Readonly<Record<string, unknown>>
  readonly fast?: number
  readonly slow?: number
}

/** Writes ten lines of a thousand characters at every bar. */
export function chattyStrategy(): Record<string, unknown> {
  const names = Array.from({ length: 10 }, (_, at) => `log${at}`)
  return {
    formatVersion: 1,
    id: 'chatty',
    name: 'Chatty',
    nodes: [
      node('feed', 'data.market-feed', { symbol: 'BTC/USD', interval: '1m', origin: { kind: 'simulated', seed: 1 } }),
      node('average', 'indicator.ema', { period: 2 }),
      node('always', 'logic.compare', { operator: '>', b: 0 }),
      ...names.map((name) => node(name, 'output.log', { message: `${name} ${'x'.repeat(990)}` })),
    ],
    edges: [
      edge('feed.candles', 'average.source'),
      edge('average.value', 'always.a'),
      ...names.map((name) => edge('always.result', `${name}.when`)),
    ],
  }
}

/** Wants to buy at every bar from the `warmUpBars`th on; once it has, nothing more comes of it. */
export function eagerStrategy(origin: Readonly<Record<string, unknown>>, warmUpBars: number): Record<string, unknown> {
  return {
    formatVersion: 1,
    id: 'eager',
    name: 'Eager',
    nodes: [
      node('feed', 'data.market-feed', { symbol: 'BTC/USD', interval: '1m', origin }),
      node('average', 'indicator.sma', { period: warmUpBars }),
      node('always', 'logic.compare', { operator: '>', b: 0 }),
      node('signals', 'decision.from-signals'),
      node('size', 'decision.size-percent-of-equity', { percent: 50 }),
      node('gate', 'risk.gate'),
      node('order', 'order.market'),
    ],
    edges: [
      edge('feed.candles', 'average.source'),
      edge('average.value', 'always.a'),
      edge('always.result', 'signals.buy'),
      edge('signals.decision', 'size.decision'),
      edge('size.proposal', 'gate.proposals'),
      edge('gate.order', 'order.order'),
    ],
  }
}

/** Trades the fast feed's crosses while the slow feed's average rises; with a ticker to look at. */
export function twoTimeframes(): Record<string, unknown> {
  const cross = crossStrategy({ interval: '5m', seed: 3 })
  const { nodes, edges } = cross as { nodes: object[]; edges: object[] }
  const origin = { kind: 'simulated', seed: 3 }
  return {
    ...cross,
    id: 'two',
    name: 'Two timeframes',
    nodes: [
      node('hours', 'data.market-feed', { symbol: 'BTC/USD', interval: '1h', origin }),
      node('trend', 'indicator.ema', { period: 4 }),
      node('above', 'logic.compare', { operator: '>' }),
      node('both', 'logic.and'),
      node('ticker', 'data.live-ticker', { symbol: 'BTC/USD', origin }),
      node('other', 'data.live-ticker', { symbol: 'ETH/USD', origin }),
      ...nodes,
    ],
    edges: [
      ...edges.filter((each) => !('targetHandle' in each && each.targetHandle === 'buy')),
      edge('hours.candles', 'trend.source'),
      edge('fast.value', 'above.a'),
      edge('trend.value', 'above.b'),
      edge('above.result', 'both.conditions'),
      edge('up.result', 'both.conditions'),
      edge('both.result', 'signals.buy'),
    ],
  }
}

/** Buys when a fast average crosses a slow one, closes when it crosses back. Trades often. */
export function crossStrategy({ interval = '1m', seed = 5, origin, fast = 3, slow = 8 }: CrossOptions = {}): Record<string, unknown> {
  return {
    formatVersion: 1,
    id: 'cross',
    name: 'Cross',
    nodes: [
      node('feed', 'data.market-feed', { symbol: 'BTC/USD', interval, origin: origin ?? { kind: 'simulated', seed } }),
      node('fast', 'indicator.ema', { period: fast }),
      node('slow', 'indicator.ema', { period: slow }),
      node('up', 'logic.cross-over'),
      node('down', 'logic.cross-under'),
      node('signals', 'decision.from-signals'),
      node('size', 'decision.size-percent-of-equity', { percent: 50 }),
      node('gate', 'risk.gate'),
      node('order', 'order.market'),
    ],
    edges: [
      edge('feed.candles', 'fast.source'),
      edge('feed.candles', 'slow.source'),
      edge('fast.value', 'up.a'),
      edge('slow.value', 'up.b'),
      edge('fast.value', 'down.a'),
      edge('slow.value', 'down.b'),
      edge('up.result', 'signals.buy'),
      edge('down.result', 'signals.close'),
      edge('signals.decision', 'size.decision'),
      edge('size.proposal', 'gate.proposals'),
      edge('gate.order', 'order.order'),
    ],
  }
}
