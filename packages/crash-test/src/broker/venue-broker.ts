import {
  type Broker,
  type BrokerEvent,
  type Fill,
  type InstrumentId,
  type Lots,
  type Money,
  type OrderId,
  type OrderInstruction,
  type OrderState,
  type Time,
} from '@strategraph/market-model'
import type {
  AccountId,
  EndReason,
  MarketIndex,
  OrderChange,
  RejectCode,
  Venue,
  VenueCommands,
  VenueOrder,
  VenueTrade,
} from '@strategraph/market-sim'
import type { BrokerContext } from '@strategraph/trading-engine'
import { lotsWanted, nextRequest } from './order-request.ts'
import { backOffMs, byOrderId, reduces, takesNow, type WorkingOrder, workingOrder } from './working-order.ts'

export interface VenueBrokerOptions {
  readonly venue: Venue
  readonly commands: VenueCommands
  readonly account: AccountId
  readonly context: BrokerContext
  readonly now: () => Time
  readonly onSent?: (instruction: OrderInstruction) => void
  readonly onRefused?: (instruction: OrderInstruction, code: string) => void
  /** After the ledger has it. */
  readonly onFill?: (instruction: OrderInstruction, fill: Fill) => void
}

/**
 * A broker over a venue with a book. Instructions wait until `send`, reports of the venue until they are taken there: whoever
 * drives it decides when, which is how far away the venue is.
 *
 * Protection follows the position: after each fill the legs of a bracket are amended to what is left of their lot, which also
 * makes one cancel the other. What makes a position smaller is sent again until it stands; entries are not.
 */
export interface VenueBroker extends Broker {
  /** Sends, amends and cancels what waits, and hands on what the venue reports of it. */
  send(): void
  /** Hands on what the venue has reported meanwhile. */
  receive(): void
  /** Whether it has orders that are not over. */
  readonly isWorking: boolean
  /** Lots that stops which were hit have still to trade, and are sent for until they have. */
  stopsAtWork(market: MarketIndex): number
}

type Report =
  | { readonly type: 'order'; readonly order: VenueOrder; readonly change: OrderChange }
  | { readonly type: 'fill'; readonly trade: VenueTrade; readonly order: VenueOrder; readonly liquidity: 'maker' | 'taker' }

/** Refusals that pass by themselves. */
const passing: readonly RejectCode[] = ['MARKET_MODE', 'VENUE_BUSY', 'NO_LIQUIDITY']

