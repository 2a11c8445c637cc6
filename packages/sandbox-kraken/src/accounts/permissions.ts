/** What an API key may do, as `GetApiKeyInfo` names it. */
export const permissions = [
  'query-funds',
  'add-funds',
  'withdraw-funds',
  'query-open-trades',
  'query-closed-trades',
  'modify-trades',
  'close-trades',
  'query-ledger',
  'export-data',
  'create-ws-token',
] as const
export type Permission = (typeof permissions)[number]

/** Everything that a trading bot needs; nothing that moves money out. */
export const tradingPermissions: readonly Permission[] = [
  'query-funds',
  'query-open-trades',
  'query-closed-trades',
  'modify-trades',
  'close-trades',
  'query-ledger',
  'create-ws-token',
]

/** Any one of these groups is enough; a group is held whole. None: no permission is needed. */
export type Need = readonly (readonly Permission[])[]

export function isAllowed(need: Need, held: ReadonlySet<Permission>): boolean {
  return need.length === 0 || need.some((group) => group.every((permission) => held.has(permission)))
}
