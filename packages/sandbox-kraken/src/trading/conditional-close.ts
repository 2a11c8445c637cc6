import type { Side, Ticks } from '@strategraph/market-model'
import { KrakenError, invalidArgument } from '../kraken-error.ts'
import type { Pair } from '../pairs/pair.ts'
import { type Params, textOf } from '../wire/params.ts'
import { termsText } from './describe-order.ts'
import { resolveTerms } from './order-prices.ts'
import { type CloseTemplate, orderTypes } from './order-ticket.ts'

export interface CloseContext {
  readonly pair: Pair
  /** Of the primary order. */
  readonly side: Side
  readonly last: Ticks
}

/** `close[ordertype]`, `close[price]`, `close[price2]`: the order that each fill of the primary places, opposite side, same quantity. */
export function conditionalClose(params: Params, { pair, side, last }: CloseContext): CloseTemplate | KrakenError {
  const type = orderTypes.find((known) => known === textOf(params, 'ordertype'))
  if (type === undefined || type === 'market' || type === 'iceberg') return invalidArgument('close ordertype')
  const price = textOf(params, 'price')
  const price2 = textOf(params, 'price2')
  const terms = resolveTerms({ type, side: side === 'buy' ? 'sell' : 'buy', price, price2, postOnly: false, last }, pair)
  if (terms instanceof KrakenError) return terms
  return { type, price, price2, text: `close position @ ${termsText(terms)}` }
}
