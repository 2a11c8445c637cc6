import type { PortfolioView, PositionView, Proposal, RiskLimits } from '@strategraph/market-model'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lots } from '../market/amounts.ts'
import { marketOf } from '../market/market.ts'
import { testInstrument } from '../testing/hand-driven-run.ts'
import { reviewProposal, type ReviewContext } from './review-proposal.ts'
import { tightestLimits } from './tightest-limits.ts'

const instrument = testInstrument({ tickSize: '0.1', lotSize: '0.001', minQuantity: '0.01', minNotional: '5' })
const market = marketOf(instrument)

interface Situation {
  readonly position?: number
  readonly price?: number
  readonly equity?: number
  readonly portfolio?: Partial<PortfolioView>
  readonly limits?: RiskLimits
  readonly blocks?: Partial<ReviewContext['blocks']>
  readonly pending?: Partial<ReviewContext['pending']>
  readonly barsSinceClose?: number
}

function contextOf({
  position = 0,
  price = 100,
  equity = 10_000,
  portfolio,
  limits = {},
  blocks,
  pending,
  barsSinceClose = Number.NaN,
}: Situation): ReviewContext {
  const view: PositionView = {
    instrument: instrument.id,
    lots: lots(Math.round(position * 1000)),
    quantity: position,
    averageEntryPrice: position === 0 ? Number.NaN : price,
    unrealizedPnl: 0,
    notional: position * price,
    barsHeld: 1,
  }
  return {
    market,
    limits: tightestLimits({}, limits),
    barsSinceClose,
    blocks: { killed: false, paused: false, ledgerMismatch: false, endOfData: false, ...blocks },
    pending: { entries: 0, sameSideNotional: 0, otherNotional: 0, isClosing: false, ...pending },
    portfolio: {
      time: 0,
      currency: 'USD',
      equity,
      cash: equity - Math.abs(position) * price,
      exposure: Math.abs(position) * price,
      peakEquity: equity,
      drawdown: 0,
      realizedPnl: 0,
      unrealizedPnl: 0,
      dayStartEquity: equity,
      entriesToday: 0,
      barsSinceClose,
      allowShort: true,
      openOrders: 0,
      position: () => view,
      lastPrice: () => price,
      ...portfolio,
    },
  }
}

type Entry = Extract<Proposal, { kind: 'entry' }>
const entry = (changes: Partial<Entry> = {}): Proposal => ({
  kind: 'entry',
  instrument: instrument.id,
  side: 'buy',
  quantity: { kind: 'units', units: 1 },
  closeFirst: false,
  reason: 'test',
  ...changes,
})
const close: Proposal = { kind: 'close', instrument: instrument.id, reason: 'test' }

function codeOf(proposal: Proposal, situation: Situation): string {
  const { review } = reviewProposal(proposal, contextOf(situation))
  return review.ok ? 'ok' : review.denial.code
}

