import type { PromptRequest } from '@strategraph/strategy-core'
import { instrumentId } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { fakeLlmServer, type Script } from '../testing/fake-llm-server.ts'
import { createPromptRunner, type PromptRunnerOptions, type UsageRecord } from './prompt-runner.ts'

const providers = ['anthropic', 'openai'] as const
const request = (provider: PromptRequest['provider'], more: Partial<PromptRequest> = {}): PromptRequest => ({
  provider,
  model: 'model-x',
  system: 'You trade.',
  user: 'close = 100',
  maxTokens: 300,
  timeoutMs: 8000,
  instrument: instrumentId('kraken', 'BTC/USD'),
  ...more,
})
const decision = { action: 'buy', size: 0.5, confidence: 0.8, reason: 'trend' }
const text = (value: unknown, more: Partial<Extract<Script, { kind: 'text' }>> = {}): Script => ({
  kind: 'text',
  text: typeof value === 'string' ? value : JSON.stringify(value),
  ...more,
})
const valid = text(decision)

async function setup(more: PromptRunnerOptions = {}) {
  const server = await fakeLlmServer()
  const { apiKey } = server
  const runner = createPromptRunner({
    anthropic: { apiKey, baseURL: server.anthropicUrl },
    openai: { apiKey, baseURL: server.openaiUrl },
    ...more,
  })
  return { server, runner }
}