export function createVenueBroker(options: VenueBrokerOptions): VenueBroker {
  const { venue, commands, account, context, now } = options
  const working: WorkingOrder[] = []
  const reports: Report[] = []
  let listener: (event: BrokerEvent) => void = () => {}
  const indexOf = new Map<InstrumentId, MarketIndex>(context.markets.map(({ id }, index) => [id, index as MarketIndex]))

  venue.observeAccount(account, {
    onOrder(order, change) {
      // A fill is reported by itself, with its trade.
      if (change === 'accepted' || change === 'triggered' || change === 'ended') reports.push({ type: 'order', order, change })
    },
    onFill: (trade, order, liquidity) => void reports.push({ type: 'fill', trade, order, liquidity }),
  })

  const emit = ({ instruction: { id } }: WorkingOrder, state: OrderState) => listener({ type: 'order', orderId: id, state })

  function finish(order: WorkingOrder, state: OrderState): void {
    const index = working.indexOf(order)
    if (index < 0) return
    working.splice(index, 1)
    emit(order, state)
  }

  const canceled = (order: WorkingOrder, reason: string) => finish(order, { status: 'canceled', reason, filled: order.filled as Lots })

  function bringUpToDate(order: WorkingOrder): void {
    if (order.sendAt > now()) return
    if (order.cancelReason !== undefined) return takeBack(order, order.cancelReason)
    if (order.venueId === undefined) return submit(order)
    if (order.instruction.quantity.kind === 'position') resize(order)
  }

  function submit(order: WorkingOrder): void {
    const { instruction } = order
    const next = nextRequest(order, { venue, account, context })
    if (next.type === 'drop') return canceled(order, next.reason)
    if (next.type === 'refuse') return finish(order, { status: 'rejected', code: next.code, reason: next.reason })
    if (reduces(instruction) && !takesNow(venue.mode(order.market), order)) return
    options.onSent?.(instruction)
    order.venueQuantity = next.request.quantity
    order.venueFilled = 0
    const result = commands.submit(next.request)
    if (result.ok) {
      // It may have ended already: its reports say so.
      order.venueId = result.orderId
      return
    }
    options.onRefused?.(instruction, result.code)
    if (reduces(instruction) && passing.includes(result.code)) return tryLater(order)
    finish(order, { status: 'rejected', code: result.code, reason: result.message })
  }

  function takeBack(order: WorkingOrder, reason: string): void {
    if (order.venueId === undefined) return canceled(order, reason)
    const result = commands.cancel(account, order.venueId)
    if (!result.ok && result.code !== 'UNKNOWN_ORDER') tryLater(order)
  }

  /** One leg of a bracket has taken a part, or the entry has grown. */
  function resize(order: WorkingOrder): void {
    if (order.venueId === undefined) return
    const wanted = lotsWanted(order, context)
    if (wanted === 0) return takeBack(order, 'POSITION_CLOSED')
    const quantity = order.venueFilled + wanted
    if (quantity === order.venueQuantity || order.isTriggered) return
    const mode = venue.mode(order.market)
    if (mode === 'maintenance' || mode === 'cancel_only') return
    const result = commands.amend({ account, orderId: order.venueId, quantity: quantity as Lots })
    if (result.ok) order.venueQuantity = quantity
    // So little is left that the venue does not trade it.
    else if (result.code === 'QUANTITY_BELOW_MINIMUM' || result.code === 'NOTIONAL_BELOW_MINIMUM') takeBack(order, 'POSITION_CLOSED')
    else if (result.code !== 'UNKNOWN_ORDER') tryLater(order)
  }

  function tryLater(order: WorkingOrder): void {
    order.tries += 1
    order.sendAt = now() + backOffMs(order.tries)
  }

  function takeReports(): void {
    for (let report = reports.shift(); report !== undefined; report = reports.shift()) {
      const { tag } = report.order
      const order = working.find(byOrderId(tag as OrderId))
      if (order === undefined) continue
      if (report.type === 'fill') onFill(order, report)
      else onChange(order, report.order, report.change)
    }
  }

  function onFill(order: WorkingOrder, { trade, order: { status }, liquidity }: Extract<Report, { type: 'fill' }>): void {
    const { instruction } = order
    order.filled += trade.quantity
    order.venueFilled += trade.quantity
    const fill = fillOf(instruction, trade, liquidity)
    listener({ type: 'fill', fill })
    options.onFill?.(instruction, fill)
    const venueOrderId = String(order.venueId ?? trade.id)
    const filled = order.filled as Lots
    if (status !== 'filled') return emit(order, { status: 'partially-filled', venueOrderId, filled })
    // An entry may have grown while its leg was filled: the leg is not over then.
    if (instruction.quantity.kind === 'position' && lotsWanted(order, context) > 0) {
      emit(order, { status: 'partially-filled', venueOrderId, filled })
      return sendRest(order)
    }
    finish(order, { status: 'filled', venueOrderId, filled })
  }

  function onChange(order: WorkingOrder, { id, endReason }: VenueOrder, change: OrderChange): void {
    if (change === 'accepted') {
      order.tries = 0
      return emit(order, { status: 'accepted', venueOrderId: String(id) })
    }
    if (change === 'triggered') {
      order.isTriggered = true
      return
    }
    if (order.cancelReason !== undefined) return canceled(order, order.cancelReason)
    if (endReason === 'USER') return canceled(order, order.instruction.parent === undefined ? 'NOTHING_TO_CLOSE' : 'POSITION_CLOSED')
    if (endReason === 'EXPIRED') return finish(order, { status: 'expired', filled: order.filled as Lots })
    if (!reduces(order.instruction)) return canceled(order, endOf(endReason))
    // The book ran dry, or the venue ended it: the position is still there.
    sendRest(order)
    tryLater(order)
  }

  function sendRest(order: WorkingOrder): void {
    order.venueId = undefined
    order.venueFilled = 0
  }

  return {
    onEvent: (next) => {
      listener = next
    },
    submit: (instruction) => {
      const market = indexOf.get(instruction.instrument)
      if (market !== undefined) working.push(workingOrder(instruction, market))
      else
        listener({
          type: 'order',
          orderId: instruction.id,
          state: { status: 'rejected', code: 'UNKNOWN_INSTRUMENT', reason: `No market ${instruction.instrument}` },
        })
    },
    cancel: (id, reason) => {
      const order = working.find(byOrderId(id))
      if (order === undefined) return
      order.cancelReason = reason
      order.sendAt = 0
    },
    send() {
      takeReports()
      // What reports cause waits for the next time: our side, too, takes a moment.
      const present = [...working]
      for (const order of present) {
        if (!working.includes(order)) continue
        bringUpToDate(order)
        takeReports()
      }
    },
    receive: takeReports,
    get isWorking() {
      return working.length > 0
    },
    stopsAtWork: (market) =>
      working
        .filter((order) => order.market === market && order.isTriggered && reduces(order.instruction))
        .reduce((sum, order) => sum + lotsWanted(order, context), 0),
  }
}

function fillOf({ id, instrument, side }: OrderInstruction, trade: VenueTrade, liquidity: Fill['liquidity']): Fill {
  return {
    tradeId: `venue-${trade.market}-${trade.id}`,
    orderId: id,
    instrument,
    time: Math.floor(trade.time / 1000),
    side,
    price: trade.price,
    quantity: trade.quantity,
    fee: (liquidity === 'taker' ? trade.takerFee : trade.makerFee) as Money,
    liquidity,
  }
}

/** The reasons of the simulated broker, where it has the same. */
function endOf(reason: EndReason | undefined): string {
  return reason === 'IOC_REST' ? 'NOT_FILLED_AT_ONCE' : (reason ?? 'VENUE')
}
