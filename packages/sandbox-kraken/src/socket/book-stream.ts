import type { Lots, Side } from '@strategraph/market-model'
import type { BookLevel } from '@strategraph/market-sim'
import type { SandboxMarket } from '../market/sandbox-market.ts'
import { type Pair, priceText, quantityText } from '../pairs/pair.ts'
import { bookChecksum } from '../wire/book-checksum.ts'
import { timeText } from '../wire/time-text.ts'
import type { WireObject } from '../wire/wire-json.ts'
import { priceNumber, quantityNumber } from './price-number.ts'
import type { Stream } from './stream.ts'

export const bookDepths: readonly number[] = [10, 25, 100, 500, 1000]

type Level = Pick<BookLevel, 'price' | 'quantity'>

/** The best levels of one market as its subscribers know them. */
export function bookStream(market: SandboxMarket, pair: Pair, depth: number): Stream {
  const look = (side: Side): readonly Level[] => market.venue.depth(pair.market, side, depth)
  let [asks, bids] = [look('sell'), look('buy')]
  const wireLevel = ({ price, quantity }: Level) => ({ price: priceNumber(pair, price), qty: quantityNumber(pair, quantity) })
  const textLevel = ({ price, quantity }: Level) => ({ price: priceText(pair, price), quantity: quantityText(pair, quantity) })
  const message = (type: 'snapshot' | 'update', askLevels: readonly Level[], bidLevels: readonly Level[]): WireObject => ({
    channel: 'book',
    type,
    data: [
      {
        symbol: pair.symbol,
        bids: bidLevels.map(wireLevel),
        asks: askLevels.map(wireLevel),
        checksum: bookChecksum(asks.slice(0, 10).map(textLevel), bids.slice(0, 10).map(textLevel)),
        timestamp: timeText(market.now()),
      },
    ],
  })
  return {
    snapshot: () => message('snapshot', asks, bids),
    update({ isBookChanged }) {
      if (!isBookChanged) return undefined
      const [oldAsks, oldBids] = [asks, bids]
      asks = look('sell')
      bids = look('buy')
      const changedAsks = changedLevels(oldAsks, asks, { depth, isWorse: (price, than) => price > than })
      const changedBids = changedLevels(oldBids, bids, { depth, isWorse: (price, than) => price < than })
      return changedAsks.length + changedBids.length === 0 ? undefined : message('update', changedAsks, changedBids)
    },
  }
}

interface SideRule {
  readonly depth: number
  readonly isWorse: (price: number, than: number) => boolean
}

/**
 * What a subscriber who cuts his book at `depth` must be told. A level that was only pushed out behind the last one is not told, as he
 * drops it himself; it is told again when it comes back.
 */
function changedLevels(before: readonly Level[], after: readonly Level[], { depth, isWorse }: SideRule): readonly Level[] {
  const old = new Map(before.map(({ price, quantity }) => [price, quantity]))
  const present = new Set(after.map(({ price }) => price))
  const worst = after.length < depth ? undefined : after.at(-1)?.price
  const removed = before.filter(({ price }) => !present.has(price) && (worst === undefined || !isWorse(price, worst)))
  const changed = after.filter(({ price, quantity }) => old.get(price) !== quantity)
  return [...removed.map(({ price }) => ({ price, quantity: 0 as Lots })), ...changed]
}
