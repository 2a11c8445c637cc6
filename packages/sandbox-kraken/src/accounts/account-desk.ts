import { randomBytes, randomUUID } from 'node:crypto'
import type { Money } from '@strategraph/market-model'
import type { AccountId } from '@strategraph/market-sim'
import type { Exchange } from '../exchange.ts'
import { accountEar } from '../trading/account-ear.ts'
import { addLedger, endOrder } from '../trading/account-log.ts'
import { type Account, type ApiKey, newAccount } from './account.ts'
import type { AccountsSnapshot } from './accounts-snapshot.ts'
import { createNonceGate } from './nonce-gate.ts'
import { type Permission, tradingPermissions } from './permissions.ts'
import { createRateCounter } from './rate-counter.ts'
import { type Tier, tiers } from './tiers.ts'

export interface AccountRequest {
  readonly name: string
  /** Asset ("BTC", "USD") to decimal text; default 100,000 USD and 1 BTC. */
  readonly balances?: Readonly<Record<string, string>>
  readonly tier?: Tier
  readonly permissions?: readonly Permission[]
  readonly nonceWindow?: number
}

export interface KeyRequest {
  readonly name?: string
  readonly permissions?: readonly Permission[]
  /** A nonce may be so much below the highest one, once; default 0. */
  readonly nonceWindow?: number
}

/** Base64, as Kraken's. The secret is shown here and never again. */
export interface CreatedKey {
  readonly key: string
  readonly secret: string
}

export interface CreatedAccount extends CreatedKey {
  readonly id: string
  readonly name: string
  readonly balances: Readonly<Record<string, string>>
  readonly tier: Tier
  readonly permissions: readonly Permission[]
}

export const defaultBalances: Readonly<Record<string, string>> = { USD: '100000', BTC: '1' }

/** Opens an account at the exchange and at the engine behind it. */
export function openAccount(
  exchange: Exchange,
  accounts: Map<string, Account>,
  { name, balances = defaultBalances, tier = 'intermediate', ...keyRequest }: AccountRequest,
): CreatedAccount {
  const account = admitAccount(exchange, accounts, { id: randomUUID(), name, tier, balances })
  const created = addKey(exchange, account, { name, ...keyRequest })
  const granted = account.keys.get(created.key)?.permissions ?? []
  return { ...created, id: account.id, name, balances, tier, permissions: [...granted] }
}

export function addKey(
  exchange: Exchange,
  account: Account,
  { name = account.name, permissions = tradingPermissions, nonceWindow = 0 }: KeyRequest,
): CreatedKey {
  const created = { key: randomBytes(42).toString('base64'), secret: randomBytes(64).toString('base64') }
  const now = exchange.clock.real()
  putKey(account, { ...created, name, permissions: [...permissions], nonceWindow, lastNonce: '0', createdAt: now })
  return created
}

export function restoreAccounts(exchange: Exchange, accounts: Map<string, Account>, { accounts: stored }: AccountsSnapshot): void {
  for (const { keys, ...identity } of stored) {
    const account = admitAccount(exchange, accounts, identity)
    for (const key of keys) putKey(account, key)
  }
}

export function snapshotAccounts({ ids, accounts }: Exchange): AccountsSnapshot {
  return {
    version: 1,
    ids: ids.count,
    accounts: [...accounts.values()].map(({ id, name, tier, balances, keys }) => ({
      id,
      name,
      tier,
      balances: { ...balances },
      keys: [...keys.values()].map((key) => ({
        key: key.key,
        secret: key.secret,
        name: key.name,
        permissions: [...key.permissions],
        nonceWindow: key.nonceWindow,
        lastNonce: String(key.nonces.last),
        createdAt: key.createdAt,
      })),
    })),
  }
}

/** Gives an account its place in a market that was attached: what it has open ends, and it has what that market knows of it, else its first balances. */
export function moveAccount(exchange: Exchange, account: Account): void {
  for (const order of account.open.values()) endOrder(exchange, account, order, 'canceled', 'Market reset')
  clearTimeout(account.cancelAfter)
  account.cancelAfter = undefined
  account.transactions.clear()
  account.venueAccount = openAtEngine(exchange, account)
  listen(exchange, account)
  fund(exchange, account)
}

/** Cancels everything and forgets the account. */
export function closeAccount(exchange: Exchange, accounts: Map<string, Account>, id: string): boolean {
  const account = accounts.get(id)
  if (account === undefined) return false
  exchange.market.door.cancelAll(account.venueAccount)
  clearTimeout(account.cancelAfter)
  return accounts.delete(id)
}

function admitAccount(
  exchange: Exchange,
  accounts: Map<string, Account>,
  identity: Pick<Account, 'id' | 'name' | 'tier' | 'balances'>,
): Account {
  const account = newAccount(identity, openAtEngine(exchange, identity))
  accounts.set(account.id, account)
  listen(exchange, account)
  fund(exchange, account)
  return account
}

/** A market that was restored may still know the account: it keeps what it has there, and what it left open ends. */
function openAtEngine({ market }: Exchange, { id, name, tier, balances }: Pick<Account, 'id' | 'name' | 'tier' | 'balances'>): AccountId {
  const engineName = `${name} (sandbox ${id.slice(0, 8)})`
  for (let index = market.venue.accountCount - 1; index >= 0; index -= 1) {
    const known = index as AccountId
    if (market.venue.accountName(known) !== engineName) continue
    market.door.cancelAll(known)
    return known
  }
  return market.door.openAccount({ name: engineName, balances, maxOpenOrders: tiers[tier].openOrders })
}

function listen(exchange: Exchange, account: Account): void {
  const { market } = exchange
  const { venueAccount } = account
  const isCurrent = () => exchange.market === market && account.venueAccount === venueAccount && exchange.accounts.has(account.id)
  market.venue.observeAccount(venueAccount, accountEar(exchange, account, isCurrent))
}

/** The ledger says where the balances come from: a deposit at first, what is put right after a change of market. */
function fund(exchange: Exchange, account: Account): void {
  const before = new Map<string, Money>()
  for (const { asset, balance } of account.ledger.newest()) if (!before.has(asset)) before.set(asset, balance)
  const { venue } = exchange.market
  const assets = new Set([...before.keys(), ...venue.balances(account.venueAccount).map(({ asset }) => asset)])
  for (const asset of assets) {
    const balance = venue.balance(account.venueAccount, asset).total
    const amount = (balance - (before.get(asset) ?? 0n)) as Money
    if (amount === 0n) continue
    const type = before.size === 0 ? 'deposit' : 'adjustment'
    addLedger(exchange, account, { refid: exchange.ids.next('T'), type, asset, amount, fee: 0n as Money, balance })
  }
}

function putKey(account: Account, stored: AccountsSnapshot['accounts'][number]['keys'][number]): void {
  const key: ApiKey = {
    key: stored.key,
    secret: stored.secret,
    name: stored.name,
    permissions: new Set(stored.permissions),
    nonceWindow: stored.nonceWindow,
    nonces: createNonceGate(BigInt(stored.lastNonce), BigInt(stored.nonceWindow)),
    calls: createRateCounter(tiers[account.tier].rest.decayPerSecond),
    createdAt: stored.createdAt,
    lastUsed: undefined,
  }
  account.keys.set(key.key, key)
}
