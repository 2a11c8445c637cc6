import type { Example, Run, WorkflowSummary } from '@strategraph/protocol'
import { describe, expect, it } from 'vitest'
import { heroRun, latestResult, ownStrategies, untouchedCopy } from './gallery-lists.ts'

const workflow = (id: string, extra: Partial<WorkflowSummary> = {}): WorkflowSummary => ({
  id,
  name: id,
  description: '',
  revision: 1,
  hasDraft: false,
  updatedAt: 1,
  nodes: 1,
  errors: 0,
  ...extra,
})
const run = (id: string, workflowId: string, extra: Partial<Run> = {}): Run => ({
  id,
  workflowId,
  workflowName: workflowId,
  revision: 1,
  graphHash: 'h',
  mode: 'dry-run',
  status: 'running',
  startedAt: 1,
  updatedAt: 1,
  feeds: [],
  lastSeq: 0,
  bars: 0,
  equity: null,
  trades: 0,
  entriesPaused: false,
  metrics: null,
  ...extra,
})
const example = (id: string): Example => ({ id, name: id, description: '', document: {}, datasets: [] })

describe('the first page', () => {
  const workflows = [workflow('a', { example: 'ema' }), workflow('b', { example: 'rsi' }), workflow('mine', { updatedAt: 9 })]

  it('shows an example on the simulated market large, before another run', () => {
    expect(heroRun([run('1', 'mine'), run('2', 'a')], workflows)?.id).toBe('2')
    expect(heroRun([run('1', 'mine')], workflows)?.id).toBe('1')
  })

  it('never shows a backtest, an ended run or a run of a deleted strategy large', () => {
    expect(
      heroRun([run('1', 'a', { mode: 'backtest' }), run('2', 'a', { status: 'stopped' }), run('3', 'gone')], workflows),
    ).toBeUndefined()
  })

  it('calls a copy of an example the user’s own once it was changed or run', () => {
    const runs = [run('1', 'a')]
    expect(ownStrategies(workflows, runs, [example('ema'), example('rsi')]).map(({ id }) => id)).toEqual(['mine', 'a'])
    expect(untouchedCopy('rsi', workflows, runs)?.id).toBe('b')
    expect(untouchedCopy('ema', workflows, runs)).toBeUndefined()
    expect(untouchedCopy('rsi', [workflow('b', { example: 'rsi', hasDraft: true })], [])).toBeUndefined()
  })

  it('gives the newest run with a result', () => {
    const runs = [run('2', 'a'), run('1', 'a', { metrics: {} as Run['metrics'] })]
    expect(latestResult('a', runs)?.id).toBe('1')
  })
})
