import { type Route, type RouteName, routes } from '@strategraph/protocol'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Exchange, Handlers } from './handlers.ts'
import { uploadLimit } from './body-parsers.ts'

const publicRoutes: readonly RouteName[] = ['health', 'statusAtRoot', 'launch']
/** Answers of many thousand numbers, typed by their handlers: checking each number again would cost more than making it. */
const bulkRoutes: readonly RouteName[] = [
  'runValues',
  'runBars',
  'datasetBars',
  'runEvents',
  'runResult',
  'execute',
  'executeDryRun',
  'nodeTypes',
  'stateAtRoot',
  'marketState',
  'marketBook',
  'marketTrades',
  'marketCandles',
  'marketAgents',
  'marketAgent',
  'marketDecisions',
  'marketEvents',
  'readReport',
]

/** A field that no route knows is a mistake of the sender (a document sent bare, a misspelt option), never to be ignored. */
const strict = (schema: z.ZodType): z.ZodType => (schema instanceof z.ZodObject ? schema.strict() : schema)

/** `/api/runs/:id` belongs to "runs", what lies at the root to its own name. */
const tagOf = (path: string): string => {
  const [, first = '', second] = path.split('/')
  return first === 'api' && second !== undefined ? second : first
}

type AnyHandler = (input: Readonly<Record<string, unknown>>, exchange: Exchange) => unknown

/** Registers the protocol's table, and only that: schemas, methods and addresses come from there. */
export function registerRoutes(app: FastifyInstance, handlers: Handlers): void {
  for (const [name, definition] of Object.entries(routes) as [RouteName, Route][]) {
    const handler = handlers[name] as AnyHandler
    const isUpload = definition.upload === true
    app.route({
      method: definition.method,
      url: definition.path,
      schema: {
        summary: definition.summary,
        tags: [tagOf(definition.path)],
        ...(definition.params === undefined ? {} : { params: definition.params }),
        ...(definition.query === undefined ? {} : { querystring: strict(definition.query) }),
        ...(definition.body === undefined ? {} : { body: strict(definition.body) }),
        response: { 200: definition.response },
      },
      config: { ...(publicRoutes.includes(name) ? { isPublic: true as const } : {}), ...(isUpload ? { isUpload: true as const } : {}) },
      ...(isUpload ? { bodyLimit: uploadLimit } : {}),
      handler: async (request, reply) => {
        const input = {
          ...(definition.params === undefined ? {} : { params: request.params }),
          ...(definition.query === undefined ? {} : { query: request.query }),
          ...(definition.body === undefined ? {} : { body: request.body }),
          ...(isUpload ? { file: request.body } : {}),
        }
        const answer = await handler(input, { request, reply })
        if (bulkRoutes.includes(name)) void reply.type('application/json; charset=utf-8').serializer(JSON.stringify)
        return answer
      },
    })
  }
}
