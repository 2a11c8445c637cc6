import { z } from 'zod'
import { permissions } from './permissions.ts'

const text = z.string().min(1).max(200)
const keySchema = z.object({
  key: text,
  secret: text,
  name: text,
  permissions: z.array(z.enum(permissions)),
  nonceWindow: z.int().min(0),
  /** Decimal text: more than a double can hold. */
  lastNonce: z.string().regex(/^\d{1,20}$/),
  createdAt: z.number(),
})

/** Accounts with their secrets, as plain JSON: whoever stores it keeps it private. Orders, trades and balances are not part of it. */
export const accountsSnapshotSchema = z.object({
  version: z.literal(1),
  /** Ids given out so far; none is given twice. */
  ids: z.int().min(0),
  accounts: z.array(
    z.object({
      id: text,
      name: text,
      tier: z.enum(['starter', 'intermediate', 'pro']),
      balances: z.record(z.string(), z.string()),
      keys: z.array(keySchema),
    }),
  ),
})
export type AccountsSnapshot = z.output<typeof accountsSnapshotSchema>
