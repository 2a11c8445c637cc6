import { randomBytes } from 'node:crypto'
import type { MarketIndex, MarketMode } from '@strategraph/market-sim'
import type { Account } from './accounts/account.ts'
import {
  type AccountRequest,
  addKey,
  closeAccount,
  type CreatedAccount,
  type CreatedKey,
  type KeyRequest,
  moveAccount,
  openAccount,
  restoreAccounts,
  snapshotAccounts,
} from './accounts/account-desk.ts'
import { type AccountsSnapshot, accountsSnapshotSchema } from './accounts/accounts-snapshot.ts'
import { createSocketTokens } from './accounts/socket-tokens.ts'
import type { Exchange } from './exchange.ts'
import { createExchangeClock } from './exchange-clock.ts'
import { type ControlAnswer, type ControlRequest, handleControl } from './faults/control.ts'
import { createFaults, type FaultPort } from './faults/fault-port.ts'
import type { SandboxMarket } from './market/sandbox-market.ts'
import { createSpreadTape } from './market/spread-tape.ts'
import { createPairTable } from './pairs/pair-table.ts'
import { handleRest } from './rest/handle-rest.ts'
import type { RestAnswer } from './rest/rest-answer.ts'
import type { RestRequest } from './rest/rest-door.ts'
import { createMarketFeed } from './socket/market-feed.ts'
import type { SocketConnection } from './socket/outbound.ts'
import { openSession, type OwnSession, type SocketSession } from './socket/socket-session.ts'
import type { AccountEvent } from './trading/records.ts'
import { createIds } from './wire/ids.ts'

export interface SandboxOptions {
  readonly market: SandboxMarket
  /** Milliseconds; default the machine's clock. */
  readonly realNow?: () => number
  /** Ids of orders and trades are drawn from it; default random, so that no two exchanges give the same ones. */
  readonly seed?: string
  /** Default `on`: each account has the limits of its tier. */
  readonly limits?: 'on' | 'off'
  /** Default false: there is no fault port at all. */
  readonly faults?: boolean
  /** From `snapshotAccounts` of an earlier process. Throws ZodError for anything else. */
  readonly accounts?: unknown
  /** Default 1000. */
  readonly heartbeatMs?: number
}

/** A Kraken over a market of our own: REST under "/0/", WebSocket v2 under "/v2". */
export interface SandboxKraken {
  handleRest(request: RestRequest): Promise<RestAnswer>
  openSocket(connection: SocketConnection): SocketSession
  createAccount(request: AccountRequest): CreatedAccount
  /** Undefined where there is no such account. */
  addKey(accountId: string, request: KeyRequest): CreatedKey | undefined
  closeAccount(accountId: string): boolean
  accounts(): readonly AccountSummary[]
  /** Ground truth: every event of an account from now on. Answers how to stop; undefined where there is no such account. */
  watchAccount(accountId: string, listener: (event: AccountEvent) => void): (() => void) | undefined
  /** Plain JSON with secrets. */
  snapshotAccounts(): AccountsSnapshot
  /**
   * Another market takes the place of this one: orders end, sockets are closed, accounts have what that market knows of them (it was restored),
   * else their first balances.
   */
  attach(market: SandboxMarket): void
  readonly faults: FaultPort | undefined
  /** The fault port over HTTP; 404 where there is none. */
  handleControl(request: ControlRequest): ControlAnswer
  /** Closes sockets and timers; the market is not touched. */
  close(): void
}

export interface AccountSummary {
  readonly id: string
  readonly name: string
  readonly tier: Account['tier']
  /** Initial ones. */
  readonly balances: Readonly<Record<string, string>>
  readonly keys: readonly {
    readonly key: string
    readonly permissions: readonly string[]
    readonly createdAt: number
    readonly lastUsed: number | undefined
  }[]
  readonly openOrders: number
  readonly trades: number
}

export function createSandboxKraken(options: SandboxOptions): SandboxKraken {
  const realNow = options.realNow ?? Date.now
  const clock = createExchangeClock(realNow)
  const stored = options.accounts === undefined ? undefined : accountsSnapshotSchema.parse(options.accounts)
  const accounts = new Map<string, Account>()
  const forcedModes = new Map<MarketIndex, MarketMode>()
  const sessions = new Set<OwnSession>()
  const faults = options.faults === true ? createFaults({ shiftClock: (ms) => clock.shiftBy(ms), forceMode }, realNow) : undefined
  let attached = options.market
  let pairs = createPairTable(attached.venue)
  let spreads = createSpreadTape(attached)
  const exchange: Exchange = {
    get market() {
      return attached
    },
    get pairs() {
      return pairs
    },
    get spreads() {
      return spreads
    },
    clock,
    ids: createIds(options.seed ?? randomBytes(16).toString('hex'), stored?.ids ?? 0),
    accounts,
    tokens: createSocketTokens(realNow),
    forcedModes,
    isLimited: options.limits !== 'off',
    lagOf: (endpoint) => faults?.lagOf(endpoint) ?? 0,
    defer: queueMicrotask,
  }
  const openFeed = () =>
    createMarketFeed(exchange, (pair) => {
      for (const session of sessions) session.tellMode(pair)
    })
  let feed = openFeed()
  if (stored !== undefined) restoreAccounts(exchange, accounts, stored)

  function forceMode(symbol: string, mode: MarketMode | undefined): void {
    const pair = pairs.bySymbol(symbol)
    if (pair === undefined) return
    if (mode === undefined) forcedModes.delete(pair.market)
    else forcedModes.set(pair.market, mode)
    for (const session of sessions) session.tellMode(pair)
  }

  /** 1012: service restart. */
  const closeSockets = () => {
    for (const session of sessions) session.end(1012, 'market replaced')
    sessions.clear()
  }

  return {
    handleRest: (request) => handleRest(exchange, faults, request),
    openSocket(connection) {
      const session = openSession({ exchange, feed, faults, heartbeatMs: options.heartbeatMs ?? 1000 }, connection)
      sessions.add(session)
      return {
        receive: (text) => session.receive(text),
        closed() {
          session.closed()
          sessions.delete(session)
        },
      }
    },
    createAccount: (request) => openAccount(exchange, accounts, request),
    addKey(accountId, request) {
      const account = accounts.get(accountId)
      return account === undefined ? undefined : addKey(exchange, account, request)
    },
    closeAccount: (accountId) => closeAccount(exchange, accounts, accountId),
    accounts: () => [...accounts.values()].map(summary),
    watchAccount(accountId, listener) {
      const account = accounts.get(accountId)
      account?.listeners.add(listener)
      return account === undefined ? undefined : () => account.listeners.delete(listener)
    },
    snapshotAccounts: () => snapshotAccounts(exchange),
    attach(market) {
      closeSockets()
      feed.close()
      spreads.close()
      attached = market
      pairs = createPairTable(market.venue)
      spreads = createSpreadTape(market)
      forcedModes.clear()
      feed = openFeed()
      for (const account of accounts.values()) moveAccount(exchange, account)
    },
    faults: faults?.port,
    handleControl: (request) => handleControl(faults?.port, request),
    close() {
      closeSockets()
      feed.close()
      spreads.close()
      for (const account of accounts.values()) clearTimeout(account.cancelAfter)
    },
  }
}

function summary({ id, name, tier, balances, keys, open, fills }: Account): AccountSummary {
  return {
    id,
    name,
    tier,
    balances,
    keys: [...keys.values()].map(({ key, permissions, createdAt, lastUsed }) => ({
      key,
      permissions: [...permissions],
      createdAt,
      lastUsed,
    })),
    openOrders: open.size,
    trades: fills.size,
  }
}
