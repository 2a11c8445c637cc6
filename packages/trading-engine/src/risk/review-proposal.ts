import {
  type ApprovedOrder,
  type ApprovedQuantity,
  type Denial,
  moneyToNumber,
  type PortfolioView,
  type PositionView,
  type Proposal,
  quantityOf,
  type QuantityWish,
  type Review,
  type Ticks,
  toLots,
  toTicks,
} from '@strategraph/market-model'
import { lots as lotsOf } from '../market/amounts.ts'
import type { Market } from '../market/market.ts'
import { entryDenial } from './entry-denial.ts'
import type { Staleness } from './staleness.ts'
import type { EffectiveLimits } from './tightest-limits.ts'

/** Everything that can stop entries besides limits. */
export interface EntryBlocks {
  readonly killed: boolean
  readonly paused: boolean
  readonly ledgerMismatch: boolean
  /** The backtest's data ends within the next bars. */
  readonly endOfData: boolean
  /** Set where the newest bar is too old to open a position by it. */
  readonly stale?: Staleness | undefined
}

export interface ReviewContext {
  readonly market: Market
  readonly portfolio: PortfolioView
  /** The tightest of account and gate. */
  readonly limits: EffectiveLimits
  readonly blocks: EntryBlocks
  /** Rows of the gate's clock since the last close; NaN when there was none. */
  readonly barsSinceClose: number
  /** Entries that are not filled yet: they count as if they were. */
  readonly pending: {
    readonly entries: number
    /** Signed notional of pending entries of this instrument on the side of the proposal; 0 or more. */
    readonly sameSideNotional: number
    /** Notional of pending entries of other instruments. */
    readonly otherNotional: number
    readonly isClosing: boolean
  }
}

export interface ReviewOutcome {
  readonly review: Review
  /** Set where the entry was refused but the close that had to come first was approved: a limit never keeps a position open. */
  readonly refusedEntry?: Denial
}

type Entry = Extract<Proposal, { kind: 'entry' }>
type Numbers = { readonly quantity: ApprovedQuantity; readonly stopLoss?: Ticks; readonly takeProfit?: Ticks; readonly notional: number }

/**
 * The one maker of approved orders. Closes pass whatever the limits, pauses and the kill switch say; they can only reduce.
 * Quantities are rounded down to lots, stop-losses and take-profits to the tick that is worse for the trader.
 */
export function reviewProposal(proposal: Proposal, context: ReviewContext): ReviewOutcome {
  const { portfolio, market } = context
  const { lots } = portfolio.position(market.id)
  if (proposal.kind === 'close') {
    if (lots === 0) return denied({ code: 'NOTHING_TO_CLOSE', message: `No position in ${market.instrument.symbol}` })
    if (context.pending.isClosing)
      return denied({ code: 'NOTHING_TO_CLOSE', message: `${market.instrument.symbol} is already being closed` })
    return approved({ kind: 'close', instrument: proposal.instrument, reason: proposal.reason })
  }

  const entry = checkedEntry(proposal, context)
  if (!('code' in entry)) return approved(entry)
  const isOpposite = proposal.side === 'buy' ? lots < 0 : lots > 0
  if (proposal.closeFirst && isOpposite && !context.pending.isClosing && entry.code !== 'END_OF_DATA') {
    return { ...approved({ kind: 'close', instrument: proposal.instrument, reason: proposal.reason }), refusedEntry: entry }
  }
  return denied(entry)
}

function checkedEntry(proposal: Entry, context: ReviewContext): Unbranded | Denial {
  const numbers = entryNumbers(proposal, context)
  if ('code' in numbers) return numbers
  const denial = entryDenial(proposal, numbers, context)
  if (denial !== undefined) return denial
  const { instrument, side, closeFirst, reason } = proposal
  const { quantity, stopLoss, takeProfit } = numbers
  return {
    kind: 'entry',
    instrument,
    side,
    quantity,
    closeFirst,
    ...(stopLoss === undefined ? {} : { stopLoss }),
    ...(takeProfit === undefined ? {} : { takeProfit }),
    reason,
  }
}

const denied = (denial: Denial): ReviewOutcome => ({ review: { ok: false, denial } })
const approved = (order: Unbranded): ReviewOutcome => ({ review: { ok: true, order: approve(order) } })

type Unbranded =
  | { readonly kind: 'close'; readonly instrument: Entry['instrument']; readonly reason: string }
  | {
      readonly kind: 'entry'
      readonly instrument: Entry['instrument']
      readonly side: Entry['side']
      readonly quantity: ApprovedQuantity
      readonly closeFirst: boolean
      readonly stopLoss?: Ticks
      readonly takeProfit?: Ticks
      readonly reason: string
    }
