import { type WorkflowDocument, documentSchema } from '@strategraph/strategy-core'

/** feed -> ema -> cross-over(a), feed -> ema-2 -> cross-over(b), cross-over -> from-signals(buy). */
export function sampleDocument(): WorkflowDocument {
  const node = (id: string, type: string, x: number, y: number) => ({ id, type, version: 1, position: { x, y }, config: {} })
  return documentSchema.parse({
    formatVersion: 1,
    id: 'sample',
    name: 'Sample',
    nodes: [
      node('feed', 'data.market-feed', 0, 0),
      node('ema', 'indicator.ema', 280, 0),
      node('ema-2', 'indicator.ema', 280, 160),
      node('cross', 'logic.cross-over', 560, 0),
      node('signals', 'decision.from-signals', 840, 0),
    ],
    edges: [
      { id: 'e1', source: 'feed', sourceHandle: 'candles', target: 'ema', targetHandle: 'source' },
      { id: 'e2', source: 'feed', sourceHandle: 'candles', target: 'ema-2', targetHandle: 'source' },
      { id: 'e3', source: 'ema', sourceHandle: 'value', target: 'cross', targetHandle: 'a' },
      { id: 'e4', source: 'ema-2', sourceHandle: 'value', target: 'cross', targetHandle: 'b' },
      { id: 'e5', source: 'cross', sourceHandle: 'result', target: 'signals', targetHandle: 'buy' },
    ],
  })
}
