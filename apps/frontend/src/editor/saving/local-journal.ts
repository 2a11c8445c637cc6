import { type WorkflowDocument, documentSchema } from '@strategraph/strategy-core'
import { z } from 'zod'

/** Edits that the server has not acknowledged yet, in this browser. A crash, a closed lid or a lost server costs nothing. */
const entrySchema = z.object({ revision: z.int(), at: z.number(), document: documentSchema })
export type LocalEdits = z.output<typeof entrySchema>

const keyOf = (workflowId: string) => `strategraph.edits.${workflowId}`

export interface TextStore {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

export function keepEdits(store: TextStore, workflowId: string, revision: number, document: WorkflowDocument, at: number): boolean {
  try {
    store.setItem(keyOf(workflowId), JSON.stringify({ revision, at, document }))
    return true
  } catch {
    // Full or forbidden: the server's draft is then the only copy, which the save state says.
    return false
  }
}

export function forgetEdits(store: TextStore, workflowId: string): void {
  store.removeItem(keyOf(workflowId))
}

export function foundEdits(store: TextStore, workflowId: string): LocalEdits | undefined {
  const text = store.getItem(keyOf(workflowId))
  if (text === null) return undefined
  try {
    const parsed = entrySchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
