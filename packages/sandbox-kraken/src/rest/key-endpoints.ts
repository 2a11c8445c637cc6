import { tokenSeconds } from '../accounts/socket-tokens.ts'
import type { PrivateEndpoint } from './rest-call.ts'

export const keyEndpoints: Readonly<Record<string, PrivateEndpoint>> = {
  GetApiKeyInfo: {
    need: [],
    cost: 1,
    handle: ({ account, key }) => ({
      apiKeyName: key.name,
      apiKey: key.key,
      nonce: String(key.nonces.last),
      nonceWindow: key.nonceWindow,
      permissions: [...key.permissions],
      iban: `AA00 SAND BOX0 ${account.id.slice(0, 4).toUpperCase()}`,
      validUntil: '0',
      queryFrom: '0',
      queryTo: '0',
      createdTime: String(Math.floor(key.createdAt / 1000)),
      modifiedTime: String(Math.floor(key.createdAt / 1000)),
      ipAllowlist: [],
      lastUsed: key.lastUsed === undefined ? null : String(Math.floor(key.lastUsed / 1000)),
    }),
  },
  GetWebSocketsToken: {
    need: [['create-ws-token']],
    cost: 1,
    handle: ({ exchange, account, key }) => ({ token: exchange.tokens.issue({ account, key }), expires: tokenSeconds }),
  },
  /** There is nothing to withdraw to; what matters is who may ask. */
  WithdrawMethods: { need: [['withdraw-funds']], cost: 1, handle: () => [] },
  OpenPositions: { need: [['query-open-trades']], cost: 1, handle: () => [] },
}
