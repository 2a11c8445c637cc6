import type { Account, ApiKey } from '../accounts/account.ts'
import { isAllowed } from '../accounts/permissions.ts'
import { tiers } from '../accounts/tiers.ts'
import type { Exchange } from '../exchange.ts'
import { type KrakenError, krakenErrors } from '../kraken-error.ts'
import type { AccountEvent } from '../trading/records.ts'
import { type Params, textOf } from '../wire/params.ts'
import { wireJson, type WireObject, type WireValue } from '../wire/wire-json.ts'
import { balanceSnapshot, balanceUpdate } from './balance-message.ts'
import { executionReport, orderSnapshot, tradeSnapshot } from './execution-report.ts'

/** A private subscription that is about to begin. */
export interface PrivateChannel {
  /** `result` of the acknowledgement. */
  readonly acknowledged: WireObject
  /** Sends the snapshots and, from now on, every event; answers how to stop. */
  start(send: (text: string) => void): () => void
}

export interface ChannelOwner {
  readonly account: Account
  readonly key: ApiKey
}

export const privateChannels: Readonly<
  Record<string, (exchange: Exchange, owner: ChannelOwner, params: Params) => PrivateChannel | KrakenError>
> = {
  executions(exchange, { account, key }, params) {
    if (!isAllowed([['query-open-trades', 'query-closed-trades']], key.permissions)) return krakenErrors.permissionDenied
    const withOrders = textOf(params, 'snap_orders') !== 'false' && textOf(params, 'snapshot') !== 'false'
    const withTrades = textOf(params, 'snap_trades') === 'true' || textOf(params, 'snapshot_trades') === 'true'
    const withStatus = textOf(params, 'order_status') !== 'false'
    const number = numbered('executions')
    return {
      acknowledged: {
        channel: 'executions',
        maxratecount: tiers[account.tier].engine.max,
        snap_orders: withOrders,
        snap_trades: withTrades,
        snapshot: withOrders || withTrades,
        warnings: [
          'cancel_reason is deprecated, use reason',
          'stop_price is deprecated, use triggers.price',
          'trigger is deprecated, use triggers.reference',
        ],
      },
      start(send) {
        if (withTrades)
          send(
            number(
              'snapshot',
              [...account.fills.newest()].slice(0, 50).map((fill) => tradeSnapshot(exchange, fill)),
            ),
          )
        if (withOrders)
          send(
            number(
              'snapshot',
              [...account.open.values()].map((order) => orderSnapshot(exchange, order)),
            ),
          )
        return listen(
          exchange,
          account,
          (event) => {
            const report = withStatus || !isStatusOnly(event) ? executionReport(exchange, event) : undefined
            return report === undefined ? undefined : number('update', [report])
          },
          send,
        )
      },
    }
  },
  balances(exchange, { account, key }, params) {
    if (!isAllowed([['query-funds']], key.permissions)) return krakenErrors.permissionDenied
    const withSnapshot = textOf(params, 'snapshot') !== 'false'
    const number = numbered('balances')
    return {
      acknowledged: { channel: 'balances', snapshot: withSnapshot },
      start(send) {
        if (withSnapshot) send(number('snapshot', balanceSnapshot(exchange, account)))
        return listen(
          exchange,
          account,
          (event) => (event.type === 'ledger' ? number('update', [balanceUpdate(exchange, event.entry)]) : undefined),
          send,
        )
      },
    }
  },
}

const isStatusOnly = ({ type }: AccountEvent) => type === 'pending_new' || type === 'amended' || type === 'status'

/** Messages of one subscription carry ascending numbers from 1: a gap is a lost message. */
function numbered(channel: string): (type: 'snapshot' | 'update', data: readonly WireValue[]) => string {
  let sequence = 0
  return (type, data) => {
    sequence += 1
    return wireJson({ channel, type, data, sequence })
  }
}

/** Messages are made at once, as records go on changing, and sent after what caused them is over: an order's acknowledgement comes first. */
function listen(
  exchange: Exchange,
  account: Account,
  print: (event: AccountEvent) => string | undefined,
  send: (text: string) => void,
): () => void {
  let isOpen = true
  const listener = (event: AccountEvent) => {
    const text = print(event)
    if (text !== undefined) exchange.defer(() => isOpen && send(text))
  }
  account.listeners.add(listener)
  return () => {
    isOpen = false
    account.listeners.delete(listener)
  }
}
