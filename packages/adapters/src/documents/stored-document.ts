import { z } from 'zod'

/** What one file holds around the document. The document itself stays `unknown` here: its own parser migrates it. */
export const envelopeSchema = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  revision: z.int().min(1),
  createdAt: z.number(),
  savedAt: z.number(),
  document: z.unknown(),
  /** The newest autosaved state, not yet a revision. */
  draft: z.strictObject({ document: z.unknown(), savedAt: z.number(), basedOn: z.int().min(1) }).optional(),
})
export type Envelope = z.output<typeof envelopeSchema>

export function parseEnvelope(value: unknown): Envelope | undefined {
  const parsed = envelopeSchema.safeParse(value)
  return parsed.success ? parsed.data : undefined
}

/** A version of a document as it was saved. */
export interface StoredDocument<Value> {
  readonly id: string
  readonly revision: number
  readonly createdAt: number
  readonly savedAt: number
  readonly document: Value
  readonly draft?: { readonly document: Value; readonly savedAt: number; readonly basedOn: number }
}

export interface Revision {
  readonly revision: number
  readonly savedAt: number
  /** Set on a version that lost a conflict and was kept beside the line of revisions. */
  readonly conflictId?: string
}

export type DocumentProblemCode =
  | 'DOCUMENT_NOT_FOUND'
  | 'DOCUMENT_DAMAGED'
  | 'DOCUMENT_EXISTS'
  | 'REVISION_CONFLICT'
  | 'REVISION_NOT_FOUND'
  | 'ID_INVALID'
