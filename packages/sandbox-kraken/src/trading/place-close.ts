import type { Account } from '../accounts/account.ts'
import { type Exchange, lastPrice } from '../exchange.ts'
import { KrakenError } from '../kraken-error.ts'
import { emit } from './account-log.ts'
import { resolveTerms } from './order-prices.ts'
import { placeOrder } from './place-order.ts'
import type { FillRecord } from './records.ts'

/** The conditional close of one fill: an order of its own, same quantity, other side. */
export function placeClose(exchange: Exchange, account: Account, { order, quantity }: FillRecord): void {
  const { ticket } = order
  if (ticket.close === undefined) return
  const side = ticket.side === 'buy' ? 'sell' : 'buy'
  const terms = resolveTerms({ ...ticket.close, side, postOnly: false, last: lastPrice(exchange, ticket.pair) }, ticket.pair)
  const result =
    terms instanceof KrakenError
      ? terms
      : placeOrder(
          exchange,
          account,
          {
            ...ticket,
            ...terms,
            side,
            quantity,
            quoteBudget: undefined,
            timeInForce: 'GTC',
            postOnly: false,
            display: undefined,
            startsAt: 0,
            expiresAt: 0,
            deadline: Number.POSITIVE_INFINITY,
            close: undefined,
          },
          order.id,
        )
  if (result instanceof KrakenError) emit(exchange, account, { type: 'close_refused', order, error: result.text })
}
