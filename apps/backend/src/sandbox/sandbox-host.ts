import { join } from 'node:path'
import { readIfThere, writeDurably } from '@strategraph/adapters'
import type { createdSandboxAccountSchema, createSandboxAccountSchema, SandboxAccount } from '@strategraph/protocol'
import {
  type AccountSummary,
  createSandboxKraken,
  type Permission,
  permissions as allPermissions,
  type SandboxKraken,
  simulationMarket,
} from '@strategraph/sandbox-kraken'
import type { z } from 'zod'
import type { MarketHost } from '../market/market-host.ts'

/** An account as it is told to its owner, without the addresses at which it can be used: those are the caller's. */
export type NewAccount = Omit<z.output<typeof createdSandboxAccountSchema>, 'restUrl' | 'wsUrl'>
export type AccountResult =
  | { readonly ok: true; readonly account: NewAccount }
  | { readonly ok: false; readonly code: string; readonly message: string }

/** The sandbox exchange on the market of this server. Its accounts outlive the process, their keys and nonces with them. */
export interface SandboxHost {
  readonly exchange: SandboxKraken
  /** Oldest first; no secrets. */
  accounts(): readonly SandboxAccount[]
  /** On disk when it resolves. */
  createAccount(wanted: z.output<typeof createSandboxAccountSchema>): Promise<AccountResult>
  /** When it was closed, ms UTC; undefined where there is none of that id. */
  deleteAccount(id: string): Promise<number | undefined>
  close(): Promise<void>
}

export interface SandboxHostOptions {
  readonly market: MarketHost
  readonly dataFolder: string
  readonly faults: boolean
  readonly now: () => number
  readonly onProblem: (cause: unknown, what: string) => void
}

const mostAccounts = 100
/** Nonces move with every call: a crash lets those of the last minutes be used again. */
const saveEveryMs = 60_000

/** A file of accounts that cannot be read is left alone and told of: no key is lost by starting the server. */
export async function openSandboxHost({ market, dataFolder, faults, now, onProblem }: SandboxHostOptions): Promise<SandboxHost> {
  const path = join(dataFolder, 'sandbox-accounts.json')
  let isReadable = true
  const open = (accounts: unknown) =>
    createSandboxKraken({
      market: simulationMarket(market.simulation),
      realNow: now,
      faults,
      ...(accounts === undefined ? {} : { accounts }),
    })
  const exchange = await (async () => {
    try {
      const text = await readIfThere(path)
      return open(text === undefined ? undefined : JSON.parse(text))
    } catch (cause) {
      isReadable = false
      onProblem(cause, 'the accounts of the sandbox exchange cannot be read; new ones are not stored')
      return open(undefined)
    }
  })()
  const stopFollowing = market.observe({ onReset: (simulation) => exchange.attach(simulationMarket(simulation)) })

  let saved = ''
  let saving = Promise.resolve()
  const save = (): Promise<void> => {
    saving = saving.then(async () => {
      const text = JSON.stringify(exchange.snapshotAccounts())
      if (!isReadable || text === saved) return
      await writeDurably(path, text)
      saved = text
    })
    return saving
  }
  const saveOrTell = () => save().catch((cause: unknown) => onProblem(cause, 'the accounts of the sandbox exchange could not be stored'))
  const timer = setInterval(() => void saveOrTell(), saveEveryMs)
  timer.unref()

  return {
    exchange,
    accounts: () =>
      exchange
        .accounts()
        .map(describe)
        .toSorted((a, b) => a.createdAt - b.createdAt),
    async createAccount({ name, balances, permissions }) {
      const { length } = exchange.accounts()
      if (length >= mostAccounts) return refused('TOO_MANY_ACCOUNTS', `There are ${length} accounts already; close one first.`)
      const assets = new Set(market.simulation.venue.instruments.flatMap(({ base, quote }) => [base, quote]))
      const unknownAsset = Object.keys(balances ?? {}).find((asset) => !assets.has(asset))
      if (unknownAsset !== undefined)
        return refused('ASSET_UNKNOWN', `Nothing is traded for ${JSON.stringify(unknownAsset)} here; there are ${[...assets].join(', ')}.`)
      const unknownPermission = permissions?.find((permission) => !isPermission(permission))
      if (unknownPermission !== undefined)
        return refused(
          'PERMISSION_UNKNOWN',
          `There is no permission ${JSON.stringify(unknownPermission)}; there are ${allPermissions.join(', ')}.`,
        )
      const made = exchange.createAccount({
        name,
        ...(balances === undefined ? {} : { balances }),
        ...(permissions === undefined ? {} : { permissions: permissions.filter(isPermission) }),
      })
      await save()
      const { id, key, secret } = made
      return {
        ok: true,
        account: { id, name, key, secret, createdAt: now(), permissions: [...made.permissions], balances: { ...made.balances } },
      }
    },
    async deleteAccount(id) {
      if (!exchange.closeAccount(id)) return undefined
      await save()
      return now()
    },
    async close() {
      clearInterval(timer)
      stopFollowing()
      exchange.close()
      await saveOrTell()
    },
  }
}

const isPermission = (name: string): name is Permission => allPermissions.some((permission) => permission === name)
const refused = (code: string, message: string): AccountResult => ({ ok: false, code, message })

function describe({ id, name, keys }: AccountSummary): SandboxAccount {
  const [first] = keys
  return { id, name, key: first?.key ?? '', createdAt: first?.createdAt ?? 0, permissions: [...(first?.permissions ?? [])] }
}
