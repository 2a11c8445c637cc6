import { type InstrumentScale, type OrderKind, priceOf, type Side, type Ticks, toTicks } from '@strategraph/market-model'
import { ticks } from '../market/amounts.ts'

/** The prices of a bar as plain numbers. */
export interface BarPrices {
  readonly open: number
  readonly high: number
  readonly low: number
}

/**
 * The price at which an order fills in a bar, or undefined where the bar does not reach it (rules 2 to 4 of the bar engine).
 * Limit: at the limit or the better open. Stop: at the trigger or the worse open. A price between two ticks is rounded
 * against the trader.
 */
export function fillPriceInBar(kind: OrderKind, side: Side, bar: BarPrices, scale: InstrumentScale): Ticks | undefined {
  const isBuy = side === 'buy'
  switch (kind.type) {
    case 'market':
      return openTicks(bar, isBuy, scale)
    case 'limit': {
      const limit = priceOf(kind.price, scale)
      if (isBuy ? bar.low > limit : bar.high < limit) return undefined
      // Strictly better than the limit, else rounding an open that lies between two ticks could pass it.
      if (isBuy ? bar.open < limit : bar.open > limit) {
        const open = openTicks(bar, isBuy, scale)
        return ticks(isBuy ? Math.min(open, kind.price) : Math.max(open, kind.price))
      }
      return kind.price
    }
    case 'stop': {
      const trigger = priceOf(kind.trigger, scale)
      if (isBuy ? bar.high < trigger : bar.low > trigger) return undefined
      const open = openTicks(bar, isBuy, scale)
      return ticks(isBuy ? Math.max(open, kind.trigger) : Math.min(open, kind.trigger))
    }
  }
}

const openTicks = (bar: BarPrices, isBuy: boolean, scale: InstrumentScale) => toTicks(bar.open, scale, isBuy ? 'up' : 'down')

/** The price made worse by basis points and rounded to a tick against the trader; never below one tick. */
export function slipped(price: Ticks, side: Side, bps: number): Ticks {
  if (bps === 0) return price
  const slip = (price * bps) / 10_000
  // A slip that is a whole number of ticks in decimal must not become one more through its binary error.
  const whole = Math.ceil(slip - 1e-9 * Math.max(1, slip))
  return ticks(side === 'buy' ? price + whole : Math.max(1, price - whole))
}
