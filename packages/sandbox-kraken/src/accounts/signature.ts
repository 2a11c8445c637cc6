import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** base64( HMAC-SHA512( base64decode(secret), path || SHA256( nonce || body ) ) ); `path` begins with "/0/private". */
export function sign(secret: string, path: string, nonce: string, body: string): string {
  const hash = createHash('sha256')
    .update(nonce + body)
    .digest()
  return createHmac('sha512', Buffer.from(secret, 'base64')).update(path).update(hash).digest('base64')
}

export function isSignedWith(secret: string, signature: string, path: string, nonce: string, body: string): boolean {
  const expected = Buffer.from(sign(secret, path, nonce, body))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}
