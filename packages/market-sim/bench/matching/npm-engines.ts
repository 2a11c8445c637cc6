import { OrderBook as HftOrderBook } from 'hft-limit-order-book'
import { OrderBook as NodeOrderBook } from 'nodejs-order-book'
import { flowKind, secondsSince } from './flow.ts'
import type { Flow, Outcome } from './flow.ts'

/** What both libraries have in common; their own types are enums of their own. */
interface LibraryBook {
  limit(options: { side: string; id: string; size: number; price: number }): Processed
  market(options: { side: string; size: number }): Processed
  cancel(id: string): unknown
  depth(): [asks: [price: number, size: number][], bids: [price: number, size: number][]]
}

interface Processed {
  readonly done: readonly { readonly id: string }[]
  readonly partial: { readonly id: string } | null
  readonly partialQuantityProcessed: number
  readonly quantityLeft: number
  readonly err: unknown
}

const makers = {
  'nodejs-order-book': () => new NodeOrderBook() as unknown as LibraryBook,
  'hft-limit-order-book': () => new HftOrderBook() as unknown as LibraryBook,
}

/** The libraries answer with lists of orders that were filled; trades are counted from these. */
export function runLibrary(name: keyof typeof makers, flow: Flow, messages: number): Outcome {
  const book = makers[name]()
  let trades = 0
  let volume = 0
  // Numbers as text are made before: the libraries want texts for ids, ours does not.
  const ids = Array.from({ length: messages }, (_, message) => String(message))
  const start = process.cpuUsage()
  for (let message = 0; message < messages; message += 1) {
    const kind = flow.kind[message]
    const side = flow.side[message] === 0 ? 'buy' : 'sell'
    const size = flow.quantity[message] ?? 0
    if (kind === flowKind.cancel) {
      book.cancel(ids[flow.target[message] ?? 0] ?? '')
      continue
    }
    const id = ids[message] ?? ''
    const result = kind === flowKind.limit ? book.limit({ side, id, size, price: flow.price[message] ?? 0 }) : book.market({ side, size })
    for (const order of result.done) if (order.id !== id) trades += 1
    if (result.partial !== null && result.partial.id !== id) trades += 1
    volume += size - result.quantityLeft
  }
  const seconds = secondsSince(start)
  const [asks, bids] = book.depth()
  return {
    messages,
    seconds,
    trades,
    volume,
    bestBid: Math.max(0, ...bids.map(([price]) => price)),
    bestAsk: asks.length === 0 ? 0 : Math.min(...asks.map(([price]) => price)),
  }
}
