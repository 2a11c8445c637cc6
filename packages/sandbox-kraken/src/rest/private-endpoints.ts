import { balanceEndpoints } from './balance-endpoints.ts'
import { historyEndpoints } from './history-endpoints.ts'
import { keyEndpoints } from './key-endpoints.ts'
import { orderEndpoints } from './order-endpoints.ts'
import type { PrivateEndpoint } from './rest-call.ts'

export const privateEndpoints: ReadonlyMap<string, PrivateEndpoint> = new Map(
  [balanceEndpoints, historyEndpoints, keyEndpoints, orderEndpoints].flatMap((endpoints) => Object.entries(endpoints)),
)