describe('limits', () => {
  it.each<readonly [string, Situation, string]>([
    ['MAX_POSITION', { limits: { maxPositionFraction: 0.2 }, position: 19.5 }, 'limit 0.2 of 10,000 is 20 at 100; 20.5 would be held'],
    ['MAX_POSITION', { limits: { maxPositionFraction: 0.2 }, pending: { sameSideNotional: 1950 } }, 'what is pending counts as held'],
    ['MAX_EXPOSURE', { limits: { maxExposureFraction: 0.5 }, portfolio: { exposure: 4950 } }, 'other markets count'],
    ['MAX_EXPOSURE', { limits: { maxExposureFraction: 0.5 }, pending: { otherNotional: 4950 } }, 'their pending entries too'],
    ['MAX_DRAWDOWN', { limits: { maxDrawdownFraction: 0.25 }, portfolio: { drawdown: 0.25 } }, ''],
    ['DAILY_LOSS', { limits: { dailyLossFraction: 0.05 }, portfolio: { dayStartEquity: 10_600 } }, ''],
    ['MAX_ENTRIES_PER_DAY', { limits: { maxEntriesPerDay: 3 }, portfolio: { entriesToday: 3 } }, ''],
    ['MAX_ENTRIES_PER_DAY', { limits: { maxEntriesPerDay: 3 }, portfolio: { entriesToday: 2 }, pending: { entries: 1 } }, ''],
    ['COOLDOWN', { limits: { cooldownBars: 3 }, barsSinceClose: 2 }, ''],
    ['KILL_SWITCH', { blocks: { killed: true } }, ''],
    ['ENTRIES_PAUSED', { blocks: { paused: true } }, ''],
    ['LEDGER_MISMATCH', { blocks: { ledgerMismatch: true } }, ''],
    ['END_OF_DATA', { blocks: { endOfData: true } }, ''],
    ['INSUFFICIENT_FUNDS', { equity: -1 }, ''],
    ['INVALID_PRICE', { price: Number.NaN }, 'no bar yet'],
  ])('%s refuses an entry and never a close (%s)', (code, situation) => {
    expect(codeOf(entry(), situation)).toBe(code)
    expect(codeOf(close, { ...situation, position: 2, price: 100 })).toBe('ok')
  })

  it.each([
    [{ limits: { maxPositionFraction: 0.2 }, position: 19 }],
    [{ limits: { maxExposureFraction: 0.5 }, portfolio: { exposure: 4900 } }],
    [{ limits: { cooldownBars: 3 }, barsSinceClose: 3 }],
    [{ limits: { cooldownBars: 3 } }],
    [{ limits: { maxEntriesPerDay: 3 }, portfolio: { entriesToday: 2 } }],
    [{ limits: { dailyLossFraction: 0.05 }, portfolio: { dayStartEquity: 10_500 } }],
  ] as const)('lets pass what is exactly at or within the limit: %j', (situation) => {
    expect(codeOf(entry(), situation)).toBe('ok')
  })

  it('all of the cash passes a limit of 100 %, also where a position is turned round', () => {
    const all = entry({ quantity: { kind: 'cash-at-fill', fraction: 1 }, closeFirst: true })
    expect(codeOf(all, { limits: { maxExposureFraction: 1, maxPositionFraction: 1 } })).toBe('ok')
    expect(codeOf(all, { limits: { maxExposureFraction: 1, maxPositionFraction: 1 }, position: -100 })).toBe('ok')
  })

  it('a gate can only tighten: whatever both say, nothing passes that the account alone would refuse', () => {
    const limits = fc.record(
      {
        maxPositionFraction: fc.double({ min: 0.001, max: 1, noNaN: true }),
        maxExposureFraction: fc.double({ min: 0.001, max: 1, noNaN: true }),
        maxEntriesPerDay: fc.integer({ min: 1, max: 4 }),
        cooldownBars: fc.integer({ min: 0, max: 5 }),
        maxDrawdownFraction: fc.double({ min: 0.01, max: 1, noNaN: true }),
        dailyLossFraction: fc.double({ min: 0.01, max: 1, noNaN: true }),
      },
      { requiredKeys: [] },
    )
    const situation = fc.record({
      entriesToday: fc.integer({ min: 0, max: 5 }),
      barsSinceClose: fc.integer({ min: 0, max: 6 }),
      drawdown: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(limits, limits, situation, (account, gate, { barsSinceClose, ...portfolio }) => {
        const code = (given: RiskLimits) => codeOf(entry(), { limits: given, barsSinceClose, portfolio })
        const bothPass = code(account) === 'ok' && code(gate) === 'ok'
        expect(code(tightestLimits(account, gate)) === 'ok').toBe(bothPass)
      }),
    )
  })
})

describe('the numeric gate', () => {
  it.each([Number.NaN, -1, 0, Number.POSITIVE_INFINITY])('refuses the quantity %s', (units) => {
    expect(codeOf(entry({ quantity: { kind: 'units', units } }), {})).toBe('INVALID_QUANTITY')
    expect(codeOf(entry({ quantity: { kind: 'cash-at-fill', fraction: units } }), {})).toBe('INVALID_QUANTITY')
  })

  it('refuses more than all of the cash, and more lots than can be counted', () => {
    expect(codeOf(entry({ quantity: { kind: 'cash-at-fill', fraction: 1.01 } }), {})).toBe('INVALID_QUANTITY')
    expect(codeOf(entry({ quantity: { kind: 'units', units: 1e21 } }), {})).toBe('INVALID_QUANTITY')
  })

  it('refuses what is below the venue’s minimums, after rounding down', () => {
    expect(codeOf(entry({ quantity: { kind: 'units', units: 0.0099999 } }), {})).toBe('BELOW_MINIMUM')
    expect(codeOf(entry({ quantity: { kind: 'units', units: 0.049 } }), {})).toBe('BELOW_MINIMUM')
    expect(codeOf(entry({ quantity: { kind: 'units', units: 0.05 } }), {})).toBe('ok')
    expect(codeOf(entry({ quantity: { kind: 'units', units: 0.9, wholeUnits: true } }), {})).toBe('BELOW_MINIMUM')
  })

  it('rounds against the trader: quantity down, stop-loss away, take-profit away', () => {
    const { review } = reviewProposal(
      entry({ quantity: { kind: 'units', units: 1.23456 }, stopLoss: 95.06, takeProfit: 105.04 }),
      contextOf({}),
    )
    expect(review).toMatchObject({ ok: true, order: { quantity: { kind: 'lots', lots: 1234 }, stopLoss: 950, takeProfit: 1051 } })
    const short = reviewProposal(entry({ side: 'sell', stopLoss: 105.04, takeProfit: 95.06 }), contextOf({})).review
    expect(short).toMatchObject({ ok: true, order: { stopLoss: 1051, takeProfit: 950 } })
  })

  it.each([
    [{ stopLoss: Number.NaN }],
    [{ stopLoss: -5 }],
    [{ takeProfit: 0 }],
    [{ takeProfit: Number.POSITIVE_INFINITY }],
    [{ stopLoss: 110, takeProfit: 105 }],
  ])('refuses protection that is no price or the wrong way round: %j', (changes) => {
    expect(codeOf(entry(changes), {})).toBe('INVALID_PRICE')
  })

  it('approves nothing that is not a safe whole number of lots and ticks, whatever comes in', () => {
    const any = fc.oneof(fc.double(), fc.double({ min: 0, max: 1e3 }))
    fc.assert(
      fc.property(any, any, any, fc.constantFrom('buy' as const, 'sell' as const), (units, stopLoss, takeProfit, side) => {
        const { review } = reviewProposal(entry({ side, quantity: { kind: 'units', units }, stopLoss, takeProfit }), contextOf({}))
        if (!review.ok || review.order.kind === 'close') return
        const { quantity, stopLoss: stop, takeProfit: target } = review.order
        if (quantity.kind !== 'lots') throw new Error('not lots')
        for (const number of [quantity.lots, stop ?? 0, target ?? 0]) expect(Number.isSafeInteger(number) && number > 0).toBe(true)
      }),
    )
  })
})

describe('short sales and reductions', () => {
  const noShort = { portfolio: { allowShort: false } }

  it('refuses a short sale where the account may not, and lets a sale within the position pass', () => {
    expect(codeOf(entry({ side: 'sell' }), noShort)).toBe('SHORT_NOT_ALLOWED')
    expect(codeOf(entry({ side: 'sell' }), { ...noShort, position: 1 })).toBe('ok')
    expect(codeOf(entry({ side: 'sell', quantity: { kind: 'units', units: 1.5 } }), { ...noShort, position: 1 })).toBe('SHORT_NOT_ALLOWED')
    expect(codeOf(entry({ side: 'sell' }), { ...noShort, position: 1, pending: { sameSideNotional: 50 } })).toBe('SHORT_NOT_ALLOWED')
  })

  it('a sale that only reduces passes the kill switch', () => {
    expect(codeOf(entry({ side: 'sell' }), { position: 1, blocks: { killed: true } })).toBe('ok')
    expect(codeOf(entry({ side: 'sell', quantity: { kind: 'units', units: 1.5 } }), { position: 1, blocks: { killed: true } })).toBe(
      'KILL_SWITCH',
    )
  })

  it('turning round where the new side is refused still closes the old one, and both are on record', () => {
    const { review, refusedEntry } = reviewProposal(entry({ side: 'sell', closeFirst: true }), contextOf({ ...noShort, position: 1 }))
    expect(review).toMatchObject({ ok: true, order: { kind: 'close' } })
    expect(refusedEntry?.code).toBe('SHORT_NOT_ALLOWED')
  })

  it('turning round at the end of the data does nothing: everything is closed at the last open anyway', () => {
    expect(codeOf(entry({ side: 'sell', closeFirst: true }), { position: 1, blocks: { endOfData: true } })).toBe('END_OF_DATA')
  })

  it('closes only what is open and not being closed already', () => {
    expect(codeOf(close, {})).toBe('NOTHING_TO_CLOSE')
    expect(codeOf(close, { position: 1, pending: { isClosing: true } })).toBe('NOTHING_TO_CLOSE')
  })

  it('every denial carries numbers that JSON holds', () => {
    const { review } = reviewProposal(entry(), contextOf({ limits: { maxPositionFraction: 0.005 } }))
    expect(review).toEqual({
      ok: false,
      denial: { code: 'MAX_POSITION', message: 'The position would be too large for the equity', limit: 0.005, actual: 0.01 },
    })
  })
})
