import { describe, expect, it } from 'vitest'
import { sumNode, testRegistry } from '../testing/test-nodes.ts'
import { crossGraph } from '../testing/test-plans.ts'
import { canConnect } from './can-connect.ts'
import { validateDocument } from './validate-document.ts'

const document = crossGraph().node('sum', sumNode).document()
const ask = (from: string, to: string) => {
  const [source = '', sourceHandle = ''] = from.split('.')
  const [target = '', targetHandle = ''] = to.split('.')
  return canConnect(document, testRegistry, { source, sourceHandle, target, targetHandle })
}

describe('canConnect', () => {
  it('a free input of the same kind', () => expect(ask('fast.value', 'sum.more')).toEqual({ ok: true }))
  it('names the conversion that the edge will do', () =>
    expect(ask('feed.candles', 'sum.more')).toMatchObject({ ok: true, conversion: { label: 'close' } }))
  it.each([
    ['fast.value', 'buy.when', 'KIND_MISMATCH'],
    ['fast.value', 'cross.a', 'ALREADY_CONNECTED'],
    ['slow.value', 'cross.a', 'INPUT_TAKEN'],
    ['sum.value', 'sum.more', 'CYCLE'],
    ['cross.nothing', 'sum.more', 'MISSING_PORT'],
    ['cross.up', 'sum.nothing', 'MISSING_PORT'],
    ['ghost.up', 'sum.more', 'MISSING_NODE'],
  ])('%s to %s: %s', (from, to, code) => {
    const answer = ask(from, to)
    expect(answer).toMatchObject({ ok: false, code })
    expect(answer.ok ? '' : answer.reason + answer.fix).not.toBe('')
  })
  it('says so when the edge would close a circle', () => {
    const chain = crossGraph()
      .node('sum', sumNode)
      .edge('fast.value', 'sum.values')
      .node('more', sumNode)
      .edge('sum.value', 'more.values')
      .document()
    const answer = canConnect(chain, testRegistry, { source: 'more', sourceHandle: 'value', target: 'sum', targetHandle: 'more' })
    expect(answer).toMatchObject({ ok: false, code: 'CYCLE' })
  })
  it('what it allows, validation allows, and the other way round', () => {
    for (const source of document.nodes) {
      for (const sourceHandle of Object.keys(testRegistry.get(source.type)?.outputs ?? {})) {
        for (const target of document.nodes) {
          for (const targetHandle of Object.keys(testRegistry.get(target.type)?.inputs ?? {})) {
            const connection = { source: source.id, sourceHandle, target: target.id, targetHandle }
            const added = validateDocument({ ...document, edges: [...document.edges, { id: 'new', ...connection }] }, testRegistry)
            const isBroken = added.some(({ edgeId, code }) => edgeId === 'new' || code === 'CYCLE')
            expect(canConnect(document, testRegistry, connection).ok, `${source.id}.${sourceHandle} to ${target.id}.${targetHandle}`).toBe(
              !isBroken,
            )
          }
        }
      }
    }
  })
})
