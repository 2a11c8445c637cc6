import { describe, expect, it } from 'vitest'
import { rawRequest } from './support/raw-request.ts'
import { crossStrategy } from './support/strategies.ts'
import { startServer } from './support/test-server.ts'

describe('workflows', () => {
  it('are created, read, saved with a revision, exported and listed', async () => {
    const { api } = await startServer()
    const made = await api.createWorkflow({ body: { document: crossStrategy(), name: 'Mine' } })
    expect(made).toMatchObject({ name: 'Mine', revision: 1, errors: 0, hasDraft: false, problems: [] })
    const saved = await api.saveWorkflow({
      params: { id: made.id },
      body: { revision: 1, document: { ...made.document, name: 'Mine, better' } },
    })
    expect(saved).toMatchObject({ id: made.id, revision: 2, name: 'Mine, better' })
    expect(await api.readWorkflow({ params: { id: made.id } })).toEqual(saved)
    expect(await api.exportWorkflow({ params: { id: made.id } })).toEqual(saved.document)
    expect(await api.listWorkflows({})).toMatchObject([{ id: made.id, name: 'Mine, better', nodes: 9, revision: 2 }])
    expect((await api.workflowHistory({ params: { id: made.id } })).map(({ revision, name, base }) => ({ revision, name, base }))).toEqual([
      { revision: 2, name: 'Mine, better', base: 1 },
      { revision: 1, name: 'Mine', base: 0 },
    ])
    expect((await api.readRevision({ params: { id: made.id, revision: 1 } })).document).toMatchObject({ name: 'Mine' })
  })

  it('two windows save from one revision: 409 names both, nothing of either is lost', async () => {
    const { api } = await startServer()
    const { id, document } = await api.createWorkflow({ body: { document: crossStrategy() } })
    const save = (name: string) => api.saveWorkflow({ params: { id }, body: { revision: 1, document: { ...document, name } } })
    await save('first window')
    const conflict = await save('second window').catch((cause: unknown) => cause)
    expect(conflict).toMatchObject({
      status: 409,
      body: { code: 'REVISION_CONFLICT', currentRevision: 2, current: { name: 'first window' }, problems: [{ code: 'REVISION_CONFLICT' }] },
    })
    const { yourRevision } = (conflict as { body: { yourRevision: number } }).body
    expect((await api.readRevision({ params: { id, revision: yourRevision } })).document).toMatchObject({ name: 'second window' })
    expect(await api.readWorkflow({ params: { id } })).toMatchObject({ revision: 2, name: 'first window' })

    await save('third window').catch(() => undefined)
    const history = await api.workflowHistory({ params: { id } })
    expect(history.map(({ revision, name, base }) => [revision, name, base])).toEqual(
      expect.arrayContaining([
        [yourRevision, 'second window', 1],
        [yourRevision - 1, 'third window', 1],
      ]),
    )
    expect((await api.readRevision({ params: { id, revision: yourRevision } })).document, 'its name stays').toMatchObject({
      name: 'second window',
    })
  })

  it('many windows at once: exactly one wins, all are kept', async () => {
    const { api } = await startServer()
    const { id, document } = await api.createWorkflow({ body: { document: crossStrategy() } })
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, at) =>
        api.saveWorkflow({ params: { id }, body: { revision: 1, document: { ...document, name: `w${at}` } } }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const names = (await api.workflowHistory({ params: { id } })).map(({ name }) => name)
    for (let at = 0; at < 8; at += 1) expect(names).toContain(`w${at}`)
  })

  it('a draft is kept beside the revision and forgotten by a save', async () => {
    const { api } = await startServer()
    const { id, document } = await api.createWorkflow({ body: { document: crossStrategy() } })
    await api.saveDraft({ params: { id }, body: { revision: 1, document: { ...document, name: 'in the making' } } })
    expect(await api.readWorkflow({ params: { id } })).toMatchObject({
      name: 'Cross',
      revision: 1,
      hasDraft: true,
      draft: { name: 'in the making' },
    })
    await api.saveWorkflow({ params: { id }, body: { revision: 1, document: { ...document, name: 'made' } } })
    expect(await api.readWorkflow({ params: { id } })).toMatchObject({ name: 'made', hasDraft: false })
    await api.saveDraft({ params: { id }, body: { revision: 2, document } })
    await api.discardDraft({ params: { id } })
    expect((await api.readWorkflow({ params: { id } })).draft).toBeUndefined()
  })

  it('a deleted one can be taken back with its history; one that runs cannot be deleted', async () => {
    const { api } = await startServer()
    const { id } = await api.createWorkflow({ body: { document: crossStrategy() } })
    expect((await api.deleteWorkflow({ params: { id } })).restoreUntil).toBeGreaterThan(Date.now())
    await expect(api.readWorkflow({ params: { id } })).rejects.toMatchObject({ status: 404 })
    expect(await api.listWorkflows({})).toEqual([])
    expect(await api.restoreWorkflow({ params: { id } })).toMatchObject({ id, revision: 1, name: 'Cross' })

    const run = await api.startRun({ body: { mode: 'dry-run', workflowId: id } })
    expect(await api.listWorkflows({})).toMatchObject([{ activeRunId: run.id }])
    await expect(api.deleteWorkflow({ params: { id } })).rejects.toMatchObject({ status: 409, body: { code: 'WORKFLOW_IS_RUNNING' } })
    await api.stopRun({ params: { id: run.id } })
    await api.deleteWorkflow({ params: { id } })
  })

  it('an import never replaces anything, however often and whatever id the file carries', async () => {
    const { api } = await startServer()
    const made = await api.createWorkflow({ body: { document: crossStrategy() } })
    const file = { ...made.document, name: 'from a file' }
    const ids = [made.id, (await api.importWorkflow({ body: file })).id, (await api.importWorkflow({ body: file })).id]
    expect(new Set(ids).size).toBe(3)
    expect(await api.readWorkflow({ params: { id: made.id } })).toMatchObject({ name: 'Cross', revision: 1 })
  })

  it('a broken document can be saved and shows its problems; validation names node and path', async () => {
    const { api } = await startServer()
    const broken = crossStrategy()
    const edges = (broken['edges'] as { target: string }[]).filter(({ target }) => target !== 'slow')
    const made = await api.createWorkflow({ body: { document: { ...broken, edges } } })
    expect(made.errors).toBeGreaterThan(0)
    expect(made.problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'MISSING_INPUT', nodeId: 'slow', severity: 'error' })]),
    )
    expect(await api.validate({ body: { ...broken, edges } })).toMatchObject({ graphHash: null, warmUp: null })
    const whole = await api.validate({ body: broken })
    expect(whole.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(whole.graphHash).toMatch(/^[0-9a-f]{64}$/)
    expect(whole.warmUp?.['feed']).toBeGreaterThanOrEqual(8)
    await expect(api.startRun({ body: { mode: 'backtest', workflowId: made.id } })).rejects.toMatchObject({
      status: 422,
      body: { code: 'NOT_RUNNABLE' },
    })
  })

  it('the catalogue of nodes and the JSON Schema of documents are there for other programs', async () => {
    const { api } = await startServer()
    const types = await api.nodeTypes({})
    expect(types.length).toBeGreaterThan(60)
    expect(types).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'indicator.ema', config: expect.objectContaining({ type: 'object' }) })]),
    )
    expect(await api.documentSchema({})).toMatchObject({ type: 'object', title: 'Strategraph workflow' })
  })

  it('405 names the methods that there are', async () => {
    const { port, token } = await startServer()
    const answer = await rawRequest(port, '/api/workflows/x', { method: 'PATCH', headers: { authorization: `Bearer ${token}` } })
    expect([answer.status, answer.headers['allow']]).toEqual([405, expect.stringMatching(/GET.*PUT.*DELETE|GET.*DELETE.*PUT/)])
  })
})
