import { instrumentScale, priceOf } from '@strategraph/market-model'
import type { MarketIndex, Venue } from '../venue/venue-types.ts'
import { noteQuote, type TapeQuote, type TapeTrade, type TickTape, tickTape } from './tick-tape.ts'

/** Listens to one market of a venue. Quantities on its tape are in lots. */
export interface TapeRecorder {
  /** What was heard so far. */
  tape(): TickTape
  stop(): void
}

export function recordTape(venue: Venue, market: MarketIndex): TapeRecorder {
  const instrument = venue.instruments[market]
  if (instrument === undefined) throw new RangeError(`the venue has no market ${market}`)
  const scale = instrumentScale(instrument)
  const trades: TapeTrade[] = []
  const quotes: TapeQuote[] = []
  const lookAtQuote = () => {
    const [bid, ask] = [venue.bestBid(market), venue.bestAsk(market)]
    if (bid === 0 || ask === 0) return
    const [bidQuantity, askQuantity] = [venue.bestBidQuantity(market), venue.bestAskQuantity(market)]
    noteQuote(quotes, { time: venue.now, bid: priceOf(bid, scale), bidQuantity, ask: priceOf(ask, scale), askQuantity })
  }
  lookAtQuote()
  const stop = venue.observe({
    onLevel: (index) => {
      if (index === market) lookAtQuote()
    },
    onTrade: ({ market: index, time, price, quantity, takerSide }) => {
      if (index === market) trades.push({ time, price: priceOf(price, scale), quantity, sign: takerSide === 'buy' ? 1 : -1 })
    },
  })
  return { stop, tape: () => tickTape(scale.tickSize, trades, quotes) }
}
