import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNonceGate } from './nonce-gate.ts'

describe('nonces of a key', () => {
  it('are accepted exactly when they are higher than all before', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 50n }), { maxLength: 40 }), (nonces) => {
        const gate = createNonceGate(0n, 0n)
        let highest = 0n
        for (const nonce of nonces) {
          expect(gate.accept(String(nonce))).toBe(nonce > highest)
          if (nonce > highest) highest = nonce
        }
        expect(gate.last).toBe(highest)
      }),
    )
  })

  it('may come late within a window, each once', () => {
    const gate = createNonceGate(0n, 10n)
    expect(['100', '95', '95', '100', '90', '91', '105', '94', '96'].map((nonce) => gate.accept(nonce))).toEqual([
      true,
      true,
      false,
      false,
      false,
      true,
      true,
      false,
      true,
    ])
  })

  it.each([undefined, '', '-1', '1.5', 'abc', '18446744073709551616'])('are refused as %s', (nonce) => {
    expect(createNonceGate(0n, 0n).accept(nonce)).toBe(false)
  })
})
