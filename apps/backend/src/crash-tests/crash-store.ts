import { type CrashTest, crashTestSchema } from '@strategraph/protocol'
import { z } from 'zod'
import { newRecordId, openRecordStore } from '../market/record-store.ts'

const metaSchema = z.object({
  id: z.string(),
  createdAt: z.number(),
  workflowId: z.string(),
  graphHash: z.string(),
  version: z.int(),
  seed: z.int(),
  revision: z.int().nullable(),
  passed: z.int(),
  failed: z.int(),
  notApplicable: z.int(),
})
export type CrashTestMeta = z.output<typeof metaSchema>

/** Results of crash tests on disk: the newest of each version of each workflow. */
export interface CrashStore {
  /** Newest first. */
  list(workflowId: string): readonly CrashTestMeta[]
  /** Undefined where the file is gone or of another format. */
  read(meta: CrashTestMeta): Promise<CrashTest | undefined>
  write(test: CrashTest): Promise<void>
}

const keptTests = 500

export async function openCrashStore(folder: string): Promise<CrashStore> {
  const records = await openRecordStore({ folder, schema: metaSchema, limit: keptTests })
  const list = (workflowId: string) => records.list().filter((meta) => meta.workflowId === workflowId)
  return {
    list,
    async read({ id }) {
      const record = await records.read(id)
      if (record === undefined) return undefined
      const parsed = crashTestSchema.safeParse(parseJson(record.body))
      return parsed.success ? parsed.data : undefined
    },
    async write(test) {
      const { workflowId, graphHash, version, seed, revision, passed, failed, notApplicable, testedAt: createdAt } = test
      const older = list(workflowId).filter((meta) => meta.graphHash === graphHash)
      const meta = { id: newRecordId(createdAt), createdAt, workflowId, graphHash, version, seed, revision, passed, failed, notApplicable }
      await records.write(meta, JSON.stringify(test))
      for (const { id } of older) await records.remove(id)
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
