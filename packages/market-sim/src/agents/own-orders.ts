/** Places for an agent's open orders. A persona gives each place a meaning ("second bid"). */
export const orderPlaces = 24

/** What an agent knows of its own open orders, kept by itself from what the venue tells it: nothing is copied, nothing grows. */
export interface OwnOrders {
  /** -1 where the order is not its own or has ended. */
  find(orderId: number): number
  /** -1 where all places are taken. */
  freePlace(): number
  isOpen(place: number): boolean
  id(place: number): number
  price(place: number): number
  /** 1 = buys, -1 = sells. */
  sign(place: number): number
  /** Lots not filled yet. */
  left(place: number): number
  filled(place: number): number
  /** Number of the decision (in the agent's memory) that it belongs to. */
  decision(place: number): number
  readonly count: number
  put(place: number, order: { id: number; sign: number; price: number; total: number; left: number; decision: number }): void
  fill(place: number, lots: number): void
  /** New price and lots that are to be left. */
  change(place: number, price: number, left: number, decision: number): void
  drop(place: number): void
  snapshot(): readonly number[]
}

const width = 6
const [idColumn, signColumn, priceColumn, totalColumn, leftColumn, decisionColumn] = [0, 1, 2, 3, 4, 5]

export function createOwnOrders(saved?: readonly number[]): OwnOrders {
  const rows = new Float64Array(width * orderPlaces)
  if (saved !== undefined) rows.set(saved)
  let count = 0
  for (let place = 0; place < orderPlaces; place += 1) if (rows[place * width] !== 0) count += 1
  const at = (place: number, column: number) => rows[place * width + column] ?? 0
  const drop = (place: number) => {
    if (at(place, idColumn) === 0) return
    rows.fill(0, place * width, (place + 1) * width)
    count -= 1
  }
  return {
    find: (orderId) => {
      for (let place = 0; place < orderPlaces; place += 1) if (rows[place * width] === orderId) return place
      return -1
    },
    freePlace: () => {
      for (let place = 0; place < orderPlaces; place += 1) if (rows[place * width] === 0) return place
      return -1
    },
    isOpen: (place) => at(place, idColumn) !== 0,
    id: (place) => at(place, idColumn),
    price: (place) => at(place, priceColumn),
    sign: (place) => at(place, signColumn),
    left: (place) => at(place, leftColumn),
    filled: (place) => at(place, totalColumn) - at(place, leftColumn),
    decision: (place) => at(place, decisionColumn),
    get count() {
      return count
    },
    put: (place, order) => {
      if (at(place, idColumn) === 0) count += 1
      const start = place * width
      rows[start + idColumn] = order.id
      rows[start + signColumn] = order.sign
      rows[start + priceColumn] = order.price
      rows[start + totalColumn] = order.total
      rows[start + leftColumn] = order.left
      rows[start + decisionColumn] = order.decision
    },
    fill: (place, lots) => {
      const left = at(place, leftColumn) - lots
      if (left <= 0) drop(place)
      else rows[place * width + leftColumn] = left
    },
    change: (place, price, left, decision) => {
      const start = place * width
      rows[start + totalColumn] = at(place, totalColumn) - at(place, leftColumn) + left
      rows[start + priceColumn] = price
      rows[start + leftColumn] = left
      rows[start + decisionColumn] = decision
    },
    drop,
    snapshot: () => Array.from(rows),
  }
}
