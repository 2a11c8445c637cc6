import { moneyToNumber, priceOf, type Proposal, quantityOf } from '@strategraph/market-model'
import { lots, money } from '../market/amounts.ts'
import type { KnownOrder } from '../order/order-book.ts'
import { filledLots } from '../order/order-state.ts'
import type { ReviewContext } from '../risk/review-proposal.ts'
import type { Account } from './account.ts'

export const nothingPending: ReviewContext['pending'] = { entries: 0, sameSideNotional: 0, otherNotional: 0, isClosing: false }

/** Open orders as the review counts them: every entry that may still fill, as if it had; reductions count as nothing. */
export function pendingEntries(open: readonly KnownOrder[], account: Account, proposal: Proposal): ReviewContext['pending'] {
  let entries = 0
  let sameSideNotional = 0
  let otherNotional = 0
  let isClosing = false
  for (const { instruction, state } of open) {
    const { role, instrument, side, kind, reduceOnly } = instruction
    if (instrument === proposal.instrument && (role === 'close' || role === 'end-of-data') && kind.type === 'market') isClosing = true
    if (role !== 'entry' || reduceOnly) continue
    const filled = filledLots(state)
    // A part that has filled counts as an entry and in the position already.
    if (filled === 0) entries += 1
    const value = pendingNotional(instruction, filled, account)
    if (instrument !== proposal.instrument) otherNotional += value
    else if (proposal.kind === 'entry' && side === proposal.side) sameSideNotional += value
  }
  return { entries, sameSideNotional, otherNotional, isClosing }
}

function pendingNotional({ quantity, instrument, kind }: KnownOrder['instruction'], filled: number, account: Account): number {
  if (quantity.kind === 'cash-at-fill') return quantity.fraction * Math.max(0, moneyToNumber(money(account.ledger.accounts.cash)))
  if (quantity.kind === 'position') return 0
  const { market, close } = account.market(instrument)
  return quantityOf(lots(quantity.lots - filled), market.scale) * (kind.type === 'limit' ? priceOf(kind.price, market.scale) : close)
}
