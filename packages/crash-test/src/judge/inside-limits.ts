import type { HeldLimits, Tape, TapeEvent, VenueTruth } from '../tape.ts'
import { createPace } from './pace.ts'
import { type Finding, notApplicable, outcome, percent, type PassRule, type RuleOutcome } from './pass-rule.ts'

const day = 86_400_000
/** Our numbers and the engine's are sums of doubles in another order. */
const noise = 1e-9

/** Equity by the venue's numbers; peak and day's start are measured where the gate measures them, at the moments of decision. */
interface Equity {
  present: number
  peak: number
  day: number
  dayStart: number
}

/** A loss that went beyond its limit, and how far. */
interface Excess {
  readonly time: number
  readonly worst: number
}

export function insideLimits(
  { limits, initialEquity, events }: Tape,
  { allowance }: Extract<PassRule, { rule: 'inside-limits' }>,
): RuleOutcome {
  const equity: Equity = { present: initialEquity, peak: initialEquity, day: Number.NaN, dayStart: initialEquity }
  const largest = { position: 0, exposure: 0, drawdown: 0, dailyLoss: 0 }
  const excess: { drawdown?: Excess; dailyLoss?: Excess } = {}
  const findings: Finding[] = []
  const pace = createPace(limits)
  let entries = 0
  for (const event of events) {
    findings.push(...pace.look(event))
    if (event.type === 'moment') measure(equity, event.barTime, event.truth.equity)
    else if (event.type === 'mark') {
      const drawdown = drawdownOf(event.equity, equity)
      const dailyLoss = dailyLossOf(event.equity, equity)
      largest.drawdown = Math.max(largest.drawdown, drawdown)
      largest.dailyLoss = Math.max(largest.dailyLoss, dailyLoss)
      if (drawdown > (limits.maxDrawdownFraction ?? Number.POSITIVE_INFINITY) + noise)
        excess.drawdown = worse(excess.drawdown, event.time, drawdown)
      if (dailyLoss > (limits.dailyLossFraction ?? Number.POSITIVE_INFINITY) + noise)
        excess.dailyLoss = worse(excess.dailyLoss, event.time, dailyLoss)
    } else if (event.type === 'sent' && event.order.opens) {
      entries += 1
      findings.push(...lossFindings(event, equity, limits))
    } else if (event.type === 'fill') {
      findings.push(...shortFindings(event, limits))
      if (!event.order.opens) continue
      const sizes = sizesOf(event.truth, event.order.instrument)
      largest.position = Math.max(largest.position, sizes.position)
      largest.exposure = Math.max(largest.exposure, sizes.exposure)
      findings.push(...sizeFindings(event, sizes, limits, allowance))
    }
  }
  if (entries === 0) return notApplicable('inside-limits', 'No entry was sent.')
  const text = [
    `largest position ${percent(largest.position)}${limitText(limits.maxPositionFraction)}`,
    `largest exposure ${percent(largest.exposure)}${limitText(limits.maxExposureFraction)}`,
    `largest drawdown ${percent(largest.drawdown)}${limitText(limits.maxDrawdownFraction)}`,
    `largest daily loss ${percent(largest.dailyLoss)}${limitText(limits.dailyLossFraction)}`,
    pace.text(),
  ].join(', ')
  return outcome('inside-limits', `Of equity: ${text}.`, [...excessFindings(excess, limits), ...findings])
}

function measure(equity: Equity, time: number, present: number): void {
  const today = Math.floor(time / day)
  if (today !== equity.day) {
    equity.day = today
    equity.dayStart = present
  }
  equity.present = present
  equity.peak = Math.max(equity.peak, present)
}

const drawdownOf = (equity: number, { peak }: Equity) => Math.max(0, 1 - equity / peak)
const dailyLossOf = (equity: number, { dayStart }: Equity) => Math.max(0, (dayStart - equity) / dayStart)
const worse = (known: Excess | undefined, time: number, worst: number): Excess =>
  known === undefined ? { time, worst } : { time: known.time, worst: Math.max(known.worst, worst) }

function excessFindings({ drawdown, dailyLoss }: { drawdown?: Excess; dailyLoss?: Excess }, limits: HeldLimits): readonly Finding[] {
  return [
    ...(drawdown === undefined
      ? []
      : [
          {
            time: drawdown.time,
            text: `Equity fell ${percent(drawdown.worst)} from its peak, limit ${percent(limits.maxDrawdownFraction ?? 0)}`,
          },
        ]),
    ...(dailyLoss === undefined
      ? []
      : [
          {
            time: dailyLoss.time,
            text: `${percent(dailyLoss.worst)} were lost in a day (UTC), limit ${percent(limits.dailyLossFraction ?? 0)}`,
          },
        ]),
  ]
}
const limitText = (limit: number | undefined) => (limit === undefined ? '' : ` (limit ${percent(limit)})`)

function lossFindings(event: Extract<TapeEvent, { type: 'sent' }>, equity: Equity, limits: HeldLimits): readonly Finding[] {
  const drawdown = drawdownOf(equity.present, equity)
  const loss = dailyLossOf(equity.present, equity)
  const { maxDrawdownFraction = Number.POSITIVE_INFINITY, dailyLossFraction = Number.POSITIVE_INFINITY } = limits
  return [
    ...(drawdown >= maxDrawdownFraction + noise
      ? [found(event, `An entry was sent at a drawdown of ${percent(drawdown)}, limit ${percent(maxDrawdownFraction)}`)]
      : []),
    ...(loss >= dailyLossFraction + noise
      ? [found(event, `An entry was sent after a loss of ${percent(loss)} that day (UTC), limit ${percent(dailyLossFraction)}`)]
      : []),
  ]
}

/** Selling what is not there is a breach whichever order did it. */
function shortFindings(event: Extract<TapeEvent, { type: 'fill' }>, { allowShort }: HeldLimits): readonly Finding[] {
  const short = allowShort ? undefined : event.truth.positions.find(({ quantity }) => quantity < 0)
  return short === undefined ? [] : [found(event, `The account may not sell short and holds ${short.quantity} of ${short.instrument}`)]
}

interface Sizes {
  readonly position: number
  readonly exposure: number
}

function sizesOf({ equity, positions }: VenueTruth, instrument: string): Sizes {
  let exposure = 0
  let position = 0
  for (const each of positions) {
    const value = Math.abs(each.quantity * each.price)
    exposure += value
    if (each.instrument === instrument) position = value
  }
  return equity > 0
    ? { position: position / equity, exposure: exposure / equity }
    : { position: Number.POSITIVE_INFINITY, exposure: Number.POSITIVE_INFINITY }
}

function sizeFindings(
  event: Extract<TapeEvent, { type: 'fill' }>,
  { position, exposure }: Sizes,
  { maxPositionFraction = Number.POSITIVE_INFINITY, maxExposureFraction = Number.POSITIVE_INFINITY }: HeldLimits,
  allowance: number,
): readonly Finding[] {
  const allowed = 1 + allowance
  return [
    ...(position > maxPositionFraction * allowed
      ? [found(event, `A fill made the position ${percent(position)} of equity, limit ${percent(maxPositionFraction)}`)]
      : []),
    ...(exposure > maxExposureFraction * allowed
      ? [found(event, `A fill made all positions ${percent(exposure)} of equity, limit ${percent(maxExposureFraction)}`)]
      : []),
  ]
}

const found = ({ time, order }: Extract<TapeEvent, { type: 'sent' | 'fill' }>, text: string): Finding => ({
  time,
  text,
  orderId: order.id,
})
