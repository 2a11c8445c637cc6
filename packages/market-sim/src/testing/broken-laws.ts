import { moneyFromText, moneyPerTickLot } from '@strategraph/market-model'
import type { Side } from '@strategraph/market-model'
import type { AccountId, FeeTier, MarketIndex, Venue, VenueOrder } from '../venue/venue-types.ts'

/**
 * What is wrong with a venue, in words; empty where everything adds up. `deposited`: all that was ever paid in, by asset; `tiers`: of
 * the accounts that have one, by account. Sees only the public face, so it may be asked after any command of any test.
 */
export function brokenLaws(
  venue: Venue,
  deposited: Readonly<Record<string, bigint>>,
  tiers: readonly (FeeTier | undefined)[] = [],
): string[] {
  const accounts = Array.from({ length: venue.accountCount }, (_, index) => index as AccountId)
  const open = accounts.map((account) => venue.openOrders(account))
  return [
    ...Object.entries(deposited).flatMap(([asset, amount]) => {
      const sum = accounts.reduce((total, account) => total + venue.balance(account, asset).total, venue.fees(asset) as bigint)
      return sum === amount ? [] : [`${asset}: ${amount} paid in, ${sum} in accounts and fees`]
    }),
    ...accounts.flatMap((account) => brokenHolds(venue, account, open[account] ?? [], tiers[account])),
    ...venue.instruments.flatMap((_, market) => brokenBook(venue, market as MarketIndex, open.flat())),
  ]
}

/** What an open order has to hold, in the words of the contract: notional and fee of what is left, rounded up once per lot. */
function holdOf(venue: Venue, order: VenueOrder, tier: FeeTier | undefined): bigint {
  const instrument = venue.instruments[order.market]
  if (instrument === undefined || order.status !== 'open') return 0n
  const rest = BigInt(order.quantity - order.filled)
  if (order.side === 'sell') return rest * moneyFromText(instrument.lotSize)
  const perLot = BigInt(order.price ?? 0) * moneyPerTickLot(instrument)
  const isPostOnly = order.kind.type === 'limit' && order.kind.postOnly === true
  const { makerPpm, takerPpm } = tier ?? { makerPpm: instrument.makerFeePpm, takerPpm: instrument.takerFeePpm }
  const ppm = BigInt(isPostOnly ? makerPpm : takerPpm)
  return rest * (perLot + (perLot * ppm + 999_999n) / 1_000_000n)
}

function brokenHolds(venue: Venue, account: AccountId, orders: readonly VenueOrder[], tier: FeeTier | undefined): string[] {
  const problems = venue.openOrderCount(account) === orders.length ? [] : [`account ${account}: wrong number of open orders`]
  for (const { asset, total, held } of venue.balances(account)) {
    const pays = ({ market, side }: VenueOrder) => venue.instruments[market]?.[side === 'buy' ? 'quote' : 'base'] === asset
    const needed = orders.filter(pays).reduce((sum, order) => sum + holdOf(venue, order, tier), 0n)
    if (held !== needed) problems.push(`account ${account} holds ${held} ${asset}, its orders need ${needed}`)
    if (held < 0n || held > total) problems.push(`account ${account} holds ${held} of ${total} ${asset}`)
  }
  return problems
}

function brokenBook(venue: Venue, market: MarketIndex, orders: readonly VenueOrder[]): string[] {
  const [bid, ask] = [venue.bestBid(market), venue.bestAsk(market)]
  const crossed = bid !== 0 && ask !== 0 && bid >= ask ? [`market ${market} is crossed: ${bid} ${ask}`] : []
  return [...crossed, ...brokenSide(venue, market, 'buy', orders), ...brokenSide(venue, market, 'sell', orders)]
}

function brokenSide(venue: Venue, market: MarketIndex, side: Side, orders: readonly VenueOrder[]): string[] {
  const problems: string[] = []
  const queue = venue.queue(market, side, Number.MAX_SAFE_INTEGER)
  const levels = venue.depth(market, side, Number.MAX_SAFE_INTEGER)
  for (const level of levels) {
    const at = queue.filter(({ price }) => price === level.price)
    const visible = at.reduce((sum, { quantity }) => sum + quantity, 0)
    if (visible !== level.quantity || at.length !== level.orders)
      problems.push(`market ${market} ${side} ${level.price}: level and queue differ`)
  }
  const sorted = levels.map(({ price }) => price as number).toSorted((a, b) => (side === 'buy' ? b - a : a - b))
  if (sorted.some((price, index) => price !== levels[index]?.price)) problems.push(`market ${market} ${side}: prices are out of order`)
  const resting = orders
    .filter((order) => order.market === market && order.side === side && order.status === 'open')
    .map(({ id }) => id as number)
  const queued = queue.map(({ id }) => id as number)
  if (String(queued.toSorted((a, b) => a - b)) !== String(resting.toSorted((a, b) => a - b))) {
    problems.push(`market ${market} ${side}: queue and open orders differ`)
  }
  return problems
}
