import { describe, expect, it } from 'vitest'
import { bridgePorts, connectionCandidates, connectionsTo, joiningPort } from './candidates.ts'
import { removeEdges } from './document-ops.ts'
import { registry } from './strategy.ts'
import { sampleDocument } from './testing/sample.ts'

const types = (test: (type: (typeof registry.all)[number]) => boolean) => registry.all.filter(test).map((definition) => definition.type)

describe('what fits a port', () => {
  it('lists only risk gates for a sized proposal and only orders for an approved order', () => {
    expect(types((definition) => joiningPort(definition, 'proposal', 'output') !== undefined)).toContain('risk.gate')
    const takers = types((definition) => joiningPort(definition, 'order', 'output') !== undefined)
    expect(takers.every((type) => type.startsWith('order.'))).toBe(true)
    expect(takers).toContain('order.market')
  })

  it('offers what turns a number into yes or no for a refused connection', () => {
    const bridges = types((definition) => bridgePorts(definition, 'number', 'flag') !== undefined)
    expect(bridges).toContain('logic.compare')
    expect(bridges).not.toContain('indicator.ema')
  })
})

describe('connecting from the keyboard', () => {
  it('offers a needed free input first and nothing that strategy-core refuses', () => {
    const open = removeEdges(new Set(['e4']))(sampleDocument())
    const [first, ...rest] = connectionCandidates(open, 'ema-2')
    expect(first?.connection).toEqual({ source: 'ema-2', sourceHandle: 'value', target: 'cross', targetHandle: 'b' })
    expect(rest.some(({ connection }) => connection.target === 'ema-2' && connection.source === 'cross')).toBe(false)
  })

  it('finds the one port of a node that a line was dropped on', () => {
    const open = removeEdges(new Set(['e4']))(sampleDocument())
    const found = connectionsTo(open, { nodeId: 'ema-2', port: 'value', side: 'output' }, 'cross')
    expect(found.map(({ connection }) => connection.targetHandle)).toEqual(['b'])
  })
})
