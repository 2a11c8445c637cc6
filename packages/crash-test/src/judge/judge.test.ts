import { instrumentId } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import type { HeldLimits, SentOrder, Tape, TapeEvent, VenueTruth } from '../tape.ts'
import { judge } from './judge.ts'
import type { PassRule, Verdict } from './pass-rule.ts'

const btc = instrumentId('simulated', 'BTC/USD')
const minute = 60_000
const entry: SentOrder = { id: 'order#1', instrument: btc, role: 'entry', side: 'buy', opens: true }
const stop: SentOrder = { id: 'order#2', instrument: btc, role: 'stop-loss', side: 'sell', opens: false }
const books = { cash: '5000', positions: { [btc]: 50 } }

/** 10,000 of equity, price 100. */
const holding = (quantity: number, equity = 10_000): VenueTruth => ({ equity, positions: [{ instrument: btc, quantity, price: 100 }] })
const moment = (time: number, equity = 10_000): TapeEvent => ({ type: 'moment', time, barTime: time, truth: holding(0, equity) })
const sent = (time: number, dataTime = time, order = entry): TapeEvent => ({ type: 'sent', time, order, dataTime })
const fill = (time: number, truth = holding(50), order = entry): TapeEvent => ({
  type: 'fill',
  time,
  order,
  price: 100,
  quantity: 50,
  truth,
})
const cover = (time: number, wanted: number, resting: number): TapeEvent => ({ type: 'cover', time, instrument: btc, wanted, resting })
const venue = (time: number, isAccepting: boolean): TapeEvent => ({ type: 'venue', time, instrument: btc, isAccepting })
const refused = (time: number, order = stop): TapeEvent => ({ type: 'refused', time, order, code: 'VENUE_BUSY' })

function verdictOf(rule: PassRule, events: readonly TapeEvent[], more: Partial<Tape> = {}, limits: Partial<HeldLimits> = {}) {
  const tape: Tape = {
    limits: { allowShort: false, ...limits },
    initialEquity: 10_000,
    intervalMs: 5 * minute,
    events: [...events, { type: 'end', time: 1_000_000_000 }],
    ledger: books,
    venue: books,
    ...more,
  }
  const [outcome] = judge(tape, [rule]).rules
  if (outcome === undefined) throw new Error('no outcome')
  return outcome
}
const one = (verdict: Verdict, text: RegExp) => ({ verdict, findings: [{ text: expect.stringMatching(text) }], breaches: 1 })
const clean = { verdict: 'passed', findings: [], breaches: 0 }

