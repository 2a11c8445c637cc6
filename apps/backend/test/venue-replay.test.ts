import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type JournalEvent, journalEventSchema, journalLine, replayJournal } from '@strategraph/trading-engine'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bracketsPlan, runAtExchange } from './support/run-at-exchange.ts'
import { temporaryFolder } from './support/test-server.ts'

const eventsOf = (lines: readonly string[]): readonly JournalEvent[] => lines.map((line) => journalEventSchema.parse(JSON.parse(line)))

describe('a run whose orders ccxt sent to the sandbox exchange', () => {
  it('is replayed byte for byte after the exchange is gone: fills in parts, a refusal, cancels', async () => {
    const journal = join(await temporaryFolder(), 'journal')
    const session = await runAtExchange({ journal, bars: 700 })
    const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n')
    const events = eventsOf(lines)
    const states = events.flatMap((event) => (event.type === 'order.state' ? [event.payload] : []))
    expect(states.map(({ status }) => status)).toEqual(
      expect.arrayContaining(['accepted', 'partially-filled', 'filled', 'rejected', 'canceled']),
    )
    // Canceled after a part was filled.
    expect(states.some(({ status, filled = 0 }) => status === 'canceled' && filled > 0)).toBe(true)
    expect(session.trades.length).toBeGreaterThan(3)
    const plan = await bracketsPlan()
    for (const backEnd of ['interpreter', 'wasm'] as const) {
      const extra: JournalEvent[] = []
      const result = replayJournal(events, plan, { backEnd, sink: { append: (event) => extra.push(event) } })
      expect(result.ok ? undefined : result.problem).toBeUndefined()
      expect(extra).toEqual([])
      expect(result.ok && result.session.trades).toEqual(session.trades)
      expect(result.ok && result.session.snapshot()).toEqual(session.snapshot())
    }
  })

  it('is replayed as far as it is on record after kill -9, the last line torn', async () => {
    const journal = join(await temporaryFolder(), 'journal')
    const program = resolve(import.meta.dirname, 'support/run-at-exchange.child.ts')
    const child = spawn(process.execPath, [program, journal, '700'], { stdio: ['ignore', 'ignore', 'inherit'] })
    const ended = once(child, 'exit')
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await ended
    })
    const read = () => readFile(journal, 'utf8').catch(() => '')
    let text = await read()
    while (!text.includes('"type":"trade"')) {
      expect(child.exitCode, 'the run goes on').toBeNull()
      await new Promise((done) => setTimeout(done, 5))
      text = await read()
    }
    child.kill('SIGKILL')
    await ended
    text = await read()
    // Writing may have ended anywhere in a line; what is no whole line is not on record.
    const torn = text.slice(0, text.trimEnd().length - 10)
    const lines = torn.split('\n').slice(0, -1)
    const written = [...lines]
    const result = replayJournal(eventsOf(lines), await bracketsPlan(), {
      backEnd: 'wasm',
      sink: { append: (event) => written.push(journalLine(event)) },
    })
    expect(result.ok ? undefined : result.problem).toBeUndefined()
    // What the replay completes is the torn line, where that was nothing from outside.
    const { length } = lines.join('\n')
    const isContinued = (completed: string) => completed.startsWith(torn.slice(length + 1))
    expect(written.slice(lines.length, lines.length + 1).every(isContinued)).toBe(true)
    expect(result.ok && result.session.fills.length).toBe(eventsOf(lines).filter(({ type }) => type === 'fill').length)
  })
})
