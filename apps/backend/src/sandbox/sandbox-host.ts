import type { createdSandboxAccountSchema, createSandboxAccountSchema, SandboxAccount } from '@strategraph/protocol'
import type { z } from 'zod'

export type CreatedAccount =
  | { readonly ok: true; readonly account: z.output<typeof createdSandboxAccountSchema> }
  | { readonly ok: false; readonly code: string; readonly message: string }

/** The sandbox exchange on the market of this server, and its accounts. */
export interface SandboxHost {
  /** Oldest first; no secrets. */
  accounts(): readonly SandboxAccount[]
  /** On disk when it resolves. */
  createAccount(wanted: z.output<typeof createSandboxAccountSchema>): Promise<CreatedAccount>
  /** When it was closed, ms UTC; undefined where there is none of that id. */
  deleteAccount(id: string): Promise<number | undefined>
}