describe('inside limits', () => {
  const rule = { rule: 'inside-limits', allowance: 0.05 } as const

  it('a position at its limit passes, also a little above through slippage; beyond that it fails', () => {
    const limits = { maxPositionFraction: 0.5 }
    expect(verdictOf(rule, [sent(1), fill(2, holding(50))], {}, limits)).toMatchObject(clean)
    expect(verdictOf(rule, [sent(1), fill(2, holding(52))], {}, limits)).toMatchObject(clean)
    expect(verdictOf(rule, [sent(1), fill(2, holding(53))], {}, limits)).toMatchObject(one('failed', /53\.0 % of equity, limit 50\.0 %/))
  })

  it('a position that grows by itself, or through an exit in parts, is nobody’s entry', () => {
    const limits = { maxPositionFraction: 0.5 }
    expect(verdictOf(rule, [sent(1), fill(2), fill(3, holding(90), stop)], {}, limits)).toMatchObject(clean)
  })

  it('exposure counts all positions together', () => {
    const truth: VenueTruth = {
      equity: 10_000,
      positions: [
        { instrument: btc, quantity: 50, price: 100 },
        { instrument: instrumentId('simulated', 'ETH/USD'), quantity: -40, price: 100 },
      ],
    }
    const limits = { allowShort: true, maxPositionFraction: 0.5, maxExposureFraction: 0.8 }
    expect(verdictOf(rule, [sent(1), fill(2, truth)], {}, limits)).toMatchObject(one('failed', /all positions 90\.0 %/))
  })

  it('without equity any position is too large', () => {
    expect(verdictOf(rule, [sent(1), fill(2, holding(1, -5))], {}, { maxPositionFraction: 10 })).toMatchObject({ verdict: 'failed' })
  })

  it('entries stop at the drawdown from the peak, as it was when they were sent', () => {
    const limits = { maxDrawdownFraction: 0.1 }
    const at = (equity: number) => [moment(1, 12_000), moment(2, equity), sent(3), moment(4, 1000)]
    expect(verdictOf(rule, at(10_801), {}, limits)).toMatchObject(clean)
    expect(verdictOf(rule, at(10_799), {}, limits)).toMatchObject(one('failed', /drawdown of 10\.0 %/))
  })

  it('the daily loss begins anew at 00:00 UTC', () => {
    const day = 86_400_000
    const limits = { dailyLossFraction: 0.02 }
    expect(verdictOf(rule, [moment(day), moment(day + 1, 9700), sent(day + 2)], {}, limits)).toMatchObject(one('failed', /3\.0 % that day/))
    expect(verdictOf(rule, [moment(day), moment(day + 1, 9700), moment(2 * day, 9700), sent(2 * day)], {}, limits)).toMatchObject(clean)
  })

  it('equity in between may not fall below the limits either, whether anything is sent or not: the first moment and the worst', () => {
    const mark = (time: number, equity: number): TapeEvent => ({ type: 'mark', time, equity })
    const events = [moment(1, 11_000), sent(2), mark(3, 9900), mark(4, 9800), mark(5, 9700), mark(6, 11_000)]
    expect(verdictOf(rule, events, {}, { maxDrawdownFraction: 0.12 })).toMatchObject(clean)
    expect(verdictOf(rule, events, {}, { maxDrawdownFraction: 0.1 })).toMatchObject({
      verdict: 'failed',
      findings: [{ time: 4, text: 'Equity fell 11.8 % from its peak, limit 10.0 %' }],
    })
    expect(verdictOf(rule, events, {}, { dailyLossFraction: 0.1 })).toMatchObject({
      findings: [{ time: 4, text: '11.8 % were lost in a day (UTC), limit 10.0 %' }],
    })
  })

  it('the fills of one order are one entry of the day', () => {
    const other = { ...entry, id: 'order#3' }
    const limits = { maxEntriesPerDay: 1 }
    expect(verdictOf(rule, [sent(1), fill(2), fill(3), fill(4)], {}, limits)).toMatchObject(clean)
    expect(
      verdictOf(rule, [sent(1), fill(2), sent(3, 3, other), fill(4, holding(50), other), fill(5, holding(50), other)], {}, limits),
    ).toMatchObject(one('failed', /Entry 2 of the day/))
  })

  it('an entry within the cooldown after a close fails; one that was decided before the close, or late enough, passes', () => {
    const limits = { cooldownBars: 2 }
    const other = { ...entry, id: 'order#3' }
    const closed = [moment(1), sent(2), fill(3), fill(4, holding(0), stop)]
    const again = (bars: number) => [...closed, ...Array.from({ length: bars }, (_, bar) => moment(5 + bar)), sent(90, 5, other)]
    expect(verdictOf(rule, again(1), {}, limits)).toMatchObject(one('failed', /sent 1 bars after a close, cooldown 2/))
    expect(verdictOf(rule, again(2), {}, limits)).toMatchObject(clean)
    expect(verdictOf(rule, [...closed, sent(5, 1, other)], {}, limits)).toMatchObject(clean)
  })

  it('a part that is closed starts no cooldown', () => {
    const events = [sent(2), fill(3), fill(4, holding(20), stop), moment(5), sent(6, 5, { ...entry, id: 'order#3' })]
    expect(verdictOf(rule, events, {}, { cooldownBars: 5 })).toMatchObject(clean)
  })

  it('selling more than there is fails, whichever order did it, unless the account may', () => {
    const events = [sent(1), fill(2), fill(3, holding(-1), stop)]
    expect(verdictOf(rule, events)).toMatchObject(one('failed', /may not sell short and holds -1/))
    expect(verdictOf(rule, events, {}, { allowShort: true })).toMatchObject(clean)
  })

  it('says nothing where no entry was sent', () => {
    expect(verdictOf(rule, [moment(1)])).toMatchObject({ verdict: 'not-applicable' })
  })
})

describe('no order on stale data', () => {
  const rule = { rule: 'no-order-on-stale-data', bars: 1 } as const

  it('an entry just before the next bar should come passes, at that moment it fails', () => {
    expect(verdictOf(rule, [sent(10 * minute - 1, 5 * minute)])).toMatchObject(clean)
    expect(verdictOf(rule, [sent(10 * minute, 5 * minute)])).toMatchObject(one('failed', /300 s old/))
  })

  it('closing on old data is no breach', () => {
    expect(verdictOf(rule, [sent(0, 0), sent(90 * minute, 0, stop)])).toMatchObject(clean)
  })
})

