import type { Denial, Proposal } from '@strategraph/market-model'
import type { ReviewContext } from './review-proposal.ts'
import type { Staleness } from './staleness.ts'

/** Float noise of fractions that are meant to be equal (all of the cash against a limit of 1). */
const tolerance = 1e-9

type Entry = Extract<Proposal, { kind: 'entry' }>
interface Size {
  readonly notional: number
  readonly quantity: { readonly kind: 'lots' | 'cash-at-fill' }
}

/** Why an entry may not go out, or undefined: what blocks all entries first, then the account's kind, pace, losses and size. */
export function entryDenial(proposal: Entry, size: Size, context: ReviewContext): Denial | undefined {
  if (isReduction(proposal, size, context)) return undefined
  return (
    blockDenial(context) ??
    shortDenial(proposal, context) ??
    paceDenial(context) ??
    lossDenial(context) ??
    sizeDenial(proposal, size, context)
  )
}

function blockDenial({ blocks, market }: ReviewContext): Denial | undefined {
  if (blocks.killed) return { code: 'KILL_SWITCH', message: 'The kill switch is on: only closes go out' }
  if (blocks.ledgerMismatch)
    return { code: 'LEDGER_MISMATCH', message: 'The books do not add up: only closes go out until a person has looked' }
  if (blocks.paused) return { code: 'ENTRIES_PAUSED', message: 'Entries are paused' }
  if (blocks.stale !== undefined) return { code: 'STALE_DATA', message: staleMessage(blocks.stale), ...blocks.stale }
  if (blocks.endOfData)
    return { code: 'END_OF_DATA', message: `The data of ${market.instrument.symbol} ends: everything is closed at its last open` }
  return undefined
}

const staleMessage = ({ clockAhead }: Staleness): string =>
  clockAhead === undefined
    ? 'The newest bar is too old: its successor has closed'
    : `The clock of this machine is ${Math.round(clockAhead)} s ahead of the feed’s, which makes the newest bar look too old: set the clock`

/** An opposite entry that does not turn the position round only reduces it: no limit keeps anyone from that. */
function isReduction(
  { side, closeFirst, instrument }: Entry,
  { notional, quantity }: Size,
  { portfolio, pending }: ReviewContext,
): boolean {
  if (closeFirst || quantity.kind !== 'lots' || pending.isClosing) return false
  const position = portfolio.position(instrument)
  const isOpposite = side === 'buy' ? position.lots < 0 : position.lots > 0
  return isOpposite && notional + pending.sameSideNotional <= Math.abs(position.notional) * (1 + tolerance)
}

function shortDenial({ side, instrument }: Entry, { portfolio }: ReviewContext): Denial | undefined {
  if (side === 'buy' || portfolio.allowShort) return undefined
  return { code: 'SHORT_NOT_ALLOWED', message: 'The account may not sell short', limit: 0, actual: portfolio.position(instrument).quantity }
}

function paceDenial({ limits, portfolio, pending, barsSinceClose }: ReviewContext): Denial | undefined {
  const { cooldownBars, maxEntriesPerDay } = limits
  if (barsSinceClose < cooldownBars) {
    return { code: 'COOLDOWN', message: 'Too soon after the last close', limit: cooldownBars, actual: barsSinceClose }
  }
  const entries = portfolio.entriesToday + pending.entries
  if (entries >= maxEntriesPerDay) {
    return { code: 'MAX_ENTRIES_PER_DAY', message: 'No more entries today (UTC)', limit: maxEntriesPerDay, actual: entries }
  }
  return undefined
}

function lossDenial({ limits, portfolio }: ReviewContext): Denial | undefined {
  const { maxDrawdownFraction, dailyLossFraction } = limits
  if (portfolio.drawdown >= maxDrawdownFraction) {
    return {
      code: 'MAX_DRAWDOWN',
      message: 'Equity has fallen too far from its peak',
      limit: maxDrawdownFraction,
      actual: portfolio.drawdown,
    }
  }
  const dailyLoss = (portfolio.dayStartEquity - portfolio.equity) / portfolio.dayStartEquity
  if (dailyLossFraction < Number.POSITIVE_INFINITY && !(dailyLoss < dailyLossFraction)) {
    return {
      code: 'DAILY_LOSS',
      message: 'Today’s loss (UTC) is too large',
      limit: dailyLossFraction,
      ...(Number.isFinite(dailyLoss) ? { actual: dailyLoss } : {}),
    }
  }
  return undefined
}

function sizeDenial(
  { side, closeFirst, instrument }: Entry,
  { notional }: Size,
  { limits, portfolio, pending }: ReviewContext,
): Denial | undefined {
  const { equity } = portfolio
  if (!(equity > 0)) return { code: 'INSUFFICIENT_FUNDS', message: 'No equity is left', limit: 0, actual: equity }
  const held = portfolio.position(instrument).notional
  const sign = side === 'buy' ? 1 : -1
  const isOpposite = held * sign < 0
  const kept = closeFirst && isOpposite ? 0 : held
  const after = Math.abs(kept + sign * (notional + pending.sameSideNotional))
  const { maxPositionFraction, maxExposureFraction } = limits
  if (after > maxPositionFraction * equity * (1 + tolerance)) {
    return {
      code: 'MAX_POSITION',
      message: 'The position would be too large for the equity',
      limit: maxPositionFraction,
      actual: after / equity,
    }
  }
  const exposure = portfolio.exposure - Math.abs(held) + after + pending.otherNotional
  if (exposure > maxExposureFraction * equity * (1 + tolerance)) {
    return {
      code: 'MAX_EXPOSURE',
      message: 'All positions together would be too large for the equity',
      limit: maxExposureFraction,
      actual: exposure / equity,
    }
  }
  return undefined
}
