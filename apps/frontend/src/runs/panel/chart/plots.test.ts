import { builtinNodes } from '@strategraph/nodes'
import { parseDocument, type WorkflowDocument } from '@strategraph/strategy-core'
import { describe, expect, it } from 'vitest'
import example from '../../../../../../examples/ema-cross-rsi-filter/workflow.json' with { type: 'json' }
import { plotsOf } from './plots.ts'

function parsed(json: unknown): WorkflowDocument {
  const document = parseDocument(json, builtinNodes)
  if (!document.ok) throw new Error('the example does not parse')
  return document.value
}

describe('plots of a strategy', () => {
  const document = parsed(example)

  it('are what is connected to its plotting nodes, named after the nodes, in the pane that they say', () => {
    const { plots, paneTitles } = plotsOf(document, builtinNodes)
    expect(plots.map(({ key, name, pane }) => [key, name, pane])).toEqual([
      ['ema_fast.value', 'EMA 20', -1],
      ['ema_slow.value', 'EMA 50', -1],
      ['rsi.value', 'RSI 14', 0],
    ])
    expect(paneTitles).toEqual(['RSI'])
  })

  it('leave out disabled nodes and nodes without a connection', () => {
    const nodes = document.nodes.map((node) => (node.id === 'plot_rsi' ? { ...node, disabled: true } : node))
    const edges = document.edges.filter((edge) => edge.target !== 'plot_averages')
    expect(plotsOf({ ...document, nodes, edges }, builtinNodes).plots).toEqual([])
  })
})
