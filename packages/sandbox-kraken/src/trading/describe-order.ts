import { moneyText } from '../wire/number-text.ts'
import { quantityText } from '../pairs/pair.ts'
import type { OrderTerms, OrderTicket } from './order-ticket.ts'

/** "buy 0.02100000 ETHUSDT @ limit 330.00": what clients take side, volume and type from. */
export function describeOrder(ticket: OrderTicket): string {
  return `${ticket.side} ${volumeText(ticket)} ${ticket.pair.altname} @ ${termsText(ticket)}`
}

/** "limit 330.00", "stop loss 2677.00 -> limit 2577.00", "trailing stop +1.5000%" */
export function termsText({ type, price, price2 }: OrderTerms): string {
  switch (type) {
    case 'market':
      return 'market'
    case 'limit':
    case 'iceberg':
      return `limit ${price}`
    case 'stop-loss':
    case 'take-profit':
    case 'trailing-stop':
      return `${type.replace('-', ' ')} ${price}`
    case 'stop-loss-limit':
    case 'take-profit-limit':
    case 'trailing-stop-limit':
      return `${type.replace('-limit', '').replace('-', ' ')} ${price} -> limit ${price2}`
  }
}

/** The volume as it was ordered: with `viqc` an amount of quote currency. */
export function volumeText({ pair, quantity, quoteBudget }: Pick<OrderTicket, 'pair' | 'quantity' | 'quoteBudget'>): string {
  return quoteBudget === undefined ? quantityText(pair, quantity) : moneyText(quoteBudget, pair.lot.decimals)
}
