import { describe, expect, it } from 'vitest'
import { UsageError } from './exit.ts'
import { decimalFlag, integerFlag, numberFlag, oneOf, refuseUnknownArguments, repeatedFlag, timeFlag } from './flags.ts'

describe('flags', () => {
  it('an option that nobody knows is refused, whatever its spelling', () => {
    const known = { file: { type: 'positional' }, json: { type: 'boolean' }, cash: { type: 'string' } } as const
    expect(() => refuseUnknownArguments(['file', '--json', '--cash', '-1'], known)).not.toThrow()
    expect(() => refuseUnknownArguments(['--jsn'], known)).toThrow(UsageError)
    expect(() => refuseUnknownArguments(['--out=x'], known)).toThrow('--out')
    expect(() => refuseUnknownArguments(['file', '-j'], known)).toThrow('-j')
    expect(() => refuseUnknownArguments(['--file=x'], known)).toThrow('--file')
  })

  it('an argument too many is refused: a second workflow would be left out silently', () => {
    const known = { file: { type: 'positional' }, cash: { type: 'string' } } as const
    expect(() => refuseUnknownArguments(['a.json', '--cash=5', 'b.json'], known)).toThrow('"b.json"')
  })

  it('a day that the calendar does not have is refused, never the day after', () => {
    expect(() => timeFlag('from', '2021-02-30')).toThrow('2021-02-30')
    expect(timeFlag('from', '2024-02-29')).toBe(Date.UTC(2024, 1, 29))
    expect(timeFlag('from', '2024-02-29T23:00:00-05:00')).toBe(Date.UTC(2024, 2, 1, 4))
  })

  it('repeated options keep their order, in both spellings', () => {
    expect(repeatedFlag(['--data', 'a=1', '--json', '--data=b=2'], 'data')).toEqual(['a=1', 'b=2'])
    expect(() => repeatedFlag(['--data'], 'data')).toThrow('needs a value')
  })

  it.each(['', 'x', '-1', '2', 'NaN', 'Infinity'])('a fraction of "%s" is refused', (text) => {
    expect(() => numberFlag('fee', text, { min: 0, max: 1 })).toThrow(UsageError)
  })

  it('absent is undefined, never a default', () => {
    const nothing = undefined
    expect([
      numberFlag('a', nothing, { min: 0, max: 1 }),
      decimalFlag('a', nothing),
      timeFlag('a', nothing),
      oneOf('a', nothing, ['x']),
    ]).toEqual([nothing, nothing, nothing, nothing])
  })

  it('whole numbers, plain decimals, choices', () => {
    expect(integerFlag('bars', '5', { min: 1, max: 9 })).toBe(5)
    expect(() => integerFlag('bars', '5.5', { min: 1, max: 9 })).toThrow('whole number')
    expect(decimalFlag('tick-size', '0.10')).toBe('0.10')
    expect(() => decimalFlag('tick-size', '1e-8')).toThrow(UsageError)
    expect(() => decimalFlag('tick-size', '0.0')).toThrow(UsageError)
    expect(() => oneOf('backend', 'gpu', ['interpreter', 'wasm'])).toThrow('interpreter, wasm')
  })

  it('dates are UTC unless they say otherwise', () => {
    expect(timeFlag('from', '2024-01-01')).toBe(1_704_067_200_000)
    expect(timeFlag('from', '2024-01-01T01:00:00')).toBe(1_704_070_800_000)
    expect(timeFlag('from', '2024-01-01T01:00:00+01:00')).toBe(1_704_067_200_000)
    expect(timeFlag('from', '1704067200000')).toBe(1_704_067_200_000)
    expect(() => timeFlag('from', 'yesterday')).toThrow(UsageError)
  })
})
