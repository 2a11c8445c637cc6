import type { OrderRecord } from './venue-state.ts'

/** Orders with an end, earliest first, equal times in order of acceptance: a binary heap from which ended orders are dropped late. */
export class Expiries {
  private heap: OrderRecord[] = []
  /** Entries whose order has ended meanwhile. */
  private ended = 0

  add(order: OrderRecord): void {
    this.heap.push(order)
    this.rise(this.heap.length - 1)
  }

  /** An order of this list has ended, by whatever cause. */
  forget(): void {
    this.ended += 1
    // Orders that are placed and canceled with a far end would otherwise stay until then.
    if (this.ended > 64 && this.ended > this.heap.length / 2) {
      this.heap = this.heap.filter(isAlive).sort(byEnd)
      this.ended = 0
    }
  }

  /** Of the first order that has not ended; Infinity = none. */
  get next(): number {
    this.dropEnded()
    return this.heap[0]?.expiresAt ?? Number.POSITIVE_INFINITY
  }

  /** The first order that ends at or before this time. The caller ends it. */
  first(until: number): OrderRecord | undefined {
    return this.next <= until ? this.heap[0] : undefined
  }

  private dropEnded(): void {
    for (let top = this.heap[0]; top !== undefined && !isAlive(top); top = this.heap[0]) {
      const last = this.heap.pop()
      if (last !== undefined && this.heap.length > 0) {
        this.heap[0] = last
        this.sink(0)
      }
      this.ended -= 1
    }
  }

  private rise(from: number): void {
    for (let index = from; index > 0; ) {
      const parent = (index - 1) >> 1
      if (!this.swapIfEarlier(index, parent)) return
      index = parent
    }
  }

  private sink(from: number): void {
    for (let index = from; ; ) {
      const left = 2 * index + 1
      const right = left + 1
      const child = right < this.heap.length && this.isEarlier(right, left) ? right : left
      if (child >= this.heap.length || !this.swapIfEarlier(child, index)) return
      index = child
    }
  }

  private swapIfEarlier(child: number, parent: number): boolean {
    const [lower, upper] = [this.heap[child], this.heap[parent]]
    if (lower === undefined || upper === undefined || byEnd(lower, upper) >= 0) return false
    this.heap[child] = upper
    this.heap[parent] = lower
    return true
  }

  private isEarlier(left: number, right: number): boolean {
    const [a, b] = [this.heap[left], this.heap[right]]
    return a !== undefined && b !== undefined && byEnd(a, b) < 0
  }
}

function isAlive(order: OrderRecord): boolean {
  return order.status === 'open' || order.status === 'untriggered'
}

function byEnd(a: OrderRecord, b: OrderRecord): number {
  return (a.expiresAt ?? 0) - (b.expiresAt ?? 0) || a.id - b.id
}
