import { barsToColumns, type Proposal } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { driveByHand, type HandDriven, testInstrument } from '../testing/hand-driven-run.ts'
import type { RunSettingsOverrides } from './settings.ts'

const hour = 3_600_000
const flat = (bars: number) =>
  barsToColumns(
    Array.from({ length: bars }, (_, row) => ({ time: (row + 1) * hour, open: 100, high: 101, low: 99, close: 100, volume: 1 })),
  )
const { id: instrument } = testInstrument()
const entry = (side: 'buy' | 'sell', units: number, more: Partial<Extract<Proposal, { kind: 'entry' }>> = {}): Proposal => ({
  kind: 'entry',
  instrument,
  side,
  quantity: { kind: 'units', units },
  closeFirst: false,
  reason: 'test',
  ...more,
})
const close: Proposal = { kind: 'close', instrument, reason: 'test' }

/** What happens at which row; everything else is left alone. */
function play(script: Readonly<Record<number, (at: HandDriven) => void>>, settings: RunSettingsOverrides = {}, bars = 20) {
  return driveByHand({
    columns: flat(bars),
    interval: '1h',
    settings: { endOfData: 'keep', ...settings, account: { allowShort: true, takerFee: 0, makerFee: 0, ...settings.account } },
    decide: (at) => script[at.row]?.(at),
  })
}
const codes = (run: ReturnType<typeof play>) => run.denials.map(({ denial }) => denial.code)

describe('cooldown', () => {
  it.each([
    ['a closed long', entry('buy', 1), close],
    ['a closed short', entry('sell', 1), close],
    ['a long that was turned round', entry('buy', 1), entry('sell', 1, { closeFirst: true })],
    ['a short that an opposite entry turned round', entry('sell', 1), entry('buy', 2)],
  ])('counts from the bar in which the position ended: %s', (_name, first, second) => {
    const asked: (readonly [number, boolean])[] = []
    const ask = (at: HandDriven) => asked.push([at.row, at.run.review('gate', entry('buy', 5), { cooldownBars: 3 }).ok])
    // Decided at 5, filled in 6: rows 6, 7 and 8 are within three bars of the close, row 9 is not.
    play({ 2: ({ propose }) => propose(first), 5: ({ propose }) => propose(second), 6: ask, 8: ask, 9: ask })
    expect(asked).toEqual([
      [6, false],
      [8, false],
      [9, true],
    ])
  })

  it('does not count from a part that was closed', () => {
    const asked: boolean[] = []
    play({
      2: ({ propose }) => propose(entry('buy', 2)),
      5: ({ propose }) => propose(entry('sell', 1)),
      6: ({ run }) => asked.push(run.review('gate', entry('buy', 1), { cooldownBars: 3 }).ok),
    })
    expect(asked).toEqual([true])
  })
})

describe('reductions', () => {
  it('two of one moment never turn the position round, however large they are together', () => {
    const run = play({
      2: ({ propose }) => propose(entry('buy', 1.5)),
      5: ({ propose }) => {
        propose(entry('sell', 1))
        propose(entry('sell', 1))
      },
    })
    expect(run.portfolio.position(instrument).quantity).toBe(0)
    expect(run.trades.map(({ quantity }) => quantity)).toEqual([1, 0.5])
  })
})

describe('entries of one moment', () => {
  it('count against the limits although none has filled', () => {
    const run = play(
      {
        2: ({ propose }) => {
          propose(entry('buy', 30))
          propose(entry('buy', 30))
          propose(entry('buy', 30))
          propose(entry('buy', 30))
        },
      },
      { account: { initialCash: '10000' }, limits: { maxExposureFraction: 1 } },
    )
    expect(codes(run)).toEqual(['MAX_EXPOSURE'])
    expect(run.portfolio.position(instrument).quantity).toBe(90)
  })

  it('are limited per UTC day by fills, not by wishes', () => {
    const every = Object.fromEntries(Array.from({ length: 30 }, (_, row) => [row, (at: HandDriven) => at.propose(entry('buy', 0.1))]))
    const run = play(every, { limits: { maxEntriesPerDay: 2 } }, 30)
    const days = run.fills.map(({ time }) => Math.floor(time / (24 * hour)))
    expect(days).toEqual([0, 0, 1, 1])
  })
})

describe('what nodes read', () => {
  it('bars held: 0 in the bar of the fill, not reset by adding, begun anew by turning round, no value while flat', () => {
    const held: (readonly [number, number])[] = []
    const script: Readonly<Record<number, (at: HandDriven) => void>> = {
      2: ({ propose }) => propose(entry('buy', 1)),
      5: ({ propose }) => propose(entry('buy', 1)),
      8: ({ propose }) => propose(entry('sell', 1, { closeFirst: true })),
      11: ({ propose }) => propose(close),
    }
    driveByHand({
      columns: flat(14),
      interval: '1h',
      settings: { endOfData: 'keep', account: { allowShort: true } },
      decide: (at) => {
        held.push([at.row, at.run.portfolio.position(instrument).barsHeld])
        script[at.row]?.(at)
      },
    })
    const rows = [2, 3, 6, 8, 9, 11, 12]
    expect(held.filter(([row]) => rows.includes(row)).map(([, bars]) => bars)).toEqual([Number.NaN, 0, 3, 5, 0, 2, Number.NaN])
  })

  it('entries today: fills that opened something; what only reduced is no entry', () => {
    const run = play({ 2: ({ propose }) => propose(entry('buy', 2)), 4: ({ propose }) => propose(entry('sell', 1)) })
    expect(run.fills).toHaveLength(2)
    expect(run.portfolio.entriesToday).toBe(1)
  })
})

describe('limit orders', () => {
  it('rest as makers from their second bar on, also where the open jumps over them', () => {
    const columns = flat(12)
    for (const [row, open] of [
      [5, 97],
      [8, 92],
    ] as const) {
      columns.open[row] = open
      columns.low[row] = open
    }
    const send = (price: number) => (at: HandDriven) =>
      at.propose(entry('buy', 1), { type: 'limit', price, timeInForce: 'gtc', postOnly: false })
    const script: Readonly<Record<number, (at: HandDriven) => void>> = { 2: send(98), 7: send(95) }
    const run = driveByHand({ columns, interval: '1h', settings: { endOfData: 'keep' }, decide: (at) => script[at.row]?.(at) })
    expect(run.fills.map(({ price, liquidity }) => [price, liquidity])).toEqual([
      [9700, 'maker'],
      [9200, 'taker'],
    ])
  })

  it('a stop-loss on the wrong side of the limit is refused, not sent', () => {
    const run = play({
      2: ({ propose }) => propose(entry('buy', 1, { stopLoss: 99 }), { type: 'limit', price: 98, timeInForce: 'gtc', postOnly: false }),
      3: ({ propose }) => propose(entry('buy', 1, { stopLoss: 101 })),
      4: ({ propose }) => propose(entry('sell', 1, { takeProfit: 100 })),
    })
    expect(codes(run)).toEqual(['INVALID_PRICE', 'INVALID_PRICE', 'INVALID_PRICE'])
    expect(run.orders.all()).toEqual([])
  })
})