describe('protected within', () => {
  const rule = { rule: 'protected-within', seconds: 30 } as const

  it('a stop that rests in time passes, one that comes later fails once', () => {
    expect(verdictOf(rule, [cover(0, 50, 0), cover(30_000, 50, 50)])).toMatchObject(clean)
    expect(verdictOf(rule, [cover(0, 50, 0), cover(20_000, 50, 10), cover(31_000, 50, 40), cover(60_000, 50, 50)])).toMatchObject(
      one('failed', /longer than 30 s/),
    )
  })

  it('closing the position is protection too', () => {
    expect(verdictOf(rule, [cover(0, 50, 0), cover(30_000, 0, 0)])).toMatchObject(clean)
  })

  it('a part that is left uncovered until the end fails, at the moment in which the time was over', () => {
    const outcome = verdictOf(rule, [cover(1000, 50, 50), cover(5000, 50, 49)])
    expect(outcome).toMatchObject({ verdict: 'failed', findings: [{ time: 35_000 }] })
  })

  it('the clock stands still while the venue takes no orders', () => {
    const closed = [cover(0, 50, 0), venue(10_000, false), venue(500_000, true)]
    expect(verdictOf(rule, [...closed, cover(520_000, 50, 50)])).toMatchObject(clean)
    expect(verdictOf(rule, [...closed, cover(521_000, 50, 50)])).toMatchObject({ verdict: 'failed' })
  })

  it('each gap has its own time, and its own finding', () => {
    const gaps = [cover(0, 50, 0), cover(20_000, 50, 50), cover(40_000, 50, 0), cover(60_000, 50, 50)]
    expect(verdictOf(rule, gaps)).toMatchObject(clean)
    const long = [cover(0, 50, 0), cover(40_000, 50, 50), cover(50_000, 50, 0), cover(90_000, 50, 50)]
    expect(verdictOf(rule, long)).toMatchObject({ verdict: 'failed', breaches: 2 })
  })

  it('says nothing of positions without a stop-loss', () => {
    expect(verdictOf(rule, [sent(1), fill(2), cover(3, 0, 0)])).toMatchObject({ verdict: 'not-applicable' })
  })
})

describe('no reject loop', () => {
  const rule = { rule: 'no-reject-loop', perMinute: 3 } as const
  const every = (ms: number, count: number) => Array.from({ length: count }, (_, index) => refused(index * ms))

  it('counts any sixty seconds', () => {
    expect(verdictOf(rule, every(20_000, 50))).toMatchObject(clean)
    expect(verdictOf(rule, every(15_000, 4))).toMatchObject(one('failed', /4 orders were refused within a minute \(VENUE_BUSY\)/))
  })

  it('keeps the first twenty findings and counts all', () => {
    const { findings, breaches } = verdictOf(rule, every(10, 103))
    expect(findings).toHaveLength(20)
    expect(breaches).toBe(100)
  })
})

describe('ledger matches venue', () => {
  const rule = { rule: 'ledger-matches-venue' } as const

  it('is exact: the last digit of cash counts, and so does a position that only one side has', () => {
    expect(verdictOf(rule, [sent(1)])).toMatchObject(clean)
    const cash = '5000.000000000000000001'
    expect(verdictOf(rule, [sent(1)], { venue: { ...books, cash } })).toMatchObject(one('failed', /Cash: 5000 in our books, 5000\.0{17}1/))
    expect(verdictOf(rule, [sent(1)], { venue: { ...books, positions: {} } })).toMatchObject(
      one('failed', /50 in our books, 0 at the venue/),
    )
    expect(verdictOf(rule, [sent(1)], { ledger: { ...books, positions: {} } })).toMatchObject({ verdict: 'failed' })
  })
})

describe('the verdict on a scenario', () => {
  const rules: readonly PassRule[] = [
    { rule: 'inside-limits', allowance: 0.05 },
    { rule: 'no-order-on-stale-data', bars: 1 },
    { rule: 'protected-within', seconds: 30 },
    { rule: 'no-reject-loop', perMinute: 20 },
    { rule: 'ledger-matches-venue' },
  ]
  const tape = (events: readonly TapeEvent[]): Tape => ({
    limits: { allowShort: false },
    initialEquity: 10_000,
    intervalMs: 5 * minute,
    events,
    ledger: books,
    venue: books,
  })

  it('passed needs a fill: a strategy that did nothing has shown nothing', () => {
    expect(judge(tape([moment(1), sent(2), fill(2), { type: 'end', time: 3 }]), rules).verdict).toBe('passed')
    expect(judge(tape([moment(1), sent(2), { type: 'end', time: 3 }]), rules)).toMatchObject({
      verdict: 'not-applicable',
      why: 'No order was filled: nothing was at risk.',
    })
    expect(judge(tape([moment(1)]), rules)).toMatchObject({ verdict: 'not-applicable', why: 'No order was sent: nothing was at risk.' })
  })

  it('failed names the first breach and how many rules more', () => {
    const events = [sent(10 * minute, 0), fill(11 * minute, holding(-3)), { type: 'end', time: 12 * minute } as const]
    expect(judge(tape(events), rules)).toMatchObject({
      verdict: 'failed',
      why: expect.stringMatching(/may not sell short.*, and 1 more\./),
    })
  })

  it('a breach fails even where nothing was filled', () => {
    expect(judge(tape([sent(10 * minute, 0)]), rules).verdict).toBe('failed')
  })
})
