/** Kraken's nonce rule for one key: an unsigned 64-bit number, strictly increasing unless the key has a window. */
export interface NonceGate {
  readonly last: bigint
  /** Takes the nonce, or refuses it and changes nothing. */
  accept(text: string | undefined): boolean
}

const largest = 2n ** 64n - 1n

/** `window`: a nonce that is at most so much below the highest one seen is accepted once. */
export function createNonceGate(last: bigint, window: bigint): NonceGate {
  let highest = last
  const seen = new Set<bigint>()
  return {
    get last() {
      return highest
    },
    accept(text) {
      if (text === undefined || !/^\d{1,20}$/.test(text)) return false
      const nonce = BigInt(text)
      if (nonce > largest || nonce + window <= highest || seen.has(nonce)) return false
      if (window === 0n && nonce <= highest) return false
      if (nonce > highest) highest = nonce
      if (window > 0n) {
        seen.add(nonce)
        for (const old of seen) if (old + window <= highest) seen.delete(old)
      }
      return true
    },
  }
}
