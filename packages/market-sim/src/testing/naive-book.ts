import { orderFlag } from '../order-book/order-book.ts'

export interface NaiveOrder {
  readonly id: number
  readonly side: number
  readonly price: number
  readonly owner: number
  readonly display: number
  /** When it, or its slice, queued. */
  time: number
  visible: number
  hidden: number
}

export interface NaiveTrade {
  readonly maker: number
  readonly price: number
  readonly quantity: number
  readonly makerRest: number
}

export interface NaiveSubmit {
  readonly side: number
  readonly price: number
  readonly quantity: number
  readonly owner: number
  readonly flags: number
  readonly display: number
}

/** Price-time priority in the plainest words: all orders in one array, sorted anew for every step. The oracle of the real book. */
export class NaiveBook {
  orders: NaiveOrder[] = []
  private lastId = 0
  private clock = 0

  /** Best first. */
  queue(side: number): NaiveOrder[] {
    const away = side === 0 ? -1 : 1
    return this.orders.filter((order) => order.side === side).sort((a, b) => away * (a.price - b.price) || a.time - b.time)
  }

  submit(order: NaiveSubmit): { readonly id: number; readonly trades: NaiveTrade[] } {
    this.lastId += 1
    const id = this.lastId
    const has = (flag: number) => (order.flags & flag) !== 0
    if (has(orderFlag.postOnly) && this.opposite(order).length > 0) return { id, trades: [] }
    if (has(orderFlag.whole) && this.fillable(order) < order.quantity) return { id, trades: [] }
    const trades: NaiveTrade[] = []
    let rest = order.quantity
    for (let [maker] = this.opposite(order); maker !== undefined && rest > 0; [maker] = this.opposite(order)) {
      if (maker.owner === order.owner && order.owner !== 0) {
        if (has(orderFlag.cancelOldest) || has(orderFlag.cancelBoth)) this.cancel(maker.id)
        if (!has(orderFlag.cancelOldest)) return { id, trades }
        continue
      }
      const quantity = Math.min(rest, maker.visible)
      rest -= quantity
      maker.visible -= quantity
      trades.push({ maker: maker.id, price: maker.price, quantity, makerRest: maker.visible + maker.hidden })
      if (maker.visible > 0) continue
      if (maker.hidden === 0) this.cancel(maker.id)
      else {
        maker.visible = Math.min(maker.display, maker.hidden)
        maker.hidden -= maker.visible
        maker.time = this.tick()
      }
    }
    if (rest > 0 && !has(orderFlag.immediate)) {
      const visible = order.display === 0 ? rest : Math.min(order.display, rest)
      this.orders.push({ id, ...order, time: this.tick(), visible, hidden: rest - visible })
    }
    return { id, trades }
  }

  cancel(id: number): void {
    this.orders = this.orders.filter((order) => order.id !== id)
  }

  reduce(id: number, rest: number): void {
    for (const order of this.orders) {
      if (order.id !== id) continue
      order.visible = Math.min(order.visible, rest)
      order.hidden = rest - order.visible
    }
  }

  private opposite({ side, price }: NaiveSubmit): NaiveOrder[] {
    return this.queue(1 - side).filter((order) => (side === 0 ? order.price <= price : order.price >= price))
  }

  /** Tries it on a copy. */
  private fillable(taker: NaiveSubmit): number {
    const copy = new NaiveBook()
    copy.orders = this.orders.map((order) => ({ ...order }))
    copy.clock = this.clock
    const { trades } = copy.submit({ ...taker, flags: (taker.flags | orderFlag.immediate) & ~orderFlag.whole })
    return trades.reduce((sum, { quantity }) => sum + quantity, 0)
  }

  private tick(): number {
    this.clock += 1
    return this.clock
  }
}
