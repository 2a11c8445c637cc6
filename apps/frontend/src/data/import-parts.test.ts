import { describe, expect, it } from 'vitest'
import { changeRole, headerOf } from './column-roles.ts'
import { gapPieces } from './gap-pieces.ts'
import { guessSymbol } from './guess-symbol.ts'
import { offsetText } from './import-fields.tsx'
import { decisionNeeded, groupProblems, problemTitle } from './problem-words.ts'

const problem = (code: string, severity: 'error' | 'warning', line: number | null = 1) => ({ line, code, message: code, severity })

describe('column roles', () => {
  const columns = [
    { name: 't', role: 'time' },
    { name: 'a', role: 'open' },
    { name: 'b', role: 'close' },
    { name: 'v', role: 'volume' },
    { name: 'x', role: 'ignored' },
  ] as const

  it('swap when a column takes the role of another', () => {
    expect(changeRole({}, columns, 'a', 'close')).toEqual({ close: 'a', open: 'b' })
  })

  it('give a role to an unused column without another swap', () => {
    expect(changeRole({}, columns, 'x', 'volume')).toEqual({ volume: 'x' })
  })

  it('can only be taken away from the volume', () => {
    expect(changeRole({}, columns, 'v', 'ignored')).toEqual({ volume: null })
    expect(changeRole({}, columns, 'a', 'ignored')).toEqual({})
  })

  it('are offered by the names of the first line, or by position where it holds numbers', () => {
    expect(headerOf('Zeit;Kurs;"Menge"\n1;2;3')).toEqual(['Zeit', 'Kurs', 'Menge'])
    expect(headerOf('1654041600,31781.0,31929.0')).toEqual(['0', '1', '2'])
    expect(headerOf('just text')).toEqual([])
  })
})

describe('what has to be decided before an import', () => {
  it('is nothing for a clean file, leaving out for wrong rows, saying for what only the user knows', () => {
    expect(decisionNeeded({ problems: [problem('ZERO_VOLUME', 'warning')], badRows: 0 })).toBe('none')
    expect(decisionNeeded({ problems: [problem('PROBLEMS_NOT_ACCEPTED', 'error', null), problem('OFF_GRID', 'error')], badRows: 1 })).toBe(
      'leave-out',
    )
    expect(decisionNeeded({ problems: [problem('VOLUME_MISSING', 'error', null), problem('OFF_GRID', 'error')], badRows: 1 })).toBe('say')
  })

  it('stands in groups, errors first, larger ones first', () => {
    const groups = groupProblems([
      problem('ZERO_VOLUME', 'warning'),
      problem('OFF_GRID', 'error'),
      problem('EMPTY_FIELD', 'error'),
      problem('EMPTY_FIELD', 'error', 2),
    ])
    expect(groups.map(({ code, problems }) => [code, problems.length])).toEqual([
      ['EMPTY_FIELD', 2],
      ['OFF_GRID', 1],
      ['ZERO_VOLUME', 1],
    ])
    expect(problemTitle('SOME_NEW_CODE')).toBe('some new code')
  })
})

describe('the strip of gaps', () => {
  it('stands where bars are missing and can be seen however thin', () => {
    const report = {
      largestGaps: [
        { from: 500, to: 600, missing: 2 },
        { from: 999, to: 999, missing: 1 },
      ],
    } as never
    expect(gapPieces({ from: 0, to: 1000, report })).toEqual([
      { from: 0.5, width: 0.09999999999999998, missing: 2 },
      { from: 0.996, width: 0.004, missing: 1 },
    ])
    expect(gapPieces({ from: 5, to: 5, report })).toEqual([])
  })
})

describe('small guesses and texts', () => {
  it('proposes the symbol that a file name holds', () => {
    expect(
      ['kraken_btcusd_1h.csv', 'XBTUSD_60.csv', 'ETH-USDT.json', 'UNITTEST_BTC-8m.json.gz', 'export-2024.csv', 'prices.csv'].map(
        guessSymbol,
      ),
    ).toEqual(['BTC/USD', 'BTC/USD', 'ETH/USDT', undefined, undefined, undefined])
  })

  it('writes time zones as they are known', () => {
    expect([0, 60, -210, 345].map(offsetText)).toEqual(['UTC', 'UTC+01:00', 'UTC−03:30', 'UTC+05:45'])
  })
})
