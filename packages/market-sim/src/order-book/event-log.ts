import { longerDoubles, longerIntegers } from './columns.ts'

/** Kinds of what a book reports. */
export const bookEvent = {
  /** `order` = taker, `other` = maker, `side` and `rest` = the maker's, what is left of it with its hidden part. */
  trade: 1,
  /** `quantity` = visible, `rest` = hidden. */
  rested: 2,
  /** `other` = one of `cancelCause`, `quantity` = what was left. */
  canceled: 3,
  /** `other` = one of `refusalCause`; nothing has changed. */
  refused: 4,
  /** Kept its place; `quantity` = visible, `rest` = hidden. */
  reduced: 5,
} as const

export const cancelCause = { request: 0, immediateRest: 1, selfTrade: 2 } as const
export const refusalCause = { wouldTake: 0, notFillable: 1 } as const

/** Where an event concerns no level of the book. */
export const noLevel = -1

/** Whole numbers of an event: kind, order, other, side, price. */
export const eventWords = 5
/** Amounts of an event: quantity, rest, and what is visible at this side and price from now on (0: the level is gone), or `noLevel`. */
export const eventAmounts = 3

/** What happened, in columns: no object per event. The reader takes event 0 to `length` - 1 and calls `clear`. */
export class EventLog {
  words = new Int32Array(eventWords * 256)
  amounts = new Float64Array(eventAmounts * 256)
  length = 0

  add(kind: number, order: number, other: number, side: number, price: number, quantity: number, rest: number, level: number): void {
    const word = this.length * eventWords
    const amount = this.length * eventAmounts
    if (word === this.words.length) this.grow()
    const { words, amounts } = this
    words[word] = kind
    words[word + 1] = order
    words[word + 2] = other
    words[word + 3] = side
    words[word + 4] = price
    amounts[amount] = quantity
    amounts[amount + 1] = rest
    amounts[amount + 2] = level
    this.length += 1
  }

  clear(): void {
    this.length = 0
  }

  private grow(): void {
    this.words = longerIntegers(this.words, this.words.length * 2)
    this.amounts = longerDoubles(this.amounts, this.amounts.length * 2)
  }
}
