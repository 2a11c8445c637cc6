import { z } from 'zod'

export const problemSchema = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  code: z.string(),
  message: z.string(),
  expected: z.string().optional(),
  received: z.string().optional(),
  severity: z.enum(['error', 'warning']),
  nodeId: z.string().optional(),
  edgeId: z.string().optional(),
})

/** Body of every answer that is not 2xx. `problems` is never empty. */
export const errorBodySchema = z.object({ code: z.string(), message: z.string(), problems: z.array(problemSchema) })
export type ErrorBody = z.output<typeof errorBodySchema>

/** A document on the wire is checked by `parseDocument`, which also migrates; here it is only known to be an object. */
export const wireDocumentSchema = z.record(z.string(), z.unknown())
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
export const timeSchema = z.number().meta({ description: 'ms UTC' })
