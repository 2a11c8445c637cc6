import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type RawAnswer, rawRequest } from './support/raw-request.ts'
import { crossStrategy } from './support/strategies.ts'
import { startServer, type TestServer } from './support/test-server.ts'

/** Answers that take longer than this have done work that nobody asked for; generous, the machine is shared. */
const promptly = 8000

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)
const document = (more: string) => `{"formatVersion":1,"id":"x","name":"x","nodes":[],"edges":[]${more}}`
const nodes = (count: number) =>
  Array.from({ length: count }, (_, at) => `{"id":"n${at}","type":"a","version":1,"position":{"x":0,"y":0},"config":{}}`)

const corpus: readonly (readonly [string, string | Uint8Array])[] = [
  ['nothing', ''],
  ['not JSON', '{'],
  ['a lone word', 'undefined'],
  ['an array', '[]'],
  ['null', 'null'],
  ['a number', '1e999'],
  ['10 MiB of text', `{"a":"${'x'.repeat(10 * 1024 * 1024)}"}`],
  ['10 MiB of zeros', `[${'0,'.repeat(5 * 1024 * 1024)}0]`],
  ['100,000 nodes', `{"formatVersion":1,"id":"x","name":"x","nodes":[${nodes(100_000).join()}],"edges":[]}`],
  ['2,000 nodes', `{"formatVersion":1,"id":"x","name":"x","nodes":[${nodes(2000).join()}],"edges":[]}`],
  ['lists 100,000 deep', nested(100_000, '[', ']')],
  ['objects 50,000 deep', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
  ['a document with lists 5,000 deep', document(`,"viewport":${nested(5000, '[', ']')}`)],
  ['__proto__', document(',"__proto__":{"polluted":true}')],
  ['__proto__ in escapes', document(',"\\u005f_proto__":{"polluted":true}')],
  ['constructor.prototype', document(',"constructor":{"prototype":{"polluted":true}}')],
  ['prototype deep inside', document(',"settings":{"account":{"prototype":{"polluted":true}}}')],
  ['invalid UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['half a surrogate', '{"\\ud800":"\\ud800"}'],
  ['UTF-16', Buffer.from('{"name":"x"}', 'utf16le')],
  ['a byte order mark in the middle', '{"a":\ufeff1}'],
  ['NaN', document(',"viewport":{"x":NaN,"y":0,"zoom":1}')],
  ['a huge number', document(',"viewport":{"x":1e308,"y":-1e308,"zoom":1e400}')],
  ['wrong types everywhere', '{"formatVersion":"1","id":5,"name":[],"nodes":{},"edges":"x","settings":7}'],
  ['a long id', document('').replace('"id":"x"', `"id":"${'x'.repeat(5000)}"`)],
  ['duplicate keys', document(',"formatVersion":99')],
  ['control characters', '{"a":"\u0000"}'],
]

/** "422 with problems", or the code of a connection that broke. */
function verdictOf(answer: unknown): string {
  if (answer instanceof Error) return 'code' in answer ? String(answer.code) : answer.message
  const { status, body } = answer as RawAnswer
  return problemsSchema.safeParse(body).success ? `${status} with problems` : `${status} without problems`
}
const problemsSchema = z.object({
  code: z.string().min(1),
  message: z.string().min(1),
  problems: z.array(z.looseObject({ code: z.string() })).min(1),
})

async function isAlive(server: TestServer): Promise<void> {
  expect((await rawRequest(server.port, '/api/health')).status).toBe(200)
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
}

describe('S16: whatever is sent, the answer is 4xx with problems, soon, and the process lives', () => {
  it.each(corpus)('%s', async (_, body) => {
    const server = await startServer()
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${server.token}` }
    for (const path of ['/api/validate', '/api/workflows/import', '/api/workflows', '/api/runs', '/execute', '/api/tokens']) {
      const began = performance.now()
      // A server may close the connection while the rest of a large body is still on its way; that is an answer too.
      const answer = await rawRequest(server.port, path, { method: 'POST', headers, body }).catch((cause: unknown) => cause)
      const speed = performance.now() - began < promptly ? 'soon' : 'late'
      expect(`${path}: ${verdictOf(answer)}, ${speed}`).toMatch(/: (4\d\d with problems|ECONNRESET|EPIPE), soon$/)
    }
    await isAlive(server)
    expect(await server.api.listWorkflows({})).toEqual([])
  })

  it('strange addresses, methods and queries', async () => {
    const server = await startServer()
    const headers = { authorization: `Bearer ${server.token}` }
    const paths = [
      '/api/workflows/__proto__',
      '/api/workflows/constructor/history',
      '/api/runs/__proto__/events',
      '/api/runs/%00/values?from=0&to=1',
      '/api/runs/x/values?from=-1&to=1e9',
      '/api/runs/x/events?after=9007199254740993',
      '/api/runs/x/events?types=__proto__',
      `/api/workflows/${'a'.repeat(150)}`,
      '/api/workflows/%ff',
      '/api//workflows',
      '/api/runs?limit=100000',
      '/api/runs?limit=1&limit=2',
      '/api/datasets/..%2F..%2Fconfig.json',
      '/..%2f..%2f..%2fetc/passwd',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/.build-stamp',
    ]
    for (const path of paths) {
      const answer = await rawRequest(server.port, path, { headers })
      expect(`${path}: ${answer.status}`).toMatch(/: 4\d\d$/)
      expect(answer.text).not.toMatch(/root:|"strategraph"/)
    }
    await isAlive(server)
  })

  it('a document at its limits is taken', async () => {
    const { api } = await startServer()
    const name = 'n'.repeat(200)
    const made = await api.createWorkflow({ body: { document: { ...crossStrategy(), name, description: 'd'.repeat(20_000) } } })
    expect(made).toMatchObject({ name, errors: 0 })
  })
})
