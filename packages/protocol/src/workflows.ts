import { z } from 'zod'
import { crashTestSummarySchema } from './crash-tests.ts'
import { idSchema, problemSchema, timeSchema, wireDocumentSchema } from './common.ts'

export const workflowSummarySchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  revision: z.int().min(1),
  /** An autosaved draft newer than the revision exists. */
  hasDraft: z.boolean(),
  updatedAt: timeSchema,
  nodes: z.int(),
  /** Problems of severity error; 0 = runnable. */
  errors: z.int(),
  /** Set for workflows made from an example. */
  example: z.string().optional(),
  activeRunId: z.string().optional(),
  /** Absent: never crash-tested. */
  crashTest: crashTestSummarySchema.optional(),
})
export type WorkflowSummary = z.output<typeof workflowSummarySchema>

export const workflowSchema = workflowSummarySchema.extend({
  document: wireDocumentSchema,
  /** Autosaved edits since `revision`, by the last writer. */
  draft: wireDocumentSchema.optional(),
  problems: z.array(problemSchema),
})
export type Workflow = z.output<typeof workflowSchema>

export const createWorkflowSchema = z.object({
  document: wireDocumentSchema.optional(),
  name: z.string().max(200).optional(),
  example: z.string().optional(),
})
/** `revision` is the one that the edits began from; another current revision answers 409. */
export const saveWorkflowSchema = z.object({ revision: z.int().min(1), document: wireDocumentSchema })
export const saveDraftSchema = z.object({ revision: z.int().min(1), document: wireDocumentSchema })
/** 409: both versions are kept; `yours` is in the history under `yourRevision`. */
export const conflictSchema = z.object({
  code: z.literal('REVISION_CONFLICT'),
  message: z.string(),
  problems: z.array(problemSchema),
  currentRevision: z.int(),
  current: wireDocumentSchema,
  yourRevision: z.int(),
})
export const revisionSchema = z.object({
  revision: z.int(),
  savedAt: timeSchema,
  name: z.string(),
  graphHash: z.string().nullable(),
  /** Revision that this one began from; differs from revision - 1 after a conflict. */
  base: z.int(),
  note: z.string().optional(),
})
export type Revision = z.output<typeof revisionSchema>
export const deletedSchema = z.object({ id: idSchema, restoreUntil: timeSchema })
export const validationSchema = z.object({
  problems: z.array(problemSchema),
  graphHash: z.string().nullable(),
  /** Bars each feed needs before the first decision; by feed node id. */
  warmUp: z.record(z.string(), z.int()).nullable(),
})
export const exampleSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  document: wireDocumentSchema,
  datasets: z.array(z.string()),
})
export type Example = z.output<typeof exampleSchema>
