import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { journalsAgree } from '../testing/index.ts'
import { testFeeds, testStrategy } from '../testing/test-strategy.ts'
import type { AnswerSource } from './backtest.ts'
import { runBacktest } from './backtest.ts'

const answers: AnswerSource = {
  answer: ({ user }) =>
    user.startsWith('up')
      ? { ok: true, action: 'buy', size: 0.5, confidence: 0.8, reason: user }
      : { ok: true, action: 'sell', size: 1, confidence: 0.8, reason: user },
}

describe('batch and session, interpreter and WebAssembly', () => {
  it('write byte-equal journals for strategies and markets of every kind', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer({ min: 1, max: 1000 }),
          bars: fc.integer({ min: 1, max: 400 }),
          gaps: fc.constantFrom(0, 0.1),
          jumps: fc.boolean(),
          kind: fc.constantFrom('units', 'cash'),
          amount: fc.constantFrom(0.5, 1, 0.95),
          reverse: fc.boolean(),
          allowShort: fc.boolean(),
          stopPercent: fc.constantFrom(0, 0.5, 2),
          targetPercent: fc.constantFrom(0, 0.5, 4),
          cooldownBars: fc.constantFrom(0, 3),
          limitPercent: fc.constantFrom(0, 0.3),
          lifetime: fc.constantFrom(0, 1, 5),
          postOnly: fc.boolean(),
          timeoutBars: fc.constantFrom(undefined, 7),
          slowSignals: fc.boolean(),
          slippageBps: fc.constantFrom(0, 5),
          endOfData: fc.constantFrom('close' as const, 'keep' as const),
        }),
        (drawn) => {
          const { kind, amount, reverse, stopPercent, targetPercent } = drawn
          const plan = testStrategy({
            wish: { kind, amount, reverse, stopPercent, targetPercent },
            gate: { cooldownBars: drawn.cooldownBars },
            send: { limitPercent: drawn.limitPercent, bars: drawn.lifetime, postOnly: drawn.postOnly },
            slowSignals: drawn.slowSignals,
            ...(drawn.timeoutBars === undefined ? {} : { timeoutBars: drawn.timeoutBars }),
            account: { allowShort: drawn.allowShort, slippageBps: drawn.slippageBps },
            endOfData: drawn.endOfData,
          })
          const feeds = testFeeds(plan, drawn)
          expect(journalsAgree(plan, feeds)).toMatchObject({ agree: true })
          // Without a journal less is stored and trades are made late: nobody may notice.
          const quiet = runBacktest(plan, feeds, undefined, { backEnd: 'wasm' })
          const recorded = runBacktest(plan, feeds, undefined, { backEnd: 'wasm', sink: { append: () => {} } })
          for (const part of ['trades', 'fills', 'orders', 'metrics', 'equity', 'denials'] as const)
            expect(quiet[part]).toEqual(recorded[part])
        },
      ),
      { numRuns: 60 },
    )
  })

  it('agree on strategies that ask a model, answer by answer', () => {
    const plan = testStrategy({ withModel: true })
    const agreement = journalsAgree(plan, testFeeds(plan, { bars: 300 }), undefined, answers)
    if (!agreement.agree) throw new Error(JSON.stringify(agreement.difference, null, 1))
    expect(agreement.events).toBeGreaterThan(50)
  })

  it('agree where a model is asked but a backtest has none: every answer is a refusal on record', () => {
    const plan = testStrategy({ withModel: true })
    const result = runBacktest(plan, testFeeds(plan, { bars: 300 }), undefined, { backEnd: 'interpreter' })
    expect(result.trades).toEqual([])
    expect(journalsAgree(plan, testFeeds(plan, { bars: 300 })).agree).toBe(true)
  })

  it('write the same trades with a journal and without one', () => {
    const plan = testStrategy({ wish: { stopPercent: 1, targetPercent: 2 } })
    const feeds = testFeeds(plan, { bars: 500 })
    const quiet = runBacktest(plan, feeds, undefined, { backEnd: 'interpreter' })
    const recorded = runBacktest(plan, feeds, undefined, { backEnd: 'interpreter', sink: { append: () => {} } })
    expect(quiet.trades.length).toBeGreaterThan(3)
    expect(recorded.trades).toEqual(quiet.trades)
    expect(recorded.metrics).toEqual(quiet.metrics)
    expect(recorded.events).toBeGreaterThan(0)
  })
})