describe.each(providers)('prompt runner with the %s SDK', (provider) => {
  it('sends key, model, texts and schema, and gives the checked answer back with its usage', async () => {
    const { server, runner } = await setup()
    server.script(valid)
    expect(await runner.run(request(provider))).toEqual({
      ok: true,
      ...decision,
      usage: { inputTokens: 100, outputTokens: 10 },
      latencyMs: expect.any(Number),
    })
    expect(server.refused).toEqual([])
    expect(server.seen).toMatchObject([
      { provider, model: 'model-x', system: 'You trade.', turns: [{ role: 'user', text: 'close = 100' }] },
    ])
  })

  const malformed: readonly [string, Script, string][] = [
    ['cut JSON', text('{"action":"buy","size":0.5,'), 'ANSWER_NOT_JSON'],
    ['prose', text('I would buy now, size 0.5.'), 'ANSWER_NOT_JSON'],
    ['prose with a decision word', text('We should not sell here.'), 'ANSWER_NOT_JSON'],
    ['fenced JSON', text(`\`\`\`json\n${JSON.stringify(decision)}\n\`\`\``), 'ANSWER_NOT_JSON'],
    ['JSON in prose', text(`Sure! ${JSON.stringify(decision)}`), 'ANSWER_NOT_JSON'],
    ['two objects', text(JSON.stringify(decision).repeat(2)), 'ANSWER_NOT_JSON'],
    ['a list of two', text([decision, decision]), 'ANSWER_INVALID'],
    ['an extra key', text({ ...decision, leverage: 100 }), 'ANSWER_INVALID'],
    ['a missing key', text({ action: 'buy', size: 1, confidence: 1 }), 'ANSWER_INVALID'],
    ['NaN', text('{"action":"buy","size":NaN,"confidence":1,"reason":""}'), 'ANSWER_NOT_JSON'],
    ['a number as text', text({ ...decision, size: '1e9' }), 'ANSWER_INVALID'],
    ['a huge size', text({ ...decision, size: 1e9 }), 'ANSWER_INVALID'],
    ['a negative size', text({ ...decision, size: -0.1 }), 'ANSWER_INVALID'],
    ['confidence in percent', text({ ...decision, confidence: 80 }), 'ANSWER_INVALID'],
    ['an unknown action', text({ ...decision, action: 'BUY' }), 'ANSWER_INVALID'],
    ['null', text('null'), 'ANSWER_INVALID'],
    ['null fields', text({ ...decision, size: null }), 'ANSWER_INVALID'],
    ['an endless reason', text({ ...decision, reason: 'x'.repeat(501) }), 'ANSWER_INVALID'],
    ['nothing', text(''), 'ANSWER_EMPTY'],
    ['white space', text(' \n '), 'ANSWER_EMPTY'],
    ['an answer that hit the token limit', text(decision, { cut: true }), 'ANSWER_CUT'],
  ]
  it.each(malformed)('%s: asked once more, then no answer, with the reason', async (_, script, code) => {
    const { server, runner } = await setup()
    server.script(script)
    expect(await runner.run(request(provider))).toMatchObject({ ok: false, code, reason: expect.stringMatching(/.{10}/) })
    expect(server.seen).toHaveLength(2)
    expect(server.refused).toEqual([])
  })

  it('one repair is enough when the second answer is right; both are paid for', async () => {
    const booked: UsageRecord[] = []
    const { server, runner } = await setup({ onUsage: (record) => booked.push(record) })
    server.script(text('no idea'), valid)
    expect(await runner.run(request(provider))).toMatchObject({ ok: true, action: 'buy', usage: { inputTokens: 200, outputTokens: 20 } })
    expect(server.seen[1]?.turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    expect(booked).toEqual([1, 2].map(() => ({ provider, model: 'model-x', inputTokens: 100, outputTokens: 10 })))
  })

  it('a refusal is not argued with', async () => {
    const { server, runner } = await setup()
    server.script(text('I cannot help with that.', { refuse: true }))
    expect(await runner.run(request(provider))).toMatchObject({ ok: false, code: 'MODEL_REFUSED' })
    expect(server.seen).toHaveLength(1)
  })

  it.each([
    [500, 'PROVIDER_ERROR', 2],
    [529, 'PROVIDER_ERROR', 2],
    [429, 'RATE_LIMITED', 2],
    [401, 'KEY_REFUSED', 1],
    [404, 'MODEL_UNKNOWN', 1],
    [400, 'PROVIDER_ERROR', 1],
  ])('HTTP %i is %s after %i tries', async (status, code, tries) => {
    const { server, runner } = await setup()
    server.script({ kind: 'status', status, headers: { 'retry-after-ms': '10' } })
    expect(await runner.run(request(provider))).toMatchObject({ ok: false, code })
    expect(server.seen).toHaveLength(tries)
  })

  it('a passing 429 is waited for within the deadline', async () => {
    const { server, runner } = await setup()
    server.script({ kind: 'status', status: 429, headers: { 'retry-after-ms': '20' } }, valid)
    expect(await runner.run(request(provider))).toMatchObject({ ok: true })
  })

  it.each([
    ['an HTML page', { kind: 'raw', body: '<html><body>proxy login</body></html>', type: 'text/html' }],
    ['an HTML page called JSON', { kind: 'raw', body: '<html>', type: 'application/json' }],
    ['an empty object', { kind: 'raw', body: '{}', type: 'application/json' }],
    ['a cut body', { kind: 'raw', body: '{"id":"msg', type: 'application/json' }],
    ['null', { kind: 'raw', body: 'null', type: 'application/json' }],
  ] as const)('%s instead of an answer is no decision', async (_, script) => {
    const { server, runner } = await setup()
    server.script(script)
    const answer = await runner.run(request(provider))
    expect(answer.ok).toBe(false)
    expect(answer.ok ? '' : answer.code).toMatch(/^(PROVIDER_ERROR|ANSWER_EMPTY|ANSWER_NOT_JSON)$/)
  })

  it.each([{}, { afterHeaders: true }])('a server that hangs (%j) is left at the deadline', async (how) => {
    const { server, runner } = await setup()
    server.script({ kind: 'hang', ...how })
    const began = performance.now()
    expect(await runner.run(request(provider, { timeoutMs: 300 }))).toMatchObject({ ok: false, code: 'DEADLINE' })
    expect(performance.now() - began).toBeLessThan(1500)
  })

  it('stopping the run ends the prompt at once and does not count against the model', async () => {
    const { server, runner } = await setup()
    server.script({ kind: 'hang' })
    for (let round = 0; round < 4; round += 1) {
      const stop = new AbortController()
      const running = runner.run(request(provider), stop.signal)
      setTimeout(() => stop.abort(), 30)
      expect(await running).toMatchObject({ ok: false, code: 'CANCELED' })
    }
  })

  it('after three failures the model is paused without a call; one probe decides whether it comes back', async () => {
    const { server } = await setup()
    const { apiKey } = server
    const options = { apiKey, baseURL: provider === 'anthropic' ? server.anthropicUrl : server.openaiUrl }
    const runner = createPromptRunner({ [provider]: options, breaker: { failures: 3, pauseMs: 200 } })
    server.script({ kind: 'status', status: 400 })
    const codes: unknown[] = []
    for (let round = 0; round < 5; round += 1) codes.push(await runner.run(request(provider)))
    expect(codes.map((answer) => (typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : 'ok'))).toEqual([
      'PROVIDER_ERROR',
      'PROVIDER_ERROR',
      'PROVIDER_ERROR',
      'MODEL_PAUSED',
      'MODEL_PAUSED',
    ])
    expect(server.seen).toHaveLength(3)
    expect(await runner.run(request(provider, { model: 'another' }))).toMatchObject({ code: 'PROVIDER_ERROR' })
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(await runner.run(request(provider))).toMatchObject({ code: 'PROVIDER_ERROR' })
    expect(await runner.run(request(provider))).toMatchObject({ code: 'MODEL_PAUSED' })
    await new Promise((resolve) => setTimeout(resolve, 250))
    server.script(valid)
    expect(await runner.run(request(provider))).toMatchObject({ ok: true })
    expect(await runner.run(request(provider))).toMatchObject({ ok: true })
  })

  it('an unreachable server is a value, not an exception', async () => {
    const runner = createPromptRunner({ [provider]: { apiKey: 'k', baseURL: 'http://127.0.0.1:9' } })
    expect(await runner.run(request(provider))).toMatchObject({ ok: false, code: 'PROVIDER_UNREACHABLE' })
  })

  it('does not follow a redirect with the key', async () => {
    const { server, runner } = await setup()
    const other = await fakeLlmServer()
    other.script(valid)
    server.script({ kind: 'status', status: 307, headers: { location: `${other.anthropicUrl}/v1/messages` } })
    expect(await runner.run(request(provider))).toMatchObject({ ok: false })
    expect([other.seen, other.refused]).toEqual([[], []])
  })

  it('without a key nothing is sent', async () => {
    expect(await createPromptRunner({}).run(request(provider))).toMatchObject({ ok: false, code: 'NO_API_KEY' })
    expect(await createPromptRunner({ [provider]: { apiKey: '' } }).run(request(provider))).toMatchObject({ ok: false, code: 'NO_API_KEY' })
  })

  it('the key is in no answer, also when the provider repeats it', async () => {
    const { server, runner } = await setup()
    server.script({ kind: 'status', status: 401, body: JSON.stringify({ error: { message: `wrong key ${server.apiKey}` } }) })
    expect(JSON.stringify(await runner.run(request(provider)))).not.toContain('canary')
  })

  it('removes characters that hide or reorder text', async () => {
    const { server, runner } = await setup()
    server.script(valid)
    await runner.run(request(provider, { user: 'a\u202Eb\u200Bc\u0007d\ud800e\r\nf\tg' }))
    expect(server.seen[0]?.turns[0]?.text).toBe('abcde\nf\tg')
  })
})
