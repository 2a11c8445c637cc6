import type { Account } from '../accounts/account.ts'
import { heldBalances } from '../accounts/held-balances.ts'
import type { Exchange } from '../exchange.ts'
import type { LedgerRecord } from '../trading/records.ts'
import { moneyText } from '../wire/number-text.ts'
import { timeText } from '../wire/time-text.ts'
import { WireNumber, type WireObject } from '../wire/wire-json.ts'

const decimalsOf = (exchange: Exchange, asset: string) => exchange.pairs.asset(asset)?.decimals ?? 10

export function balanceSnapshot(exchange: Exchange, account: Account): readonly WireObject[] {
  return heldBalances(exchange, account).map(({ asset, total }) => {
    const balance = new WireNumber(moneyText(total, decimalsOf(exchange, asset)))
    return { asset, asset_class: 'currency', balance, wallets: [{ type: 'spot', id: 'main', balance }] }
  })
}

export function balanceUpdate(exchange: Exchange, entry: LedgerRecord): WireObject {
  const number = (money: LedgerRecord['amount']) => new WireNumber(moneyText(money, decimalsOf(exchange, entry.asset)))
  return {
    ledger_id: entry.id,
    ref_id: entry.refid,
    timestamp: timeText(entry.time),
    type: entry.type,
    asset: entry.asset,
    asset_class: 'currency',
    category: entry.type,
    wallet_type: 'spot',
    wallet_id: 'main',
    amount: number(entry.amount),
    fee: number(entry.fee),
    balance: number(entry.balance),
  }
}
