import { tickLots } from '@strategraph/market-model'
import type { Lots, Money, Side, Ticks } from '@strategraph/market-model'
import { amountAt } from '../order-book/columns.ts'
import type { FeeTerms } from './fee-terms.ts'
import { nothing } from './venue-state.ts'
import type { Market } from './venue-state.ts'

/** A count beyond this becomes money: sums of a few counts are then still exact in doubles. */
export const largestCount = 2 ** 50

/** Counts of one market: what was traded there, and what open orders hold. `units` are ticks x lots. */
const count = { lots: 0, heldLots: 1, units: 2, takerUnits: 3, makerUnits: 4, heldTakerUnits: 5, heldMakerUnits: 6 } as const
const width = 7

/** Beside it: rounding of the doubles in `compare`, of which no sum has more than some thousands. */
const tolerance = 1e-12

/**
 * What one account has and what its open orders hold, exact to 10^-18. Orders and trades only count whole lots and ticks x lots, in doubles; they become
 * money, which big integers keep, when somebody asks or a count grows too large. See counted-money.decision.md.
 */
export class Funds {
  private readonly counts: Float64Array
  /** By asset: what was had and held before the counts. */
  private readonly had: Money[] = []
  private readonly heldBefore: Money[] = []
  /** The double nearest to `had` - `heldBefore`. */
  private readonly nearest: number[] = []
  private readonly terms: readonly FeeTerms[]
  private readonly marketsOf: readonly (readonly Market[])[]
  private readonly fees: Money[]

  /** `marketsOf`: by asset, those that trade it. `fees`: of the venue, by asset; what this account pays is added when it becomes money. */
  constructor(terms: readonly FeeTerms[], marketsOf: readonly (readonly Market[])[], fees: Money[]) {
    this.counts = new Float64Array(width * terms.length)
    this.terms = terms
    this.marketsOf = marketsOf
    this.fees = fees
  }

  total(asset: number): Money {
    for (const market of this.marketsOf[asset] ?? []) this.settle(market)
    return this.had[asset] ?? nothing
  }

  held(asset: number): Money {
    let held: bigint = this.heldBefore[asset] ?? nothing
    for (const market of this.marketsOf[asset] ?? []) held += this.heldIn(market, asset)
    return held as Money
  }

  /** Never negative. */
  free(asset: number): Money {
    return (this.total(asset) - this.held(asset)) as Money
  }

  credit(asset: number, change: bigint): void {
    this.had[asset] = ((this.had[asset] ?? 0n) + change) as Money
    this.nearest[asset] = Number(this.had[asset] - (this.heldBefore[asset] ?? 0n))
  }

  /**
   * Whether more than `needed` is free (1) or less (-1), by doubles; 0 = too near to tell. `scale`: sum of the amounts that `needed` was made of.
   */
  compare(asset: number, needed: number, scale: number): number {
    const { counts } = this
    let free = this.nearest[asset] ?? 0
    let span = Math.abs(free) + scale
    const markets = this.marketsOf[asset] ?? []
    for (let index = 0; index < markets.length; index += 1) {
      const market = markets[index]
      if (market === undefined) break
      const { rules } = market
      const at = width * market.index
      if (market.base === asset) {
        const amount = (amountAt(counts, at + count.lots) - amountAt(counts, at + count.heldLots)) * rules.nearestPerLot
        free += amount
        span += Math.abs(amount)
        continue
      }
      const { maker, taker } = this.termsIn(market)
      const heldTaker = amountAt(counts, at + count.heldTakerUnits)
      const heldMaker = amountAt(counts, at + count.heldMakerUnits)
      const notional = (amountAt(counts, at + count.units) - heldTaker - heldMaker) * rules.nearestPerTickLot
      const takerFees = (amountAt(counts, at + count.takerUnits) + heldTaker) * taker.nearestPerTickLot
      const makerFees = (amountAt(counts, at + count.makerUnits) + heldMaker) * maker.nearestPerTickLot
      free += notional - takerFees - makerFees
      span += Math.abs(notional) + Math.abs(takerFees) + Math.abs(makerFees)
    }
    const more = free - needed
    if (Math.abs(more) <= tolerance * span) return 0
    return more > 0 ? 1 : -1
  }