const approve = (order: Unbranded): ApprovedOrder => order as ApprovedOrder

/** The numeric gate: finite, positive, on the grid, above the venue's minimums. */
function entryNumbers(
  { side, quantity: wish, closeFirst, stopLoss, takeProfit }: Entry,
  { market, portfolio }: ReviewContext,
): Numbers | Denial {
  const price = portfolio.lastPrice(market.id)
  if (!isPositive(price)) return { code: 'INVALID_PRICE', message: `No price of ${market.instrument.symbol} yet`, ...actual(price) }
  const quantity = approvedQuantity(wish, {
    market,
    price,
    cash: portfolio.cash + (closeFirst ? freedByClosing(portfolio.position(market.id)) : 0),
  })
  if ('code' in quantity) return quantity
  const stop = protection('stop-loss', stopLoss, side === 'buy' ? 'down' : 'up', market)
  if (typeof stop === 'object') return stop
  const target = protection('take-profit', takeProfit, side === 'buy' ? 'up' : 'down', market)
  if (typeof target === 'object') return target
  if (stop !== undefined && target !== undefined && (side === 'buy' ? stop >= target : stop <= target)) {
    return {
      code: 'INVALID_PRICE',
      message: `The stop-loss of a ${side} must lie ${side === 'buy' ? 'below' : 'above'} its take-profit`,
      ...limitOf(takeProfit),
      ...actual(stopLoss),
    }
  }
  return {
    quantity: quantity.approved,
    notional: quantity.notional,
    ...(stop === undefined ? {} : { stopLoss: stop }),
    ...(target === undefined ? {} : { takeProfit: target }),
  }
}

/** Cash that closing the position at the last price sets free. */
function freedByClosing({ lots, quantity, averageEntryPrice, unrealizedPnl }: PositionView): number {
  return lots === 0 ? 0 : Math.abs(quantity) * averageEntryPrice + unrealizedPnl
}

function approvedQuantity(
  wish: QuantityWish,
  { market, price, cash }: { market: Market; price: number; cash: number },
): { readonly approved: ApprovedQuantity; readonly notional: number } | Denial {
  const step = wish.wholeUnits === true ? market.lotsPerWholeUnit : 1
  if (wish.kind === 'cash-at-fill') {
    const { fraction } = wish
    if (!(fraction > 0 && fraction <= 1))
      return { code: 'INVALID_QUANTITY', message: 'A share of the cash lies above 0 and at most at 1', limit: 1, ...actual(fraction) }
    return { approved: { kind: 'cash-at-fill', fraction, lotStep: lotsOf(step) }, notional: fraction * Math.max(0, cash) }
  }
  const { units } = wish
  if (!isPositive(units)) return { code: 'INVALID_QUANTITY', message: 'The quantity is not a number above 0', ...actual(units) }
  const lots = lotsOf(Math.floor(toLots(units, market.scale, 'down') / step) * step)
  if (!Number.isSafeInteger(lots))
    return {
      code: 'INVALID_QUANTITY',
      message: 'The quantity is too large to be counted in lots',
      limit: Number.MAX_SAFE_INTEGER,
      ...actual(lots),
    }
  const quantity = quantityOf(lots, market.scale)
  const minimum = Math.max(1, market.minLots)
  if (lots < minimum)
    return {
      code: 'BELOW_MINIMUM',
      message: 'Below the smallest quantity of the venue',
      limit: quantityOf(lotsOf(minimum), market.scale),
      actual: units,
    }
  const minNotional = moneyToNumber(market.minNotional)
  if (quantity * price < minNotional)
    return { code: 'BELOW_MINIMUM', message: 'Below the smallest order value of the venue', limit: minNotional, actual: quantity * price }
  return { approved: { kind: 'lots', lots }, notional: quantity * price }
}

function protection(name: string, price: number | undefined, rounding: 'up' | 'down', { scale }: Market): Ticks | undefined | Denial {
  if (price === undefined) return undefined
  const ticks = isPositive(price) ? toTicks(price, scale, rounding) : 0
  if (!(Number.isSafeInteger(ticks) && ticks > 0))
    return { code: 'INVALID_PRICE', message: `The ${name} is not a price above 0`, ...actual(price) }
  return toTicks(price, scale, rounding)
}

const isPositive = (value: number) => value > 0 && Number.isFinite(value)
/** Only finite numbers go on record: JSON has no others. */
const actual = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? { actual: value } : {})
const limitOf = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? { limit: value } : {})
