import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

/** What the fake does with one request. */
export type Script =
  | { readonly kind: 'text'; readonly text: string; readonly cut?: boolean; readonly refuse?: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'raw'; readonly body: string; readonly type: string }
  /** Never answers; `afterHeaders`: sends the head and a first piece of the body, then stalls. */
  | { readonly kind: 'hang'; readonly afterHeaders?: boolean }

export interface SeenRequest {
  readonly provider: 'anthropic' | 'openai'
  readonly model: string
  readonly system: string
  readonly turns: readonly { readonly role: string; readonly text: string }[]
  readonly body: Readonly<Record<string, unknown>>
}

export interface FakeLlmServer {
  readonly anthropicUrl: string
  readonly openaiUrl: string
  readonly apiKey: string
  /** Requests that passed the checks; a request that did not is answered with 4xx and put into `refused`. */
  readonly seen: SeenRequest[]
  readonly refused: string[]
  /** Answers of the next requests, in order; the last one stays. */
  script(...answers: readonly Script[]): void
}

const turns = z.array(z.strictObject({ role: z.enum(['user', 'assistant', 'system']), content: z.string().min(1) })).min(1)
const decisionSchema = z.looseObject({
  type: z.literal('object'),
  additionalProperties: z.literal(false),
  required: z.tuple([z.literal('action'), z.literal('size'), z.literal('confidence'), z.literal('reason')]),
  properties: z.looseObject({ action: z.looseObject({ enum: z.tuple([z.literal('buy'), z.literal('sell'), z.literal('hold')]) }) }),
})
// Strict: an unknown field (temperature at Anthropic, say) is refused as the real API refuses it.
const anthropicBody = z.strictObject({
  model: z.string(),
  max_tokens: z.int().positive(),
  system: z.string().optional(),
  messages: turns,
  output_config: z.strictObject({ format: z.strictObject({ type: z.literal('json_schema'), schema: decisionSchema }) }),
})
const openaiBody = z.strictObject({
  model: z.string(),
  max_tokens: z.int().positive(),
  messages: turns,
  response_format: z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({ name: z.string(), strict: z.literal(true), schema: decisionSchema }),
  }),
})

/** A local server in the shape of both APIs, which checks what it gets. */
export async function fakeLlmServer(): Promise<FakeLlmServer> {
  const apiKey = 'sk-test-canary-0123456789'
  const seen: SeenRequest[] = []
  const refused: string[] = []
  let scripts: Script[] = []

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request)
    const provider = request.url === '/v1/messages' ? 'anthropic' : request.url === '/v1/chat/completions' ? 'openai' : undefined
    const checked = provider === undefined ? 'unknown path' : check(provider, request, body, apiKey)
    if (provider === undefined || typeof checked === 'string') {
      const why = typeof checked === 'string' ? checked : 'unknown path'
      refused.push(`${request.method} ${request.url}: ${why}`)
      return send(
        response,
        checked === 'key' ? 401 : 400,
        JSON.stringify({ error: { type: 'invalid_request_error', message: `bad: ${why} ${apiKey}` } }),
      )
    }
    seen.push(checked)
    const script = scripts.length > 1 ? scripts.shift() : scripts[0]
    if (script === undefined) return send(response, 500, '{}')
    answer(response, provider, checked.model, script)
  }

  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = addressOf(server.address())
  return {
    anthropicUrl: `http://127.0.0.1:${port}`,
    openaiUrl: `http://127.0.0.1:${port}/v1`,
    apiKey,
    seen,
    refused,
    script: (...answers) => (scripts = [...answers]),
  }
}

const addressOf = (address: string | AddressInfo | null): AddressInfo => {
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return address
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

function check(provider: 'anthropic' | 'openai', request: IncomingMessage, text: string, apiKey: string): SeenRequest | string {
  if (request.method !== 'POST') return 'method'
  if (!request.headers['content-type']?.includes('application/json')) return 'content type'
  const { headers } = request
  if (headers.authorization !== `Bearer ${apiKey}` && headers['x-api-key'] !== apiKey) return 'key'
  if (provider === 'anthropic') {
    if (typeof headers['anthropic-version'] !== 'string') return 'anthropic-version'
    const parsed = anthropicBody.safeParse(JSON.parse(text))
    if (!parsed.success) return parsed.error.message
    const { model, system = '', messages } = parsed.data
    return { provider, model, system, turns: messages.map(({ role, content }) => ({ role, text: content })), body: parsed.data }
  }
  const parsed = openaiBody.safeParse(JSON.parse(text))
  if (!parsed.success) return parsed.error.message
  const { model, messages } = parsed.data
  const system = messages.find(({ role }) => role === 'system')?.content ?? ''
  return {
    provider,
    model,
    system,
    turns: messages.filter(({ role }) => role !== 'system').map(({ role, content }) => ({ role, text: content })),
    body: parsed.data,
  }
}

function answer(response: ServerResponse, provider: 'anthropic' | 'openai', model: string, script: Script): void {
  if (script.kind === 'status')
    return send(response, script.status, script.body ?? '{"error":{"type":"x","message":"scripted"}}', script.headers)
  if (script.kind === 'raw') return send(response, 200, script.body, { 'content-type': script.type })
  if (script.kind === 'hang') {
    if (script.afterHeaders === true) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
      response.write('{"id":')
    }
    return
  }
  send(response, 200, JSON.stringify(provider === 'anthropic' ? anthropicAnswer(model, script) : openaiAnswer(model, script)))
}

function anthropicAnswer(model: string, { text, cut, refuse }: Extract<Script, { kind: 'text' }>) {
  const stop = refuse === true ? 'refusal' : cut === true ? 'max_tokens' : 'end_turn'
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text }],
    stop_reason: stop,
    stop_sequence: null,
    usage: { input_tokens: 100, output_tokens: 10 },
  }
}

function openaiAnswer(model: string, { text, cut, refuse }: Extract<Script, { kind: 'text' }>) {
  const message =
    refuse === true ? { role: 'assistant', content: null, refusal: text } : { role: 'assistant', content: text, refusal: null }
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [{ index: 0, message, finish_reason: cut === true ? 'length' : 'stop', logprobs: null }],
    usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
  }
}

function send(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body)
}
