import type { Proposal, RiskLimits } from '@strategraph/market-model'
import { defineReactiveNode, order, proposal } from '@strategraph/strategy-core'
import { z } from 'zod'

/** One rule: a switch and its limit, both always written down, so that a document says which rules were off. */
function rule<Limit extends z.ZodType<number>>(
  limit: Limit,
  preset: { readonly on: boolean; readonly limit: number },
  meta: Readonly<Record<string, string>>,
) {
  return z
    .object({ on: z.boolean(), limit })
    .default(preset)
    .meta({ control: 'rule', ...meta })
}
const percent = (max: number) => z.number().positive().max(max)
const count = z.int().min(1).max(100_000)

const config = z.object({
  maxPosition: rule(
    percent(1000),
    { on: true, limit: 100 },
    { title: 'Largest position', unit: '%', description: 'Value of one position, of equity' },
  ),
  maxExposure: rule(
    percent(1000),
    { on: true, limit: 100 },
    { title: 'Largest exposure', unit: '%', description: 'Value of all positions, of equity' },
  ),
  maxDrawdown: rule(
    percent(100),
    { on: true, limit: 25 },
    { title: 'Largest drawdown', unit: '%', description: 'Fall from the highest equity at which entries stop' },
  ),
  dailyLoss: rule(
    percent(100),
    { on: false, limit: 5 },
    { title: 'Daily loss', unit: '%', description: 'Loss since 00:00 UTC at which entries stop until the next day' },
  ),
  maxEntriesPerDay: rule(count, { on: false, limit: 10 }, { title: 'Entries per day', description: 'Counted from 00:00 UTC' }),
  cooldown: rule(
    count,
    { on: false, limit: 3 },
    { title: 'Cooldown', unit: 'bars', description: 'Candles after a close before the next entry' },
  ),
})

export const gate = defineReactiveNode({
  type: 'risk.gate',
  version: 1,
  title: 'Risk gate',
  summary: 'Checks every proposal against your limits; only what it approves can become an order.',
  category: 'risk',
  keywords: ['risk', 'limit', 'guard', 'drawdown', 'exposure', 'cooldown', 'daily loss', 'approve', 'safety'],
  icon: 'shield-check',
  help: `The only node that makes orders. Each rule that is switched on must hold, **after** the order would have filled; the account's own limits hold on
top, and a gate can only be stricter than they are. A refusal is never silent: it carries a code, the limit and the actual value.

| rule | code when it refuses |
| --- | --- |
| Largest position, % of equity | \`MAX_POSITION\` |
| Largest exposure over all markets, % of equity | \`MAX_EXPOSURE\` |
| Largest drawdown from the peak of equity | \`MAX_DRAWDOWN\` |
| Daily loss since 00:00 UTC | \`DAILY_LOSS\` |
| Entries per day | \`MAX_ENTRIES_PER_DAY\` |
| Cooldown after a close, in candles | \`COOLDOWN\` |

Closing a position is **never refused** by a limit. When several proposals arrive at the same candle, a close goes first and one order leaves;
the others are refused (\`CONFLICTING_PROPOSAL\`). A gate cannot be bypassed by switching it off: then nothing passes.`,
  config,
  inputs: { proposals: proposal('Sized wishes and closes to review', { title: 'Proposals', many: true }) },
  outputs: { order: order('What was approved, for an order node') },
  effects: ['review'],
  reads: ['portfolio'],
  wakesOn: ['proposals'],
  neverBypass: true,
  evaluate(context, { proposals }, settings) {
    const limits = limitsOf(settings)
    // Sorting is stable: closes first, else in the order of the edges.
    const byUrgency = proposals.length < 2 ? proposals : proposals.toSorted((a, b) => urgency(a) - urgency(b))
    let approved: ReturnType<typeof context.review> | undefined
    for (const wish of byUrgency) {
      if (approved?.ok === true) {
        context.deny(
          { code: 'CONFLICTING_PROPOSAL', message: `Another order leaves this gate at the same candle: ${approved.order.reason}` },
          wish,
        )
        continue
      }
      approved = context.review(wish, limits)
    }
    return approved?.ok === true ? { order: approved.order } : {}
  },
})

const urgency = (wish: Proposal) => (wish.kind === 'close' ? 0 : 1)

type Settings = z.output<typeof config>

/** A node's settings are one object as long as it runs, so its limits are too. */
const knownLimits = new WeakMap<Settings, RiskLimits>()

function limitsOf(settings: Settings): RiskLimits {
  const known = knownLimits.get(settings)
  if (known !== undefined) return known
  const { maxPosition, maxExposure, maxDrawdown, dailyLoss, maxEntriesPerDay, cooldown } = settings
  const limits = {
    ...(maxPosition.on ? { maxPositionFraction: maxPosition.limit / 100 } : {}),
    ...(maxExposure.on ? { maxExposureFraction: maxExposure.limit / 100 } : {}),
    ...(maxDrawdown.on ? { maxDrawdownFraction: maxDrawdown.limit / 100 } : {}),
    ...(dailyLoss.on ? { dailyLossFraction: dailyLoss.limit / 100 } : {}),
    ...(maxEntriesPerDay.on ? { maxEntriesPerDay: maxEntriesPerDay.limit } : {}),
    ...(cooldown.on ? { cooldownBars: cooldown.limit } : {}),
  }
  knownLimits.set(settings, limits)
  return limits
}
