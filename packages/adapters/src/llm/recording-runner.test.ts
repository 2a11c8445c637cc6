import { appendFile, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { instrumentId } from '@strategraph/market-model'
import type { PromptAnswer, PromptRequest } from '@strategraph/strategy-core'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { openPromptTape, promptKey } from './prompt-tape.ts'
import { recordingRunner } from './recording-runner.ts'

const request: PromptRequest = {
  provider: 'anthropic',
  model: 'm',
  system: 's',
  user: 'u',
  maxTokens: 100,
  timeoutMs: 1000,
  instrument: instrumentId('kraken', 'BTC/USD'),
}
const bought: PromptAnswer = {
  ok: true,
  action: 'buy',
  size: 0.1 + 0.2,
  confidence: 1,
  reason: 'µ\n"x"',
  usage: { inputTokens: 1, outputTokens: 2 },
  latencyMs: 7,
}
const tapeAt = async (path: string) => {
  const opened = await openPromptTape(path)
  if (!opened.ok) throw new Error(opened.problems[0]?.code)
  return opened.value
}
function counting(...answers: readonly PromptAnswer[]) {
  const state = { calls: 0 }
  const run = async () => answers[Math.min(state.calls++, answers.length - 1)] ?? bought
  return { state, run }
}

describe('recording and replay', () => {
  it('a recorded run replays without a call, with the same answers, also after a restart', async () => {
    const path = join(await temporaryFolder(), 'tape.jsonl')
    const live = counting(bought)
    const recorder = recordingRunner({ mode: 'record', tape: await tapeAt(path), runner: live, now: () => 5 })
    expect(await recorder.run(request)).toEqual(bought)
    const replay = recordingRunner({ mode: 'replay-strict', tape: await tapeAt(path), runner: live })
    expect(await replay.run(request)).toEqual(bought)
    expect(await replay.run({ ...request, timeoutMs: 1 })).toEqual(bought)
    expect(live.state.calls).toBe(1)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      recordedAt: 5,
      request: { user: 'u', model: 'm' },
      key: promptKey(request),
    })
  })

  it.each(['provider', 'model', 'system', 'user', 'maxTokens'] as const)(
    'another %s is another question: strict replay says that it is missing',
    async (field) => {
      const tape = await tapeAt(join(await temporaryFolder(), 'tape.jsonl'))
      await recordingRunner({ mode: 'record', tape, runner: counting(bought) }).run(request)
      const live = counting(bought)
      const other = { ...request, [field]: field === 'maxTokens' ? 101 : field === 'provider' ? 'openai' : 'other' }
      expect(await recordingRunner({ mode: 'replay-strict', tape, runner: live }).run(other)).toMatchObject({
        ok: false,
        code: 'PROMPT_NOT_RECORDED',
      })
      expect(live.state.calls).toBe(0)
    },
  )

  it('moving text from one field to the next changes the key', () => {
    expect(promptKey({ ...request, system: 'ab', user: 'c' })).not.toBe(promptKey({ ...request, system: 'a', user: 'bc' }))
  })

  it('recording asks for each question once, also when two come at the same time', async () => {
    const tape = await tapeAt(join(await temporaryFolder(), 'tape.jsonl'))
    const live = counting(bought, { ...bought, action: 'sell' })
    const recorder = recordingRunner({ mode: 'record', tape, runner: live })
    expect(await Promise.all([recorder.run(request), recorder.run(request)])).toEqual([bought, bought])
    expect(await recorder.run(request)).toEqual(bought)
    expect(live.state.calls).toBe(1)
  })

  it('an outage is not recorded, a bad answer is', async () => {
    const tape = await tapeAt(join(await temporaryFolder(), 'tape.jsonl'))
    const bad: PromptAnswer = { ok: false, code: 'ANSWER_INVALID', reason: 'x', latencyMs: 3 }
    const live = counting({ ok: false, code: 'DEADLINE', reason: 'late' }, bad, bought)
    const recorder = recordingRunner({ mode: 'record', tape, runner: live })
    expect(await recorder.run(request)).toMatchObject({ code: 'DEADLINE' })
    expect(await recorder.run(request)).toEqual(bad)
    expect(await recorder.run(request)).toEqual(bad)
  })

  it('live keeps nothing', async () => {
    const path = join(await temporaryFolder(), 'tape.jsonl')
    const live = counting(bought)
    const runner = recordingRunner({ mode: 'live', tape: await tapeAt(path), runner: live })
    await runner.run(request)
    await runner.run(request)
    expect([live.state.calls, await readFile(path, 'utf8')]).toEqual([2, ''])
  })
})

describe('tape file', () => {
  it('a last line that a crash cut is dropped with a warning, and the next one is whole', async () => {
    const path = join(await temporaryFolder(), 'tape.jsonl')
    await (await tapeAt(path)).append('a', request, bought, 1)
    await appendFile(path, '{"key":"b","ans')
    const opened = await openPromptTape(path)
    expect(opened.ok && opened.warnings.map(({ code }) => code)).toEqual(['TAPE_LINE_CUT'])
    if (opened.ok) await opened.value.append('c', request, bought, 1)
    const again = await tapeAt(path)
    expect([again.find('a'), again.find('b'), again.find('c')]).toEqual([bought, undefined, bought])
  })

  it('damage in the middle is refused', async () => {
    const path = join(await temporaryFolder(), 'tape.jsonl')
    const tape = await tapeAt(path)
    for (const key of ['a', 'b']) await tape.append(key, request, bought, 1)
    await writeFile(path, (await readFile(path, 'utf8')).replace('"buy"', '"bury"'))
    const opened = await openPromptTape(path)
    expect(opened.ok ? '' : opened.problems[0]?.code).toBe('TAPE_DAMAGED')
  })
})
