import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flagOf, groupOf, listOf, paramsOfForm, paramsOfJson, plainNumber, plainParams, textOf, textsOf } from './params.ts'

describe('parameters', () => {
  it('are the same from a form and from JSON', () => {
    const form = paramsOfForm(
      'pair=XBTUSD&close%5Bordertype%5D=limit&close[price]=1.5&orders[0][type]=buy&orders[1][type]=sell&validate=true',
    )
    const json = paramsOfJson(
      '{"pair":"XBTUSD","close":{"ordertype":"limit","price":1.5},"orders":[{"type":"buy"},{"type":"sell"}],"validate":true}',
    )
    for (const params of [form, json!]) {
      expect(textOf(params, 'pair')).toBe('XBTUSD')
      expect(plainParams(groupOf(params, 'close')!)).toEqual({ ordertype: 'limit', price: '1.5' })
      expect(listOf(params, 'orders')).toHaveLength(2)
      expect(flagOf(params, 'validate')).toBe(true)
    }
  })

  it('reads lists from commas and arrays alike', () => {
    expect(textsOf(paramsOfForm('txid=a, b,c'), 'txid')).toEqual(['a', 'b', 'c'])
    expect(textsOf(paramsOfJson('{"txid":["a","b"]}')!, 'txid')).toEqual(['a', 'b'])
    expect(textsOf(paramsOfForm('txid='), 'txid')).toBeUndefined()
  })

  it('takes no other JSON than objects, and keeps prototypes out', () => {
    for (const text of ['', '[]', '1', 'null', '{"a":']) expect(paramsOfJson(text)).toBeUndefined()
    expect(plainParams(paramsOfJson('{"__proto__":{"polluted":true},"token":"t","otp":"1"}')!)).toMatchObject({ token: '***', otp: '***' })
    expect(Object.prototype).not.toHaveProperty('polluted')
  })

  it('prints every number without an exponent and without loss', () => {
    expect([1e-8, 1.5e-7, 1e21, -2.5e22, 0.1].map(plainNumber)).toEqual([
      '0.00000001',
      '0.00000015',
      '1000000000000000000000',
      '-25000000000000000000000',
      '0.1',
    ])
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = plainNumber(value)
        expect(text).toMatch(/^-?\d+(\.\d+)?$/)
        expect(Number(text) === value).toBe(true)
      }),
    )
  })
})