  /** Reserves what an order holds for so many lots; a negative number frees it again. `price`: of a buy. */
  hold(market: Market, side: Side, lots: number, price: number, isPostOnly: boolean): void {
    const { counts } = this
    const at = width * market.index
    if (side === 'sell') {
      if (Math.abs(lots) > largestCount) return this.holdMoney(market.base, BigInt(lots) * market.rules.perLot)
      const held = amountAt(counts, at + count.heldLots) + lots
      counts[at + count.heldLots] = held
      if (Math.abs(held) > largestCount) this.settleHolds(market)
      return
    }
    const terms = this.termsIn(market)
    const units = lots * price
    if (!terms.areWhole || Math.abs(units) > largestCount) {
      return this.holdMoney(market.quote, BigInt(lots) * (isPostOnly ? terms.maker : terms.taker).costPerLot(price))
    }
    const place = at + (isPostOnly ? count.heldMakerUnits : count.heldTakerUnits)
    const held = amountAt(counts, place) + units
    counts[place] = held
    if (Math.abs(held) > largestCount) this.settleHolds(market)
  }

  /** One side of a trade: moves its money and pays its fee. What the order held has to be freed before. */
  trade(market: Market, side: Side, lots: number, price: number, isTaker: boolean): void {
    const { counts } = this
    const terms = this.termsIn(market)
    const units = lots * price
    const isBuy = side === 'buy'
    if (!terms.areWhole || units > largestCount) return this.tradeMoney(market, isBuy, lots, price, isTaker ? terms.taker : terms.maker)
    const at = width * market.index
    const fees = at + (isTaker ? count.takerUnits : count.makerUnits)
    const lotsNow = amountAt(counts, at + count.lots) + (isBuy ? lots : -lots)
    const unitsNow = amountAt(counts, at + count.units) + (isBuy ? -units : units)
    const feesNow = amountAt(counts, fees) + units
    counts[at + count.lots] = lotsNow
    counts[at + count.units] = unitsNow
    counts[fees] = feesNow
    if (Math.abs(lotsNow) > largestCount || Math.abs(unitsNow) > largestCount || feesNow > largestCount) this.settle(market)
  }

  private termsIn(market: Market): FeeTerms {
    return this.terms[market.index] ?? market.terms
  }

  private tradeMoney(market: Market, isBuy: boolean, lots: number, price: number, fee: FeeTerms['maker']): void {
    const { rules, base, quote } = market
    const units = tickLots(price as Ticks, lots as Lots)
    const paid = fee.of(units)
    const amount = BigInt(lots) * rules.perLot
    const notional = units * rules.perTickLot
    this.credit(base, isBuy ? amount : -amount)
    this.credit(quote, (isBuy ? -notional : notional) - paid)
    this.fees[quote] = ((this.fees[quote] ?? nothing) + paid) as Money
  }

  private holdMoney(asset: number, amount: bigint): void {
    this.heldBefore[asset] = ((this.heldBefore[asset] ?? 0n) + amount) as Money
    this.nearest[asset] = Number((this.had[asset] ?? 0n) - this.heldBefore[asset])
  }

  /** Turns the counts of a market's trades into money. */
  private settle(market: Market): void {
    const { counts } = this
    const { rules, base, quote } = market
    const { maker, taker } = this.termsIn(market)
    const take = (column: number): bigint => {
      const place = width * market.index + column
      const value = amountAt(counts, place)
      counts[place] = 0
      return BigInt(value)
    }
    const paid = take(count.takerUnits) * taker.perTickLot + take(count.makerUnits) * maker.perTickLot
    this.credit(base, take(count.lots) * rules.perLot)
    this.credit(quote, take(count.units) * rules.perTickLot - paid)
    this.fees[quote] = ((this.fees[quote] ?? nothing) + paid) as Money
  }

  private settleHolds(market: Market): void {
    for (const asset of [market.base, market.quote]) this.holdMoney(asset, this.heldIn(market, asset))
    const at = width * market.index
    for (const column of [count.heldLots, count.heldTakerUnits, count.heldMakerUnits]) this.counts[at + column] = 0
  }

  /** By the counts of a market. */
  private heldIn(market: Market, asset: number): bigint {
    const { rules } = market
    const at = width * market.index
    const counted = (column: number) => BigInt(amountAt(this.counts, at + column))
    if (market.base === asset) return counted(count.heldLots) * rules.perLot
    const { maker, taker } = this.termsIn(market)
    return (
      counted(count.heldTakerUnits) * (rules.perTickLot + taker.perTickLot) +
      counted(count.heldMakerUnits) * (rules.perTickLot + maker.perTickLot)
    )
  }
}
