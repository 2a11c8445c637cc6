import type { Lots, Money, Side, Ticks } from '@strategraph/market-model'
import type { SelfTradePrevention, VenueOrderKind } from '@strategraph/market-sim'
import type { Pair } from '../pairs/pair.ts'

export const orderTypes = [
  'market',
  'limit',
  'iceberg',
  'stop-loss',
  'stop-loss-limit',
  'take-profit',
  'take-profit-limit',
  'trailing-stop',
  'trailing-stop-limit',
] as const
export type OrderType = (typeof orderTypes)[number]

export type TimeInForce = 'GTC' | 'IOC' | 'GTD' | 'FOK'

/** The price part of an order: what the engine gets, and how Kraken prints it. */
export interface OrderTerms {
  readonly type: OrderType
  readonly kind: VenueOrderKind
  /** `descr.price` and `descr.price2`: "60000.0", "+1.5000%", "0" where there is none. */
  readonly price: string
  readonly price2: string
  readonly limit: Ticks | undefined
  readonly trigger: Ticks | undefined
}

/** An order as its sender wants it, checked and in units of the engine; the same from REST and WebSocket. */
export interface OrderTicket extends OrderTerms {
  readonly pair: Pair
  readonly side: Side
  readonly quantity: Lots
  /** `viqc`: so much of the quote currency instead of a quantity. */
  readonly quoteBudget: Money | undefined
  readonly reference: 'last' | 'index'
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  readonly display: Lots | undefined
  readonly selfTradePrevention: SelfTradePrevention
  /** These three in milliseconds of the exchange's clock; 0 = at once, or never. */
  readonly startsAt: number
  readonly expiresAt: number
  readonly deadline: number
  readonly userref: number | undefined
  readonly clientOrderId: string | undefined
  /** Conditional close: placed for each fill, other side. Its texts, not yet resolved: relative prices look at the moment of the fill. */
  readonly close: CloseTemplate | undefined
  readonly validateOnly: boolean
}

export interface CloseTemplate {
  readonly type: OrderType
  readonly price: string | undefined
  readonly price2: string | undefined
  /** "close position @ stop loss 22000.0 -> limit 21000.0" */
  readonly text: string
}

export const isTriggered = (type: OrderType): boolean => type.startsWith('stop') || type.startsWith('take') || type.startsWith('trailing')
export const hasLimit = (type: OrderType): boolean => type === 'iceberg' || type.endsWith('limit')
