import { ApiError, type Client } from '@strategraph/protocol'
import { documentSchema } from '@strategraph/strategy-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renameNode } from '../model/document-ops.ts'
import { createEditorStore } from '../model/editor-store.ts'
import { sampleDocument } from '../model/testing/sample.ts'
import { foundEdits } from './local-journal.ts'
import { createSaving } from './saving.ts'

function memory() {
  const map = new Map<string, string>()
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  }
}

function workflow(revision: number) {
  return {
    id: 'w',
    name: 'Sample',
    description: '',
    revision,
    hasDraft: false,
    updatedAt: 0,
    nodes: 5,
    errors: 0,
    document: {},
    problems: [],
  }
}

function setup() {
  const store = createEditorStore({ workflowId: 'w', document: sampleDocument() })
  const client = {
    saveDraft: vi.fn<Client['saveDraft']>().mockResolvedValue({ savedAt: 1 }),
    saveWorkflow: vi.fn<Client['saveWorkflow']>().mockResolvedValue(workflow(2)),
    readWorkflow: vi.fn<Client['readWorkflow']>(),
  }
  const local = memory()
  const saving = createSaving({ store, client, local, revision: 1, hasDraft: false, now: () => 5, delayMs: 100 })
  return { store, client, local, saving, edit: (label: string) => store.commit('Rename', renameNode('ema', label)) }
}

const labelOf = (call: Parameters<Client['saveDraft']> | undefined) => documentSchema.parse(call?.[0].body.document).nodes[1]?.label

const theirs = () => ({ ...sampleDocument(), name: 'Theirs' })
const conflict = () =>
  new ApiError(
    409,
    Object.assign(
      { code: 'REVISION_CONFLICT', message: 'changed meanwhile', problems: [] },
      { currentRevision: 7, current: theirs(), yourRevision: 8 },
    ),
  )

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('autosave', () => {
  it('keeps an edit in the browser before the server has it, and forgets it once the server has', async () => {
    const { local, saving, client, edit } = setup()
    edit('Fast')
    expect(foundEdits(local, 'w')?.document.nodes[1]?.label).toBe('Fast')
    expect(saving.getState().status).toBe('unsaved')
    await vi.advanceTimersByTimeAsync(150)
    expect(client.saveDraft).toHaveBeenCalledTimes(1)
    expect(saving.getState().status).toBe('draft')
    expect(foundEdits(local, 'w')).toBeUndefined()
  })

  it('sends many quick edits as one draft', async () => {
    const { client, edit } = setup()
    for (const label of ['a', 'b', 'c']) edit(label)
    await vi.advanceTimersByTimeAsync(150)
    expect(client.saveDraft).toHaveBeenCalledTimes(1)
    expect(labelOf(client.saveDraft.mock.calls[0])).toBe('c')
  })

  it('never makes a revision by itself', async () => {
    const { client, edit } = setup()
    edit('Fast')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(client.saveWorkflow).not.toHaveBeenCalled()
  })

  it('keeps trying while the server is away and keeps the edits meanwhile', async () => {
    const { client, local, saving, edit } = setup()
    client.saveDraft.mockRejectedValueOnce(new ApiError(0, { code: 'UNREACHABLE', message: 'no answer', problems: [] }))
    edit('Fast')
    await vi.advanceTimersByTimeAsync(150)
    expect(saving.getState().status).toBe('offline')
    expect(foundEdits(local, 'w')).toBeDefined()
    await vi.advanceTimersByTimeAsync(5000)
    expect(saving.getState().status).toBe('draft')
  })

  it('does not call an edit made while a save was under way saved', async () => {
    const { client, saving, edit } = setup()
    let answer: (value: { savedAt: number }) => void = () => {}
    client.saveDraft.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)))
    edit('first')
    await vi.advanceTimersByTimeAsync(150)
    edit('second')
    answer({ savedAt: 1 })
    await vi.advanceTimersByTimeAsync(10)
    expect(saving.getState().status).toBe('unsaved')
    await vi.advanceTimersByTimeAsync(300)
    expect(labelOf(client.saveDraft.mock.calls.at(-1))).toBe('second')
    expect(saving.getState().status).toBe('draft')
  })
})

describe('save', () => {
  it('makes a revision from the one that the edits began from', async () => {
    const { client, saving, edit } = setup()
    edit('Fast')
    await expect(saving.save()).resolves.toBe(2)
    expect(client.saveWorkflow.mock.calls[0]?.[0].body.revision).toBe(1)
    expect(saving.getState()).toMatchObject({ status: 'saved', revision: 2 })
  })

  it('makes no new revision where nothing has changed', async () => {
    const { client, saving } = setup()
    await expect(saving.save()).resolves.toBe(1)
    expect(client.saveWorkflow).not.toHaveBeenCalled()
  })
})

describe('a conflict', () => {
  it('shows the other version and stops autosaving over it', async () => {
    const { client, saving, edit } = setup()
    client.saveDraft.mockRejectedValueOnce(conflict())
    edit('Mine')
    await vi.advanceTimersByTimeAsync(150)
    expect(saving.getState().conflict).toMatchObject({ theirRevision: 7, theirs: { name: 'Theirs' } })
    edit('Mine again')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(client.saveDraft).toHaveBeenCalledTimes(1)
  })

  it('"mine" is saved on top of the other revision', async () => {
    const { client, saving, edit } = setup()
    client.saveWorkflow.mockRejectedValueOnce(conflict()).mockResolvedValueOnce(workflow(9))
    edit('Mine')
    await expect(saving.save()).resolves.toBeUndefined()
    await saving.resolve('mine')
    expect(client.saveWorkflow.mock.calls[1]?.[0].body.revision).toBe(7)
    expect(saving.getState()).toMatchObject({ status: 'saved', revision: 9, conflict: undefined })
  })

  it('"theirs" replaces mine, and undo brings mine back', async () => {
    const { store, client, saving, edit } = setup()
    client.saveWorkflow.mockRejectedValueOnce(conflict())
    edit('Mine')
    await saving.save()
    await saving.resolve('theirs')
    expect(store.getState().document.name).toBe('Theirs')
    expect(saving.getState()).toMatchObject({ status: 'saved', revision: 7 })
    store.undo()
    expect(store.getState().document.nodes[1]?.label).toBe('Mine')
  })

  it('is also understood where the answer does not carry the other version', async () => {
    const { client, saving, edit } = setup()
    client.saveDraft.mockRejectedValueOnce(new ApiError(409, { code: 'REVISION_CONFLICT', message: 'changed', problems: [] }))
    client.readWorkflow.mockResolvedValueOnce({ ...workflow(4), document: theirs() })
    edit('Mine')
    await vi.advanceTimersByTimeAsync(150)
    expect(saving.getState().conflict).toMatchObject({ theirRevision: 4 })
  })
})
