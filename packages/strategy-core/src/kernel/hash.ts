/**
 * 106 bits over a text, as 28 hex digits (two runs of cyrb53, https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js,
 * public domain). For names of shapes, not against an adversary.
 */
export function hashText(text: string): string {
  return hexOf(cyrb53(text, 0)) + hexOf(cyrb53(text, 0x9e3779b9))
}

function hexOf(value: number): string {
  return value.toString(16).padStart(14, '0')
}

function cyrb53(text: string, seed: number): number {
  let high = 0xdeadbeef ^ seed
  let low = 0x41c6ce57 ^ seed
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}
