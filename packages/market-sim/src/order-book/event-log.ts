/** Kinds of what a book reports. Six numbers a record: kind, order, other, price, quantity, rest. */
export const bookEvent = {
  /** order = taker, other = maker, rest = what is left of the maker, hidden part included. */
  trade: 1,
  /** other = side, quantity = visible, rest = hidden. */
  rested: 2,
  /** other = one of `cancelCause`, quantity = what was left. */
  canceled: 3,
  /** order = side, quantity = visible quantity of the level now; 0 = gone. */
  level: 4,
  /** other = one of `refusalCause`; nothing has changed. */
  refused: 5,
  /** Kept its place; quantity = visible, rest = hidden. */
  reduced: 6,
} as const

export const cancelCause = { request: 0, immediateRest: 1, selfTrade: 2 } as const
export const refusalCause = { wouldTake: 0, notFillable: 1 } as const

export const eventSize = 6

/** What happened, as flat numbers: no object per event. The reader reads `length` numbers of `data` and calls `clear`. */
export class EventLog {
  data = new Float64Array(1024 * eventSize)
  length = 0

  add(kind: number, order: number, other: number, price: number, quantity: number, rest: number): void {
    const start = this.length
    if (start + eventSize > this.data.length) this.grow()
    const data = this.data
    data[start] = kind
    data[start + 1] = order
    data[start + 2] = other
    data[start + 3] = price
    data[start + 4] = quantity
    data[start + 5] = rest
    this.length = start + eventSize
  }

  clear(): void {
    this.length = 0
  }

  private grow(): void {
    const larger = new Float64Array(this.data.length * 2)
    larger.set(this.data)
    this.data = larger
  }
}
