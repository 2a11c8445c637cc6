import type { Route, RouteName, routes } from '@strategraph/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : never
type Part<R extends Route, Name extends 'params' | 'query' | 'body'> =
  R extends Readonly<Record<Name, infer Schema>> ? Readonly<Record<Name, Parsed<Schema>>> : unknown

/** What a handler gets: the parts of the request that its route declares, parsed. */
export type HandlerInput<R extends Route> = Part<R, 'params'> &
  Part<R, 'query'> &
  Part<R, 'body'> &
  (R extends { readonly upload: true } ? { readonly file: Uint8Array } : unknown)

/** For the few handlers that set a cookie or look at who asks. */
export interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type Answer<R extends Route> = z.output<R['response']>
export type Handler<Name extends RouteName> = (
  input: HandlerInput<(typeof routes)[Name]>,
  exchange: Exchange,
) => Answer<(typeof routes)[Name]> | Promise<Answer<(typeof routes)[Name]>>
export type Handlers = { readonly [Name in RouteName]: Handler<Name> }
