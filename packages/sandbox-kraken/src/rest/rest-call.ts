import type { Account, ApiKey } from '../accounts/account.ts'
import type { Need } from '../accounts/permissions.ts'
import type { Exchange } from '../exchange.ts'
import type { KrakenError } from '../kraken-error.ts'
import type { Params } from '../wire/params.ts'
import type { WireValue } from '../wire/wire-json.ts'

/** The `result` of an answer, or the one error in it. */
export type RestResult = WireValue | KrakenError

export interface PublicCall {
  /** "AddOrder" */
  readonly endpoint: string
  readonly exchange: Exchange
  readonly params: Params
  /** Milliseconds of the exchange's clock: deadlines are measured from here. */
  readonly arrivedAt: number
}

export interface PrivateCall extends PublicCall {
  readonly account: Account
  readonly key: ApiKey
}

export interface PrivateEndpoint {
  readonly need: Need
  /** On the key's call counter. */
  readonly cost: number
  handle(call: PrivateCall): RestResult
}
