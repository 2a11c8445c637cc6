import type { Balance } from '@strategraph/market-sim'
import type { Exchange } from '../exchange.ts'
import type { Account } from './account.ts'

/** Of the assets that the account was given or has come to. */
export function heldBalances({ market }: Exchange, account: Account): readonly Balance[] {
  return market.venue.balances(account.venueAccount).filter(({ asset, total }) => total !== 0n || Object.hasOwn(account.balances, asset))
}
