import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillTemplate, numberInFull, placeholdersOf, templateProblems, valueAsText } from './template.ts'

describe('template', () => {
  it('finds each name once, in order', () => {
    expect(placeholdersOf('{{b}} and {{ a }} and {{b}}')).toEqual(['b', 'a'])
  })

  it('a value that looks like a placeholder is not filled again', () => {
    expect(fillTemplate('{{a}} {{b}}', (name) => (name === 'a' ? '{{b}}' : 'secret $& $1'))).toBe('{{b}} secret $& $1')
  })

  it('names what it does not know, and the names that there are', () => {
    expect(templateProblems('{{prise}}', ['price', 'rsi'])).toEqual([
      expect.stringContaining('{{prise}} is not one of the inputs (price, rsi)'),
    ])
  })

  it.each(['{{ price', 'price }}', '{{pr ice}}', '{{}}'])('a placeholder that is not closed or named is a problem: %s', (template) => {
    expect(templateProblems(template, ['price'])).not.toEqual([])
  })

  it('values read as a person would write them', () => {
    expect([1.5, 1e-7, -2.5e-9, 1.25e22, true, false, 'text', undefined, Number.NaN].map(valueAsText)).toEqual([
      '1.5',
      '0.0000001',
      '-0.0000000025',
      '12500000000000000000000',
      'yes',
      'no',
      'text',
      'no value',
      'no value',
    ])
  })

  it('a number in full reads back as the same number and has no exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = numberInFull(value)
        expect(text).toMatch(/^-?\d+(\.\d+)?$/)
        expect(Number(text)).toBe(value === 0 ? 0 : value)
      }),
    )
  })
})
