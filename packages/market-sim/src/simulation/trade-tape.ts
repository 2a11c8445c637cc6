import type { Lots, Ticks } from '@strategraph/market-model'
import { numbersOf } from '../numbers-of.ts'
import type { AccountId, MarketIndex, Micros, PassingTrade, Venue, VenueOrderId, VenueTrade } from '../venue/venue-types.ts'

export const keptTrades = 10_000

const width = 10

/** The newest trades of one market in columns: most are never looked at, so they become objects, and their fees money, when somebody does. */
export class TradeTape {
  private readonly rows = new Float64Array(width * keptTrades)
  private readonly market: MarketIndex
  private readonly venue: Pick<Venue, 'tradeFee'>
  private count = 0

  constructor(market: MarketIndex, venue: Pick<Venue, 'tradeFee'>, saved: readonly number[] = []) {
    this.market = market
    this.venue = venue
    this.rows.set(saved)
    this.count = saved.length / width
  }

  push(trade: PassingTrade): void {
    const { rows } = this
    const place = width * (this.count % keptTrades)
    rows[place] = trade.id
    rows[place + 1] = trade.time
    rows[place + 2] = trade.price
    rows[place + 3] = trade.quantity
    rows[place + 4] = trade.takerSide === 'buy' ? 1 : 0
    rows[place + 5] = trade.takerOrder
    rows[place + 6] = trade.makerOrder
    rows[place + 7] = trade.takerAccount
    rows[place + 8] = trade.makerAccount
    rows[place + 9] = trade.takerIsMarketOrder ? 1 : 0
    this.count += 1
  }

  /** Newest last; those until a moment only. */
  newest(limit: number, until = Number.POSITIVE_INFINITY): readonly VenueTrade[] {
    const found: VenueTrade[] = []
    const oldest = Math.max(0, this.count - keptTrades)
    for (let number = this.count - 1; number >= oldest && found.length < limit; number -= 1) {
      const place = width * (number % keptTrades)
      if ((this.rows[place + 1] ?? 0) <= until) found.push(this.read(place))
    }
    return found.reverse()
  }

  /** Rows oldest first. */
  snapshot(): readonly number[] {
    const { rows, count } = this
    return numbersOf(rows, count > keptTrades ? width * (count % keptTrades) : 0, width * Math.min(count, keptTrades))
  }

  private read(place: number): VenueTrade {
    const at = (column: number) => this.rows[place + column] ?? 0
    const { market, venue } = this
    const [price, quantity] = [at(2) as Ticks, at(3) as Lots]
    const [takerAccount, makerAccount] = [at(7) as AccountId, at(8) as AccountId]
    return {
      id: at(0),
      market,
      time: at(1) as Micros,
      price,
      quantity,
      takerSide: at(4) === 1 ? 'buy' : 'sell',
      takerOrder: at(5) as VenueOrderId,
      makerOrder: at(6) as VenueOrderId,
      takerAccount,
      makerAccount,
      takerFee: venue.tradeFee({ account: takerAccount, market, liquidity: 'taker', price, quantity }),
      makerFee: venue.tradeFee({ account: makerAccount, market, liquidity: 'maker', price, quantity }),
      takerIsMarketOrder: at(9) === 1,
    }
  }
}
