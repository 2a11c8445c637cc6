import type { Decision, Denial, Proposal, QuantityWish, Side } from '@strategraph/market-model'
import type { ReactiveContext } from '@strategraph/strategy-core'
import { z } from 'zod'

/** What every sizing node asks besides the size; spread into its config. */
export const positionRules = {
  onOpposite: z
    .enum(['close', 'reverse', 'ignore'])
    .default('close')
    .meta({ title: 'Opposite position', description: 'Buy while short, sell while long: close it, turn it round, or leave it' }),
  onSame: z
    .enum(['ignore', 'add'])
    .default('ignore')
    .meta({ title: 'Same position', description: 'Buy while long, sell while short: leave it or add to it' }),
}

export const positionRulesHelp = `What happens while a position is open is said by *Opposite position* and *Same position*; a decision that is left unused is on
record as refused (\`ALREADY_IN_POSITION\`, \`NOTHING_TO_CLOSE\`). *Turn it round* closes and opens at the same moment; on an account without short
selling it only closes. A decision's own size share (from an LLM) can only make the order smaller.`

export interface PositionRules {
  readonly onOpposite: 'close' | 'reverse' | 'ignore'
  readonly onSame: 'ignore' | 'add'
}

/** The quantity of an entry, before the decision's own size share; a denial where it cannot be computed. */
export type Size = (side: Side) => QuantityWish | Denial

/** The one way from a decision to a proposal: position rules, size share, checks. Denials go on record and give no proposal. */
export function toProposal(
  context: ReactiveContext,
  decision: Decision | undefined,
  rules: PositionRules,
  size: Size,
): { proposal?: Proposal } {
  if (decision === undefined || decision.action === 'hold') return {}
  const { instrument, reason } = decision
  const { lots } = context.portfolio.position(instrument)
  const refuse = (denial: Denial) => {
    context.deny(denial)
    return {}
  }
  if (decision.action === 'close') {
    if (lots === 0) return refuse({ code: 'NOTHING_TO_CLOSE', message: `Nothing to close: ${reason}` })
    return { proposal: { kind: 'close', instrument, reason } }
  }

  const side = decision.action
  const isOpposite = side === 'buy' ? lots < 0 : lots > 0
  const isSame = side === 'buy' ? lots > 0 : lots < 0
  if ((isSame && rules.onSame === 'ignore') || (isOpposite && rules.onOpposite === 'ignore')) {
    return refuse({ code: 'ALREADY_IN_POSITION', message: `A ${lots > 0 ? 'long' : 'short'} position is open: ${reason}`, actual: lots })
  }
  if (isOpposite && rules.onOpposite === 'close') return { proposal: { kind: 'close', instrument, reason } }
  if (isOpposite && side === 'sell' && !context.portfolio.allowShort) {
    return { proposal: { kind: 'close', instrument, reason: `${reason} (only closed: the account may not sell short)` } }
  }

  const full = size(side)
  if ('code' in full) return refuse(full)
  const quantity = shareOf(full, decision.sizeFraction ?? 1)
  const amount = quantity.kind === 'units' ? quantity.units : quantity.fraction
  if (!(amount > 0 && Number.isFinite(amount))) {
    return refuse({
      code: 'INVALID_QUANTITY',
      message: `The size of this ${side} is not above 0: ${reason}`,
      ...(Number.isFinite(amount) ? { actual: amount } : {}),
    })
  }
  const entry = { kind: 'entry', instrument, side, quantity, closeFirst: isOpposite, reason } as const
  const { stopLoss, takeProfit } = decision
  if (stopLoss === undefined && takeProfit === undefined) return { proposal: entry }
  return {
    proposal: {
      ...entry,
      ...(stopLoss === undefined ? {} : { stopLoss }),
      ...(takeProfit === undefined ? {} : { takeProfit }),
    },
  }
}

function shareOf(wish: QuantityWish, share: number): QuantityWish {
  if (share === 1) return wish
  return wish.kind === 'units' ? { ...wish, units: wish.units * share } : { ...wish, fraction: wish.fraction * share }
}
