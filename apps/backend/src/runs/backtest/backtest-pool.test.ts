import { EventEmitter } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { BacktestJob, BacktestMessage } from './backtest-job.ts'
import { createBacktestPool } from './backtest-pool.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What the pool sees of a thread. It ends a turn after it was told to. */
class FakeThread extends EventEmitter {
  readonly jobs: BacktestJob[] = []
  isAlive = true
  isEnding = false
  postMessage(job: BacktestJob) {
    this.jobs.push(job)
  }
  async terminate() {
    this.isEnding = true
    await new Promise((resolve) => setTimeout(resolve, 1))
    if (this.isAlive) this.die()
    return 0
  }
  die() {
    this.isAlive = false
    this.emit('exit', 0)
  }
  say(message: BacktestMessage) {
    this.emit('message', message)
  }
  ref() {}
  unref() {}
}

function poolOfFakes(size: number) {
  const threads: FakeThread[] = []
  const pool = createBacktestPool(size, () => {
    threads.push(new FakeThread())
    return threads.at(-1) as unknown as Worker
  })
  /** `told`: all that its listener hears. */
  const run = (runId: string) => {
    const told: string[] = []
    const job = { runId } as Omit<BacktestJob, 'control'>
    const handle = pool.run(job, {
      onStart: () => told.push('start'),
      onMessage: ({ type }) => told.push(type),
      onCrash: (reason) => told.push(`crash: ${reason}`),
    })
    return { told, cancel: () => handle.cancel() }
  }
  const thread = (at: number): FakeThread => {
    const found = threads[at]
    if (found === undefined) throw new Error(`there is no thread ${at}`)
    return found
  }
  const jobsOf = () => threads.map(({ jobs }) => jobs.map(({ runId }) => runId))
  return { pool, threads, thread, run, jobsOf }
}

const refused: BacktestMessage = { type: 'refused', code: 'X', message: 'x', problems: [] }
const finished = (bars: number): BacktestMessage =>
  ({ type: 'finished', feeds: [{ feed: 'feed', columns: { time: { length: bars } } }] }) as unknown as BacktestMessage

it('at most so many at a time, in the order in which they came; threads are used again, the one that was needed last first', () => {
  const { pool, thread, run, jobsOf } = poolOfFakes(2)
  for (const id of ['a', 'b', 'c', 'd']) run(id)
  expect([jobsOf(), pool.waiting]).toEqual([[['a'], ['b']], 2])
  thread(1).say(finished(10))
  expect([jobsOf(), pool.waiting]).toEqual([[['a'], ['b', 'c']], 1])
  thread(0).say(finished(10))
  thread(0).say(finished(10))
  thread(1).say(finished(10))
  run('e')
  expect([jobsOf(), pool.waiting]).toEqual([
    [
      ['a', 'd'],
      ['b', 'c', 'e'],
    ],
    0,
  ])
})

it('a thread that nobody needs for a minute is ended', async () => {
  const { thread, threads, run } = poolOfFakes(1)
  run('a')
  thread(0).say(finished(10))
  await vi.advanceTimersByTimeAsync(59_000)
  run('b')
  thread(0).say(finished(10))
  await vi.advanceTimersByTimeAsync(59_000)
  expect(thread(0).isAlive).toBe(true)
  await vi.advanceTimersByTimeAsync(1100)
  expect(thread(0).isAlive).toBe(false)
  run('c')
  expect(threads).toHaveLength(2)
})

it('a thread is ended after a large backtest and after many, and keeps its place until it is gone', async () => {
  const { thread, threads, run, jobsOf } = poolOfFakes(1)
  run('large')
  const next = run('next')
  thread(0).say(finished(600_001))
  expect(next.told).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(jobsOf()).toEqual([['large'], ['next']])
  for (let count = 1; count < 50; count++) {
    thread(1).say(finished(600_000))
    run(`${count}`)
  }
  thread(1).say(finished(10))
  await vi.advanceTimersByTimeAsync(1)
  expect(thread(1).isAlive).toBe(false)
  run('last')
  expect(threads).toHaveLength(3)
})

it('canceled while it waits, in time, and too late for the thread: each is told once', async () => {
  const { pool, thread, threads, run } = poolOfFakes(1)
  const [first, waiting] = [run('first'), run('waiting')]
  waiting.cancel()
  expect([waiting.told, pool.waiting]).toEqual([['crash: canceled'], 0])
  first.cancel()
  expect(Atomics.load(thread(0).jobs[0]?.control ?? new Int32Array(1), 0)).toBe(1)
  await vi.advanceTimersByTimeAsync(140)
  thread(0).say(refused)
  await vi.advanceTimersByTimeAsync(1000)
  expect([first.told, thread(0).isAlive]).toEqual([['start', 'refused'], true])
  first.cancel()

  const late = run('late')
  late.cancel()
  late.cancel()
  await vi.advanceTimersByTimeAsync(150)
  expect(thread(0).isEnding).toBe(true)
  const after = run('after')
  await vi.advanceTimersByTimeAsync(1)
  expect(late.told).toEqual(['start', 'crash: canceled'])
  expect([threads.length, after.told]).toEqual([2, ['start']])
})

it('an end that was said before the thread was ended counts, and the thread takes nothing else', async () => {
  const { thread, threads, run } = poolOfFakes(1)
  const slow = run('slow')
  slow.cancel()
  await vi.advanceTimersByTimeAsync(150)
  thread(0).say(finished(10))
  const after = run('after')
  expect([slow.told, after.told, threads.length]).toEqual([['start', 'finished'], [], 1])
  await vi.advanceTimersByTimeAsync(1)
  expect([slow.told, after.told, threads.length]).toEqual([['start', 'finished'], ['start'], 2])
})

it('a thread that fails says why, whatever it was doing, and the next backtest gets another one', () => {
  const { thread, threads, run } = poolOfFakes(1)
  const [memory, broken, gone, idle] = ['memory', 'broken', 'gone', 'idle'].map(run)
  thread(0).emit('error', Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }))
  thread(0).die()
  thread(1).emit('error', new Error('broken'))
  thread(1).die()
  thread(2).die()
  thread(3).say(finished(10))
  thread(3).emit('error', new Error('while it waited'))
  thread(3).die()
  const after = run('after')
  expect([memory?.told, broken?.told, gone?.told, idle?.told]).toEqual([
    ['start', 'crash: out of memory'],
    ['start', 'crash: Error: broken'],
    ['start', 'crash: the worker ended'],
    ['start', 'finished'],
  ])
  expect([after.told, threads.length]).toEqual([['start'], 5])
})

it('closing cancels what runs and what waits, and waits for every thread', async () => {
  const { pool, thread, threads, run } = poolOfFakes(2)
  const [a, b, c] = ['a', 'b', 'c'].map(run)
  thread(0).say(finished(10))
  expect(c?.told).toEqual(['start'])
  thread(0).say(finished(10))
  const d = [run('d'), run('e')]
  let isClosed = false
  const closing = pool.close().then(() => (isClosed = true))
  await Promise.resolve()
  expect(isClosed).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await closing
  expect(threads.map(({ isAlive }) => isAlive)).toEqual([false, false])
  expect([a?.told, b?.told, ...d.map(({ told }) => told)]).toEqual([
    ['start', 'finished'],
    ['start', 'crash: canceled'],
    ['start', 'crash: canceled'],
    ['crash: canceled'],
  ])
  expect(vi.getTimerCount()).toBe(0)
})
