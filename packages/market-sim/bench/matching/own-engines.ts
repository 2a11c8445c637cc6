import type { Lots, Side, Ticks } from '@strategraph/market-model'
import { instrumentId } from '@strategraph/market-model'
import { bookEvent, eventAmounts, eventWords } from '../../src/order-book/event-log.ts'
import { highestPrice, lowestPrice, OrderBook, orderFlag } from '../../src/order-book/order-book.ts'
import type { AccountId, MarketIndex, Micros, VenueOrderId } from '../../src/venue/venue-types.ts'
import { createVenue } from '../../src/venue/venue.ts'
import { flowKind, secondsSince } from './flow.ts'
import type { Flow, Outcome } from './flow.ts'

/** The matching core alone; every event is read, and handles are kept as an exchange around it would have to. */
export function runCore(flow: Flow, messages: number): Outcome {
  const book = new OrderBook()
  const { events } = book
  /** Message -> handle while its order rests, and back. */
  const handleOf = new Int32Array(flow.length)
  const messageOf = new Int32Array(flow.length)
  let trades = 0
  let volume = 0
  const read = (message: number) => {
    const { words, amounts, length } = events
    for (let event = 0; event < length; event += 1) {
      const word = event * eventWords
      const kind = words[word]
      const order = words[word + 1] ?? 0
      if (kind === bookEvent.trade) {
        trades += 1
        volume += amounts[event * eventAmounts] ?? 0
        if (amounts[event * eventAmounts + 1] === 0) handleOf[messageOf[words[word + 2] ?? 0] ?? 0] = 0
      } else if (kind === bookEvent.rested) {
        handleOf[message] = order
        messageOf[order] = message
      } else if (kind === bookEvent.canceled) handleOf[messageOf[order] ?? 0] = 0
    }
    events.clear()
  }
  const start = process.cpuUsage()
  for (let message = 0; message < messages; message += 1) {
    const kind = flow.kind[message]
    const side = flow.side[message] ?? 0
    const quantity = flow.quantity[message] ?? 0
    if (kind === flowKind.limit) book.submit(side, flow.price[message] ?? 0, quantity, 0, 0, 0)
    else if (kind === flowKind.market) book.submit(side, side === 0 ? highestPrice : lowestPrice, quantity, 0, orderFlag.immediate, 0)
    else {
      const order = handleOf[flow.target[message] ?? 0] ?? 0
      if (order !== 0) book.cancel(order)
    }
    read(message)
  }
  const seconds = secondsSince(start)
  return { messages, seconds, trades, volume, bestBid: book.bestBid, bestAsk: book.bestAsk }
}

/** The whole venue: accounts, holds, fees, checks. Buyers and sellers are different accounts, so nobody meets an order of their own. */
export function runVenue(flow: Flow, messages: number, isObserved: boolean): Outcome {
  const market = 0 as MarketIndex
  const venue = createVenue({ now: 0 as Micros, instruments: [instrument] })
  let heard = 0
  const observer = { onOrder: () => void (heard += 1), onFill: () => void (heard += 1) }
  const accounts = Array.from({ length: 200 }, (_, index) =>
    venue.openAccount({
      name: `agent ${index}`,
      balances: { USD: '1000000000000', BTC: '1000000000' },
      maxOpenOrders: Number.MAX_SAFE_INTEGER,
      ...(isObserved && { observer }),
    }),
  )
  let trades = 0
  let volume = 0
  const onTrade = ({ quantity }: { readonly quantity: number }) => {
    trades += 1
    volume += quantity
  }
  venue.observe(isObserved ? { onTrade, onLevel: () => void (heard += 1) } : { onTrade })
  const ids = new Float64Array(flow.length)
  const start = process.cpuUsage()
  for (let message = 0; message < messages; message += 1) {
    const kind = flow.kind[message]
    const side: Side = flow.side[message] === 0 ? 'buy' : 'sell'
    const quantity = (flow.quantity[message] ?? 0) as Lots
    if (kind === flowKind.cancel) {
      const target = flow.target[message] ?? 0
      venue.cancel(accountFor(flow, target, accounts), (ids[target] ?? 0) as VenueOrderId)
      continue
    }
    const account = accountFor(flow, message, accounts)
    const result = venue.submit({
      account,
      market,
      side,
      kind: kind === flowKind.limit ? { type: 'limit', price: (flow.price[message] ?? 0) as Ticks } : { type: 'market' },
      quantity,
    })
    if (result.ok) ids[message] = result.orderId
  }
  const seconds = secondsSince(start)
  if (isObserved && heard === 0) throw new Error('nobody heard anything')
  return { messages, seconds, trades, volume, bestBid: venue.bestBid(market), bestAsk: venue.bestAsk(market) }
}

const instrument = {
  id: instrumentId('bench', 'BTC/USD'),
  venue: 'bench',
  symbol: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  tickSize: '0.1',
  lotSize: '0.00000001',
  makerFeePpm: 1600,
  takerFeePpm: 2600,
}

function accountFor(flow: Flow, message: number, accounts: readonly AccountId[]): AccountId {
  return accounts[(message % 100) * 2 + (flow.side[message] ?? 0)] ?? (0 as AccountId)
}
