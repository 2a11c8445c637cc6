import { randomBytes } from 'node:crypto'
import type { Account, ApiKey } from './account.ts'

export interface TokenOwner {
  readonly account: Account
  readonly key: ApiKey
}

/** Tokens that open the private channels of a socket. */
export interface SocketTokens {
  issue(owner: TokenOwner): string
  /** `expired`: it was good once; undefined: it never was. */
  owner(token: string): TokenOwner | 'expired' | undefined
}

export const tokenSeconds = 900
/** Expired ones are remembered so long to be told from invented ones. */
const rememberedSeconds = 86_400

export function createSocketTokens(realNow: () => number): SocketTokens {
  const tokens = new Map<string, { readonly owner: TokenOwner; readonly expiresAt: number }>()
  return {
    issue(owner) {
      const now = realNow()
      for (const [token, { expiresAt }] of tokens) {
        if (expiresAt + rememberedSeconds * 1000 > now) break
        tokens.delete(token)
      }
      const token = randomBytes(32).toString('base64').replace(/=+$/, '')
      tokens.set(token, { owner, expiresAt: now + tokenSeconds * 1000 })
      return token
    },
    owner(token) {
      const known = tokens.get(token)
      if (known === undefined) return undefined
      return known.expiresAt > realNow() ? known.owner : 'expired'
    },
  }
}
