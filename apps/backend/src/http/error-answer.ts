import { type ErrorBody, routes } from '@strategraph/protocol'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { Refusal } from './refusal.ts'

const maxProblems = 100

/** What Fastify refuses by itself, in our words: code, then sentence. Nothing of the request is repeated. */
const known: Readonly<Record<string, readonly [code: string, message: string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'UNSUPPORTED_MEDIA_TYPE',
    'Send application/json (or application/octet-stream where a file is expected).',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'The request body is larger than this route takes.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BAD_JSON', 'The request says that it is JSON, but its body is empty.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['BAD_JSON', 'The request body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['BAD_REQUEST', 'The body is not as long as its Content-Length says.'],
  FST_ERR_MAX_PARAM_LENGTH_EXCEEDED: ['URI_TOO_LONG', 'The address is too long.'],
}

/** Every answer that is not 2xx: `{code, message, problems}`, without stack, path or what an upstream said. */
export function registerErrorAnswers(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answer(error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsOf(request.url)
    if (allowed.length > 0) {
      void reply.header('allow', allowed.join(', '))
      return send(reply, 405, body('METHOD_NOT_ALLOWED', `${request.method} does not exist here; there is ${allowed.join(', ')}.`))
    }
    // Somebody who typed an address by hand: places of the page lie behind its hash (frontend, router.ts).
    const place = /^\/(?:market|data|workflow)(?:\/[\w%./-]*)?$/.exec(request.url)?.[0]
    if (request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate' && place !== undefined)
      return reply.redirect(`/#${place}`, 302)
    return send(reply, 404, body('NOT_FOUND', 'There is nothing at this address.'))
  })
}

function answer(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) {
    return send(reply, error.status, { ...error.extra, code: error.code, message: error.message, problems: [...error.problems].map(plain) })
  }
  if (hasZodFastifySchemaValidationErrors(error)) return send(reply, 400, validationBody(error))
  const words = known[error.code]
  if (words !== undefined) return send(reply, error.statusCode ?? 400, body(...words))
  const status = error.statusCode ?? 500
  if (status === 429) return send(reply, 429, body('TOO_MANY_REQUESTS', 'Too many requests; wait a moment.'))
  if (status >= 400 && status < 500) return send(reply, status, body('BAD_REQUEST', 'The request cannot be understood.'))
  request.log.error({ err: error }, 'request failed')
  return send(reply, 500, body('INTERNAL', 'Something went wrong in the server; its log says more.'))
}

type ValidationError = Extract<FastifyError, { validation?: unknown }> & {
  readonly validation: readonly { readonly instancePath: string; readonly message?: string }[]
  readonly validationContext?: string
}

function validationBody(error: FastifyError): ErrorBody & { problems: ErrorBody['problems'] } {
  const { validation, validationContext = 'body' } = error as ValidationError
  const problems = validation.slice(0, maxProblems).map(({ instancePath, message }) => ({
    path: [validationContext, ...pathOf(instancePath)],
    code: 'BAD_REQUEST',
    message: message ?? 'not as expected',
    severity: 'error' as const,
  }))
  const message = `The ${validationContext} of the request is not as expected (${validation.length} ${validation.length === 1 ? 'problem' : 'problems'}).`
  return { code: 'BAD_REQUEST', message, problems: problems.length > 0 ? problems : body('BAD_REQUEST', message).problems }
}

const pathOf = (pointer: string): (string | number)[] =>
  pointer
    .split('/')
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')))

function plain(problem: Refusal['problems'][number]): ErrorBody['problems'][number] {
  return { ...problem, path: [...problem.path] }
}

function body(code: string, message: string): ErrorBody {
  return { code, message, problems: [{ path: [], code, message, severity: 'error' }] }
}

function send(reply: FastifyReply, status: number, content: ErrorBody): FastifyReply {
  // Serialised here: the route's own response schema is about its 2xx answer.
  return reply.code(status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(content)
}

type Known = { readonly method: string; readonly pattern: RegExp }

/** `/api/runs/:id` as a pattern of whole addresses. */
const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}/?$`)
const addresses: readonly Known[] = Object.values(routes).map(({ method, path }) => ({ method, pattern: patternOf(path) }))

function methodsOf(url: string): string[] {
  const path = url.split('?')[0] ?? '/'
  return [...new Set(addresses.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))]
}
