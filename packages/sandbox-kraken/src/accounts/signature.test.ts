import { describe, expect, it } from 'vitest'
import { isSignedWith, sign } from './signature.ts'

/** docs.kraken.com, "Spot REST authentication". */
const secret = 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg=='
const body = 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25'
const signature = '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ=='

describe('signature', () => {
  it('is that of the documented example', () => {
    expect(sign(secret, '/0/private/AddOrder', '1616492376594', body)).toBe(signature)
  })

  it('is bound to path, nonce and body', () => {
    expect(isSignedWith(secret, signature, '/0/private/AddOrder', '1616492376594', body)).toBe(true)
    expect(isSignedWith(secret, signature, '/0/private/CancelOrder', '1616492376594', body)).toBe(false)
    expect(isSignedWith(secret, signature, '/0/private/AddOrder', '1616492376595', body)).toBe(false)
    expect(isSignedWith(secret, signature, '/0/private/AddOrder', '1616492376594', `${body}0`)).toBe(false)
    expect(isSignedWith(secret, '', '/0/private/AddOrder', '1616492376594', body)).toBe(false)
  })
})
