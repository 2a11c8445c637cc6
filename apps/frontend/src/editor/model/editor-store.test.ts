import { describe, expect, it } from 'vitest'
import { moveTo, removeItems, renameNode, setConfig } from './document-ops.ts'
import { createEditorStore, selectedNodeIds } from './editor-store.ts'
import { sampleDocument } from './testing/sample.ts'

function store() {
  const clock = { now: 0 }
  const editor = createEditorStore({ workflowId: 'w', document: sampleDocument(), now: () => clock.now })
  return { editor, clock, doc: () => editor.getState().document }
}
const period = (editor: ReturnType<typeof store>['editor']) =>
  editor.getState().document.nodes.find((node) => node.id === 'ema')?.config['period']

describe('undo', () => {
  it('takes typing in one field back as one step', () => {
    const { editor, clock } = store()
    for (const value of [1, 12, 120]) {
      clock.now += 200
      editor.commit('Change EMA', setConfig('ema', ['period'], value), { group: 'config:ema:period' })
    }
    expect(period(editor)).toBe(120)
    expect(editor.undo()).toBe('Change EMA')
    expect(period(editor)).toBeUndefined()
    expect(editor.undo()).toBeUndefined()
  })

  it('keeps two fields, and the same field after a pause, as steps of their own', () => {
    const { editor, clock } = store()
    editor.commit('Change EMA', setConfig('ema', ['period'], 10), { group: 'a' })
    editor.commit('Change EMA', setConfig('ema-2', ['period'], 20), { group: 'b' })
    clock.now += 5000
    editor.commit('Change EMA', setConfig('ema-2', ['period'], 30), { group: 'b' })
    expect(editor.getState().history.undo).toHaveLength(3)
  })

  it('takes a whole drag back in one step, whatever React Flow reported on the way', () => {
    const { editor, doc } = store()
    for (const x of [300, 340, 400]) editor.onNodesChange([{ type: 'position', id: 'ema', position: { x, y: 8 }, dragging: true }])
    expect(doc().nodes[1]?.position).toEqual({ x: 280, y: 0 })
    editor.commitPositions()
    expect(doc().nodes[1]?.position).toEqual({ x: 400, y: 8 })
    expect(editor.getState().history.undo).toHaveLength(1)
    editor.undo()
    expect(editor.getState().nodes.find((node) => node.id === 'ema')?.position).toEqual({ x: 280, y: 0 })
  })

  it('brings back a deleted node with its connections, and redo removes them again', () => {
    const { editor, doc } = store()
    const before = doc()
    editor.commit('Delete', removeItems(new Set(['ema'])))
    expect(doc().edges).toHaveLength(3)
    editor.undo()
    expect(doc()).toBe(before)
    editor.redo()
    expect(doc().nodes.map((node) => node.id)).not.toContain('ema')
  })

  it('records nothing where an edit changes nothing', () => {
    const { editor, doc } = store()
    editor.commit('Move', moveTo(new Map([['ema', { x: 280, y: 0 }]])))
    editor.commit('Rename', renameNode('ema', ''))
    expect(editor.getState().history.undo).toHaveLength(0)
    expect(doc()).toEqual(sampleDocument())
  })

  it('forgets what could be done again once something new was done', () => {
    const { editor } = store()
    editor.commit('Rename', renameNode('ema', 'Fast'))
    editor.undo()
    editor.commit('Rename', renameNode('ema', 'Slow'))
    expect(editor.redo()).toBeUndefined()
  })
})

describe('the store', () => {
  it('never changes the version of a past run', () => {
    const editor = createEditorStore({ workflowId: 'w', document: sampleDocument(), isReadOnly: true })
    editor.commit('Rename', renameNode('ema', 'Fast'))
    expect(editor.getState().document).toEqual(sampleDocument())
  })

  it('does not let React Flow remove nodes behind the back of undo', () => {
    const { editor } = store()
    editor.onNodesChange([{ type: 'remove', id: 'ema' }])
    expect(editor.getState().nodes).toHaveLength(5)
  })

  it('keeps a wrong setting in the document and reports it', () => {
    const { editor, doc } = store()
    editor.commit('Change EMA', setConfig('ema', ['period'], 'twelve'))
    expect(doc().nodes[1]?.config['period']).toBe('twelve')
    expect(editor.getState().problems.some((problem) => problem.nodeId === 'ema' && problem.severity === 'error')).toBe(true)
  })

  it('renders only the changed node anew', () => {
    const { editor } = store()
    const before = editor.getState().nodes
    editor.commit('Rename', renameNode('ema', 'Fast'))
    const changed = editor.getState().nodes.filter((node, index) => node !== before[index])
    expect(changed.map((node) => node.id)).toEqual(['ema'])
  })

  it('keeps the selection over an edit', () => {
    const { editor } = store()
    editor.select(['cross'])
    editor.commit('Rename', renameNode('ema', 'Fast'))
    expect(selectedNodeIds(editor.getState())).toEqual(['cross'])
  })
})
