import { intervals, type Interval, type QuantityWish } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { type GoldenBacktest, goldenBacktest, hasGoldenBacktests, whyGoldenSkipped } from '../testing/golden-backtests.ts'
import { goldenDifferences, goldenExitReasons, goldenMetricDifferences, isClose, type Reproduction } from '../testing/golden-differences.ts'
import { driveByHand, type HandDriven, testInstrument } from '../testing/hand-driven-run.ts'

interface Setup {
  readonly interval: Interval
  readonly tickSize: string
  readonly lotSize: string
  readonly allowShort?: boolean
  readonly decide: (
    at: HandDriven & { readonly value: (name: string, back?: number) => number; readonly net: number; readonly close: number },
    golden: GoldenBacktest,
  ) => void
}

function reproduce(id: string, { interval, tickSize, lotSize, allowShort = false, decide }: Setup): Reproduction {
  const golden = goldenBacktest(id, intervals[interval])
  const { columns, indicators } = golden
  const run = driveByHand({
    columns,
    interval,
    instrument: testInstrument({ tickSize, lotSize }),
    settings: {
      account: { initialCash: String(golden.cash), takerFee: golden.feeRate, makerFee: golden.feeRate, allowShort },
      limits: { maxExposureFraction: 10 },
      endOfData: 'close',
    },
    decide(at) {
      if (at.row < golden.firstDecisionBar) return
      decide(
        {
          ...at,
          value: (name, back = 0) => indicators[name]?.[at.row - back] ?? Number.NaN,
          net: at.run.portfolio.position(at.instrument).quantity,
          close: columns.close[at.row] ?? Number.NaN,
        },
        golden,
      )
    },
  })
  return { golden, run }
}

const entry = (
  at: HandDriven,
  side: 'buy' | 'sell',
  quantity: QuantityWish,
  more: { closeFirst?: boolean; stopLoss?: number; takeProfit?: number } = {},
) => at.propose({ kind: 'entry', instrument: at.instrument, side, quantity, closeFirst: more.closeFirst ?? false, reason: 'test', ...more })
const leave = (at: HandDriven) => at.propose({ kind: 'close', instrument: at.instrument, reason: 'test' })

