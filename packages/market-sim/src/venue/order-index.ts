import type { OrderRecord } from './venue-state.ts'

/**
 * Open orders by id. Ids ascend one by one and most orders live shortly, so the low bits of an id are its place in a table that is twice
 * as large as what is open: a `Map` costs several times more here. Taken places are passed over upwards (linear probing).
 */
export class OrderIndex {
  private table: (OrderRecord | undefined)[] = emptyTable(1024)
  private mask = 1023
  private count = 0

  get(id: number): OrderRecord | undefined {
    for (let place = id & this.mask; ; place = (place + 1) & this.mask) {
      const order = this.table[place]
      if (order === undefined || order.id === id) return order
    }
  }

  add(order: OrderRecord): void {
    this.count += 1
    if (this.count * 2 > this.table.length) this.grow()
    this.put(order)
  }

  delete(id: number): void {
    let hole = id & this.mask
    for (; this.table[hole]?.id !== id; hole = (hole + 1) & this.mask) if (this.table[hole] === undefined) return
    this.count -= 1
    // Whoever was pushed past the hole moves into it, or a search would end there.
    for (let place = (hole + 1) & this.mask; ; place = (place + 1) & this.mask) {
      const order = this.table[place]
      if (order === undefined) break
      const distance = (place - (order.id & this.mask)) & this.mask
      if (distance < ((place - hole) & this.mask)) continue
      this.table[hole] = order
      hole = place
    }
    this.table[hole] = undefined
  }

  /** In order of acceptance. */
  inOrder(): OrderRecord[] {
    return this.table.filter((order) => order !== undefined).sort((a, b) => a.id - b.id)
  }

  private put(order: OrderRecord): void {
    let place = order.id & this.mask
    while (this.table[place] !== undefined) place = (place + 1) & this.mask
    this.table[place] = order
  }

  private grow(): void {
    const orders = this.table
    this.table = emptyTable(orders.length * 2)
    this.mask = this.table.length - 1
    for (const order of orders) if (order !== undefined) this.put(order)
  }
}

function emptyTable(length: number): (OrderRecord | undefined)[] {
  return Array.from({ length }, () => undefined)
}
