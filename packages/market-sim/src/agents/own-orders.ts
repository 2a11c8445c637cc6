import { numbersOf } from '../numbers-of.ts'

/** Places for an agent's open orders. A persona gives each place a meaning ("second bid"). */
export const orderPlaces = 24

const width = 6
const [idColumn, signColumn, priceColumn, totalColumn, leftColumn, decisionColumn] = [0, 1, 2, 3, 4, 5]

/**
 * What an agent knows of its own open orders, kept by itself from what the venue tells it: nothing is copied, nothing grows. A class, as there is one
 * for every agent: objects with closures of their own would all be of different shapes to the compiler.
 */
export class OwnOrders {
  private readonly rows = new Float64Array(width * orderPlaces)
  private taken = 0

  constructor(saved?: readonly number[]) {
    if (saved !== undefined) this.rows.set(saved)
    for (let place = 0; place < orderPlaces; place += 1) if (this.isOpen(place)) this.taken += 1
  }

  get count(): number {
    return this.taken
  }

  /** -1 where the order is not its own or has ended. */
  find(orderId: number): number {
    const { rows } = this
    for (let place = 0; place < orderPlaces; place += 1) if (rows[place * width] === orderId) return place
    return -1
  }
  /** -1 where all places are taken. */
  freePlace(): number {
    return this.find(0)
  }
  isOpen(place: number): boolean {
    return this.at(place, idColumn) !== 0
  }
  id(place: number): number {
    return this.at(place, idColumn)
  }
  price(place: number): number {
    return this.at(place, priceColumn)
  }
  /** 1 = buys, -1 = sells. */
  sign(place: number): number {
    return this.at(place, signColumn)
  }
  /** Lots not filled yet. */
  left(place: number): number {
    return this.at(place, leftColumn)
  }
  filled(place: number): number {
    return this.at(place, totalColumn) - this.at(place, leftColumn)
  }
  /** Number of the decision (in the agent's memory) that it belongs to. */
  decision(place: number): number {
    return this.at(place, decisionColumn)
  }

  put(place: number, order: { id: number; sign: number; price: number; total: number; left: number; decision: number }): void {
    if (!this.isOpen(place)) this.taken += 1
    const { rows } = this
    const start = place * width
    rows[start + idColumn] = order.id
    rows[start + signColumn] = order.sign
    rows[start + priceColumn] = order.price
    rows[start + totalColumn] = order.total
    rows[start + leftColumn] = order.left
    rows[start + decisionColumn] = order.decision
  }

  fill(place: number, lots: number): void {
    const left = this.left(place) - lots
    if (left <= 0) this.drop(place)
    else this.rows[place * width + leftColumn] = left
  }

  /** New price and lots that are to be left. */
  change(place: number, price: number, left: number, decision: number): void {
    const { rows } = this
    const start = place * width
    rows[start + totalColumn] = this.filled(place) + left
    rows[start + priceColumn] = price
    rows[start + leftColumn] = left
    rows[start + decisionColumn] = decision
  }

  drop(place: number): void {
    if (!this.isOpen(place)) return
    this.rows.fill(0, place * width, (place + 1) * width)
    this.taken -= 1
  }

  snapshot(): readonly number[] {
    return numbersOf(this.rows)
  }

  private at(place: number, column: number): number {
    return this.rows[place * width + column] ?? 0
  }
}
