import {
  type BrokerEvent,
  type Clock,
  type Lots,
  moneyFromText,
  type OrderId,
  type OrderInstruction,
  type OrderState,
  priceOf,
  quantityOf,
  toLots,
  toTicks,
} from '@strategraph/market-model'
import type { BrokerContext, Market, RunVenue } from '@strategraph/trading-engine'
import { BaseError, type kraken } from 'ccxt'

/** A run's venue behind unmodified ccxt, for one market; the test says when it talks to the exchange. */
export interface CcxtVenue {
  readonly venue: RunVenue
  /** Sends and cancels what waits, and reports what the exchange says, until nothing waits. */
  sync(): Promise<void>
}

interface AtWork {
  readonly instruction: OrderInstruction
  readonly venueId: string
  filled: number
  cancelReason: string | undefined
}

export function ccxtVenue(client: kraken, symbol: string, clock: Clock): CcxtVenue {
  const waiting: OrderInstruction[] = []
  const atWork = new Map<string, AtWork>()
  const known = new Set<string>()
  let made: { readonly context: BrokerContext; readonly market: Market } | undefined
  let tell: (event: BrokerEvent) => void = () => {}
  const state = (orderId: OrderId, next: OrderState) => tell({ type: 'order', orderId, state: next })

  const place = () => {
    if (made === undefined) throw new Error('the run has no broker')
    return made
  }

  function wanted({ quantity, instrument, parent }: OrderInstruction): number {
    const { account } = place().context
    if (quantity.kind === 'lots') return quantity.lots
    if (quantity.kind === 'cash-at-fill') throw new Error('this strategy is none for this test')
    const net = Math.abs(account.net(instrument))
    return parent === undefined ? net : Math.min(net, account.lotsOpenedBy(instrument, parent))
  }

  async function send(instruction: OrderInstruction): Promise<void> {
    const { id: orderId, kind, side } = instruction
    const { scale } = place().market
    const lots = wanted(instruction)
    if (lots === 0) return state(orderId, { status: 'canceled', reason: 'NOTHING_TO_CLOSE', filled: 0 as Lots })
    const price = kind.type === 'limit' ? priceOf(kind.price, scale) : undefined
    const params = kind.type === 'stop' ? { stopLossPrice: priceOf(kind.trigger, scale) } : {}
    try {
      const type = kind.type === 'limit' ? 'limit' : 'market'
      const { id = '' } = await client.createOrder(symbol, type, side, quantityOf(lots as Lots, scale), price, params)
      atWork.set(id, { instruction, venueId: id, filled: 0, cancelReason: undefined })
      state(orderId, { status: 'accepted', venueOrderId: id })
    } catch (cause) {
      if (!(cause instanceof BaseError)) throw cause
      state(orderId, { status: 'rejected', code: cause.name, reason: cause.message })
    }
  }

  async function report(): Promise<void> {
    const { scale, id: instrument } = place().market
    const trades = (await client.fetchMyTrades(symbol)).toSorted((a, b) => Number(a.timestamp) - Number(b.timestamp))
    for (const { id = '', order = '', price = 0, amount = 0, fee, takerOrMaker } of trades) {
      const working = atWork.get(order)
      if (known.has(id) || working === undefined) continue
      known.add(id)
      const { id: orderId, side } = working.instruction
      const quantity = toLots(amount, scale, 'nearest')
      working.filled += quantity
      tell({
        type: 'fill',
        fill: {
          tradeId: id,
          orderId,
          instrument,
          time: clock.now(),
          side,
          price: toTicks(price, scale, 'nearest'),
          quantity,
          fee: moneyFromText(Number(fee?.cost ?? 0).toFixed(8)),
          liquidity: takerOrMaker === 'maker' ? 'maker' : 'taker',
        },
      })
      state(orderId, { status: 'partially-filled', venueOrderId: order, filled: working.filled as Lots })
    }
    for (const { instruction, venueId, filled, cancelReason } of atWork.values()) {
      const { status } = await client.fetchOrder(venueId, symbol)
      if (status === 'open') continue
      atWork.delete(venueId)
      const lots = filled as Lots
      if (status === 'closed') state(instruction.id, { status: 'filled', venueOrderId: venueId, filled: lots })
      else if (status === 'expired') state(instruction.id, { status: 'expired', filled: lots })
      else state(instruction.id, { status: 'canceled', reason: cancelReason ?? 'VENUE', filled: lots })
    }
  }

  /** One leg of a bracket has closed the lot: the other protects nothing. */
  function overtaken({ instruction }: AtWork): boolean {
    return instruction.quantity.kind === 'position' && instruction.parent !== undefined && wanted(instruction) === 0
  }

  return {
    async sync() {
      while (waiting.length > 0 || atWork.size > 0) {
        for (const instruction of waiting.splice(0)) await send(instruction)
        for (const order of atWork.values()) {
          if (order.cancelReason === undefined && overtaken(order)) order.cancelReason = 'POSITION_CLOSED'
          if (order.cancelReason !== undefined) await client.cancelOrder(order.venueId)
        }
        await report()
        if (waiting.length === 0 && ![...atWork.values()].some(overtaken)) return
      }
    },
    venue: {
      clock,
      createBroker(context) {
        const [market] = context.markets
        if (market === undefined) throw new Error('no market')
        made = { context, market }
        return {
          submit: (instruction) => void waiting.push(instruction),
          cancel(id, reason) {
            for (const order of atWork.values()) if (order.instruction.id === id) order.cancelReason = reason
          },
          onEvent(listener) {
            tell = listener
          },
        }
      },
    },
  }
}