describe.skipIf(!hasGoldenBacktests)(`reference backtests, bar for bar${whyGoldenSkipped}`, () => {
  it('01: market entries and exits at the next open, one unit', () => {
    const result = reproduce('01_ema_cross_long', {
      interval: '1h',
      tickSize: '0.1',
      lotSize: '0.00000001',
      decide(at) {
        const [fast, slow, fastBefore, slowBefore] = [at.value('ema20'), at.value('ema50'), at.value('ema20', 1), at.value('ema50', 1)]
        if (at.net === 0 && fastBefore <= slowBefore && fast > slow) entry(at, 'buy', { kind: 'units', units: 1 })
        else if (at.net > 0 && fastBefore >= slowBefore && fast < slow) leave(at)
      },
    })
    expect(goldenDifferences(result)).toEqual([])
    expect(goldenMetricDifferences(result)).toEqual([])
  })

  it('02: whole units for 95 % of the cash at the fill', () => {
    const result = reproduce('02_rsi_reversion_long', {
      interval: '1h',
      tickSize: '0.01',
      lotSize: '0.00000001',
      decide(at) {
        const held = at.run.portfolio.position(at.instrument).barsHeld
        if (at.net === 0 && at.value('rsi14', 1) <= 30 && at.value('rsi14') > 30)
          entry(at, 'buy', { kind: 'cash-at-fill', fraction: 0.95, wholeUnits: true })
        else if (at.net > 0 && (at.value('rsi14') > 55 || held >= 48)) leave(at)
      },
    })
    expect(goldenDifferences(result)).toEqual([])
    expect(goldenMetricDifferences(result)).toEqual([])
  })

  it('03: brackets of market entries live in the entry bar, the stop-loss counts where both are touched', () => {
    const result = reproduce('03_donchian_breakout_sl_tp', {
      interval: '1d',
      tickSize: '0.0000000001',
      lotSize: '0.001',
      decide(at) {
        if (at.net === 0 && at.close > at.value('prev_high20') && Number.isFinite(at.value('atr14'))) {
          entry(
            at,
            'buy',
            { kind: 'units', units: 1 },
            { stopLoss: at.close - 2 * at.value('atr14'), takeProfit: at.close + 4 * at.value('atr14') },
          )
        }
      },
    })
    expect(goldenDifferences(result)).toEqual([])
    expect(goldenMetricDifferences(result)).toEqual([])
  })

  it('04: always in the market, long and short, closing and entering at one open', () => {
    const result = reproduce('04_macd_long_short', {
      interval: '5m',
      tickSize: '0.1',
      lotSize: '0.00000001',
      allowShort: true,
      decide(at) {
        if (at.value('macd_hist') > 0 && at.net <= 0) entry(at, 'buy', { kind: 'units', units: 1 }, { closeFirst: true })
        else if (at.value('macd_hist') < 0 && at.net >= 0) entry(at, 'sell', { kind: 'units', units: 1 }, { closeFirst: true })
      },
    })
    expect(goldenDifferences(result)).toEqual([])
    expect(goldenMetricDifferences(result)).toEqual([])
  })

  it('05: all cash in whole shares, counted after the old position is closed at the same open', () => {
    const result = reproduce('05_sma_cross_stock_allin', {
      interval: '1d',
      tickSize: '0.01',
      lotSize: '1',
      allowShort: true,
      decide(at) {
        const [fast, slow, fastBefore, slowBefore] = [at.value('sma10'), at.value('sma20'), at.value('sma10', 1), at.value('sma20', 1)]
        const all: QuantityWish = { kind: 'cash-at-fill', fraction: 1, wholeUnits: true }
        if (fastBefore <= slowBefore && fast > slow) entry(at, 'buy', all, { closeFirst: true })
        else if (fastBefore >= slowBefore && fast < slow) entry(at, 'sell', all, { closeFirst: true })
      },
    })
    expect(goldenDifferences(result)).toEqual([])
    expect(goldenMetricDifferences(result)).toEqual([])
  })

  it('07: scaling in and closing parts of the oldest lot', () => {
    let lastEntry = Number.NEGATIVE_INFINITY
    const result = reproduce('07_scale_in_partial_exits', {
      interval: '15m',
      tickSize: '0.01',
      lotSize: '1',
      decide(at) {
        const rsi = at.value('rsi14')
        const { lots } = at.run.account.ledger.book(at.instrument)
        const oldest = lots[0]?.lots ?? 0
        if (rsi > 60 && lots.length > 0) leave(at)
        else if (rsi > 50 && lots.length === 3) {
          // Nearest whole number, ties to even; an opposite entry within the position only reduces it.
          const half = oldest / 2
          const rounded = Math.abs(half % 1) === 0.5 ? 2 * Math.round(half / 2) : Math.round(half)
          entry(at, 'sell', { kind: 'units', units: Math.max(1, rounded) })
        } else if (rsi < 30 && lots.length < 3 && at.row - lastEntry >= 12 && entry(at, 'buy', { kind: 'units', units: 10 }))
          lastEntry = at.row
      },
    })
    // The reference closes a lot by name, we net against it: the same pieces under another name.
    expect(goldenDifferences(result, { nettingIsSignal: true })).toEqual([])
    // The reference closes the lots of one bar newest first, so its runs of losses are others.
    expect(goldenMetricDifferences(result, { orderMatters: false })).toEqual([])
  })

  it('08: random market orders net against open lots, first in, first out', () => {
    const result = reproduce('08_random_orders_fifo', {
      interval: '1m',
      tickSize: '0.00001',
      lotSize: '1',
      allowShort: true,
      decide(at, golden) {
        for (const { bar, size } of golden.orders) {
          if (bar === at.row) entry(at, size > 0 ? 'buy' : 'sell', { kind: 'units', units: Math.abs(size) })
        }
      },
    })
    expect(goldenDifferences(result)).toEqual([])
    expect(goldenMetricDifferences(result)).toEqual([])
  })

  it('06: limit entries that live one bar, their brackets from the next bar on (bars, sizes and exits; the engine has no spread)', () => {
    const { golden, run } = reproduce('06_bollinger_limit_fx', {
      interval: '1h',
      tickSize: '0.000000000001',
      lotSize: '10000',
      decide(at) {
        const [middle, lower] = [at.value('bb_middle'), at.value('bb_lower')]
        if (at.net !== 0 || !(lower < at.close && at.close < middle)) return
        const review = at.run.review(
          'gate',
          {
            kind: 'entry',
            instrument: at.instrument,
            side: 'buy',
            quantity: { kind: 'units', units: 10_000 },
            closeFirst: false,
            stopLoss: lower - (middle - lower),
            takeProfit: middle,
            reason: 'test',
          },
          {},
        )
        if (review.ok)
          at.run.perform('order', {
            kind: 'submit',
            order: review.order,
            as: { type: 'limit', price: lower, timeInForce: 'gtd', expiresAfterBars: 1, postOnly: false },
          })
      },
    })
    expect(
      run.trades.map(({ quantity, entryBar, exitBar, exitReason }) => [quantity, entryBar, exitBar, goldenExitReasons[exitReason]]),
    ).toEqual(golden.trades.map(({ size, entryBar, exitBar, exitReason }) => [size, entryBar, exitBar, exitReason]))
    const wrongPrices = run.trades.filter(({ entryPrice, exitPrice }, index) => {
      const wanted = golden.trades[index]
      return wanted === undefined || !isClose(exitPrice, wanted.exitPrice) || !isClose(entryPrice * (1 + golden.spread), wanted.entryPrice)
    })
    expect(wrongPrices).toEqual([])
  })

  it('09: fractional sizes decided at the signal', () => {
    const result = reproduce('09_ema_cross_fractional', {
      interval: '1h',
      tickSize: '0.1',
      lotSize: '0.000000000001',
      decide(at) {
        const [fast, slow, fastBefore, slowBefore] = [at.value('ema20'), at.value('ema50'), at.value('ema20', 1), at.value('ema50', 1)]
        if (at.net === 0 && fastBefore <= slowBefore && fast > slow)
          entry(at, 'buy', { kind: 'units', units: (0.95 * at.run.portfolio.cash) / at.close })
        else if (at.net > 0 && fastBefore >= slowBefore && fast < slow) leave(at)
      },
    })
    expect(goldenDifferences(result, { sizeTolerance: 1e-9 })).toEqual([])
    expect(goldenMetricDifferences(result)).toEqual([])
  })
})
