import { createHash } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** O orders, T trades and amends, L ledger entries. */
export type IdKind = 'O' | 'T' | 'L'

export interface IdSource {
  next(kind: IdKind): string
  /** How many were given out; an id source that begins there never repeats one. */
  readonly count: number
}

/** Ids like `OK4GJX-KSTLS-7DZZO5`: the kind and 16 characters of a hash of seed and running number. */
export function createIds(seed: string, start = 0): IdSource {
  let count = start
  return {
    next(kind) {
      count += 1
      const hash = createHash('sha256').update(`${seed}:${kind}:${count}`).digest()
      let text: string = kind
      for (let index = 0; index < 16; index += 1) text += alphabet.charAt((hash[index] ?? 0) & 31)
      return `${text.slice(0, 6)}-${text.slice(6, 11)}-${text.slice(11)}`
    },
    get count() {
      return count
    },
  }
}

export const isId = (text: string, kind: IdKind): boolean => new RegExp(`^${kind}[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$`).test(text)
