import {
  type ApprovedOrder,
  type Broker,
  type BrokerEvent,
  type Denial,
  type Fill,
  moneyToText,
  type OrderId,
  type OrderInstruction,
  type OrderState,
  priceOf,
  quantityOf,
  type Ticks,
  type Time,
  toTicks,
} from '@strategraph/market-model'
import type { SubmitAs } from '@strategraph/strategy-core'
import type { Trade } from '../journal/event.ts'
import { fillRecord, orderRecord } from '../journal/order-record.ts'
import type { Recorder } from '../journal/recorder.ts'
import type { LedgerMismatch } from '../ledger/mismatch.ts'
import type { ClosedPiece } from '../ledger/ledger.ts'
import { netPnlOf, tradeOf } from '../ledger/trade.ts'
import type { OrderBook } from '../order/order-book.ts'
import { filledLots } from '../order/order-state.ts'
import type { Account } from './account.ts'

export interface OrderDeskOptions {
  readonly account: Account
  readonly orders: OrderBook
  readonly broker: Broker
  readonly recorder: Recorder
  /** Close of the bar at which is decided. */
  readonly now: () => Time
  /** What events are stamped with. */
  readonly eventTime: () => Time
  /** Milliseconds of one row of the node's clock. */
  readonly rowLength: (nodeId: string) => number
  readonly deny: (nodeId: string, denial: Denial) => void
  readonly onFlat: (instrument: OrderInstruction['instrument']) => void
  readonly onMismatch: (mismatch: LedgerMismatch) => void
  /** A venue fills in the bar that forms; what is filled against bars belongs to the one that just closed. */
  readonly isAtVenue: boolean
  /** Before a report of the broker is taken. */
  readonly onReport: () => void
}

/** Turns approved orders into instructions, and the broker's reports into fills, ledger entries, trades and brackets. */
export interface OrderDesk {
  /** Always the same list; it grows when it is read. */
  trades(): readonly Trade[]
  /** `netPnl` of the trades, without making them. */
  netProfits(): Float64Array
  readonly fills: readonly Fill[]
  submit(nodeId: string, order: ApprovedOrder, as: SubmitAs): void
  /** Closes the whole position by a market order. */
  close(nodeId: string, instrument: OrderInstruction['instrument'], role: 'close' | 'end-of-data', reason: string): void
  cancelEntries(reason: string, instrument?: OrderInstruction['instrument']): void
}

const wholePosition = { kind: 'position' } as const
const atMarket = { type: 'market' } as const

/** What a trade is made of. */
interface Closing {
  readonly piece: ClosedPiece
  /** Of the order that closed it. */
  readonly role: OrderInstruction['role']
}

export function createOrderDesk({
  account,
  orders,
  broker,
  recorder,
  now,
  eventTime,
  rowLength,
  deny,
  onFlat,
  onMismatch,
  isAtVenue,
  onReport,
}: OrderDeskOptions): OrderDesk {
  const trades: Trade[] = []
  const closings: Closing[] = []
  const fills: Fill[] = []

  function send(instruction: OrderInstruction): void {
    orders.add(instruction)
    // On record before the broker hears of it: what is sent is never unknown to the journal.
    if (recorder.isActive)
      recorder.append(eventTime(), {
        type: 'order',
        payload: { order: orderRecord(instruction, account.market(instruction.instrument).market) },
      })
    broker.submit(instruction)
  }

  function close(nodeId: string, instrument: OrderInstruction['instrument'], role: 'close' | 'end-of-data', reason: string): void {
    const { net } = account.ledger.book(instrument)
    send({
      id: orders.nextId(nodeId),
      nodeId,
      instrument,
      side: net > 0 ? 'sell' : 'buy',
      quantity: wholePosition,
      kind: atMarket,
      timeInForce: 'gtc',
      reduceOnly: true,
      role,
      reason,
    })
  }

  function enter(nodeId: string, order: Extract<ApprovedOrder, { kind: 'entry' }>, as: SubmitAs): void {
    const { net } = account.ledger.book(order.instrument)
    const isOpposite = order.side === 'buy' ? net < 0 : net > 0
    if (order.closeFirst && isOpposite && !isClosing(order.instrument)) close(nodeId, order.instrument, 'close', order.reason)
    const { market, close: lastClose } = account.market(order.instrument)
    const limit = as.type === 'limit' ? toTicks(as.price, market.scale, order.side === 'buy' ? 'down' : 'up') : undefined
    if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
      return deny(nodeId, { code: 'INVALID_PRICE', message: 'The limit is not a price above 0' })
    }
    const wrong = misplacedProtection(order, limit === undefined ? lastClose : priceOf(limit, market.scale), (price) =>
      priceOf(price, market.scale),
    )
    if (wrong !== undefined) return deny(nodeId, wrong)
    const { quantity, stopLoss, takeProfit } = order
    const bars = as.type === 'limit' && as.timeInForce === 'gtd' ? (as.expiresAfterBars ?? 1) : undefined
    const instruction: OrderInstruction = {
      id: orders.nextId(nodeId),
      nodeId,
      instrument: order.instrument,
      side: order.side,
      quantity,
      kind: as.type === 'limit' && limit !== undefined ? { type: 'limit', price: limit, postOnly: as.postOnly } : atMarket,
      timeInForce: bars === undefined ? 'gtc' : 'gtd',
      // An opposite entry within the position was reviewed as a reduction, so it may not become more than that.
      reduceOnly: isOpposite && !order.closeFirst && quantity.kind === 'lots' && quantity.lots <= Math.abs(net),
      role: 'entry',
      reason: order.reason,
    }
    if (bars === undefined && stopLoss === undefined && takeProfit === undefined) return send(instruction)
    send({
      ...instruction,
      ...(bars === undefined ? {} : { expiresAt: now() + bars * rowLength(nodeId), expiresAfterBars: bars }),
      ...(stopLoss === undefined ? {} : { stopLoss }),
      ...(takeProfit === undefined ? {} : { takeProfit }),
    })
  }

  function isClosing(instrument: OrderInstruction['instrument']): boolean {
    return orders
      .open(instrument)
      .some(({ instruction: { role, kind } }) => (role === 'close' || role === 'end-of-data') && kind.type === 'market')
  }

  function onState(id: OrderId, report: OrderState): void {
    const state = orders.report(id, report)
    if (state === undefined || !recorder.isActive) return
    const order = orders.get(id)
    if (order === undefined) return
    const { scale } = account.market(order.instruction.instrument).market
    recorder.append(eventTime(), {
      type: 'order.state',
      payload: {
        orderId: id,
        status: state.status,
        ...('reason' in state ? { reason: state.reason } : {}),
        ...(state.status === 'unknown' ? { reason: state.cause } : {}),
        ...('code' in state ? { code: state.code } : {}),
        ...('filled' in state && state.filled > 0 ? { filled: quantityOf(state.filled, scale) } : {}),
        ...(isAtVenue && 'venueOrderId' in state ? { venueOrderId: state.venueOrderId } : {}),
      },
    })
  }

  function onFill(fill: Fill): void {
    const order = orders.get(fill.orderId)
    if (order === undefined) return
    const { instruction } = order
    const state = account.market(fill.instrument)
    const before = account.ledger.book(fill.instrument).net
    fills.push(fill)
    if (recorder.isActive) recorder.append(eventTime(), { type: 'fill', payload: { fill: fillRecord(fill, state.market) } })
    const { closed, opened, mismatch } = account.post(fill, {
      row: isAtVenue ? state.row + 1 : state.row,
      closes: instruction.parent,
      // An entry that fills in parts is one entry.
      isEntry: instruction.role === 'entry' && filledLots(order.state) === 0,
    })
    if (recorder.isActive) recordLedger(fill)
    for (const piece of closed) {
      closings.push({ piece, role: instruction.role })
      if (recorder.isActive) for (const trade of newTrades()) recorder.append(eventTime(), { type: 'trade', payload: { trade } })
    }
    const after = account.ledger.book(fill.instrument).net
    if (before !== 0 && before * after <= 0) onFlat(fill.instrument)
    if (mismatch !== undefined) onMismatch(mismatch)
    if (opened > 0 && instruction.role === 'entry' && !isProtected(instruction)) protect(instruction)
  }

  /** Makes the rows of the trades table that nobody has read yet: a sweep reads none of them. */
  function newTrades(): readonly Trade[] {
    const made = trades.length
    for (let index = made; index < closings.length; index++) {
      const closing = closings[index]
      if (closing === undefined) continue
      const entry = orders.get(closing.piece.entry.orderId)?.instruction
      trades.push(tradeOf(closing.piece, { index, exitRole: closing.role, stopLoss: entry?.stopLoss, takeProfit: entry?.takeProfit }))
    }
    return trades.slice(made)
  }

  function recordLedger({ instrument, price }: Fill): void {
    const { cash, realized, fees } = account.ledger.accounts
    const { market, quantity } = account.market(instrument)
    recorder.append(eventTime(), {
      type: 'ledger',
      payload: {
        cash: moneyToText(cash),
        position: quantity,
        instrument,
        realizedPnl: moneyToText(realized),
        fees: moneyToText(fees),
        equity: account.equityAt(instrument, priceOf(price, market.scale)),
      },
    })
  }

  /** Of an entry that fills in parts: the protection of the first part grows with the position. */
  function isProtected({ id, instrument }: OrderInstruction): boolean {
    return orders.open(instrument).some(({ instruction }) => instruction.parent === id)
  }

  /** OTO: the entry has filled, so its protection goes out, as one OCO group sized by the lot. */
  function protect({ id, nodeId, instrument, side, stopLoss, takeProfit, reason }: OrderInstruction): void {
    const leg = (role: 'stop-loss' | 'take-profit', kind: OrderInstruction['kind']): OrderInstruction => ({
      id: orders.nextId(nodeId),
      nodeId,
      instrument,
      side: side === 'buy' ? 'sell' : 'buy',
      quantity: { kind: 'position' },
      kind,
      timeInForce: 'gtc',
      reduceOnly: true,
      role,
      group: `bracket:${id}`,
      parent: id,
      reason: `${role === 'stop-loss' ? 'Stop-loss' : 'Take-profit'} of ${id}: ${reason}`,
    })
    if (stopLoss !== undefined) send(leg('stop-loss', { type: 'stop', trigger: stopLoss }))
    if (takeProfit !== undefined) send(leg('take-profit', { type: 'limit', price: takeProfit, postOnly: false }))
  }

  broker.onEvent((event: BrokerEvent) => {
    onReport()
    if (event.type === 'fill') onFill(event.fill)
    else onState(event.orderId, event.state)
  })

  return {
    trades() {
      if (trades.length < closings.length) newTrades()
      return trades
    },
    netProfits() {
      const profits = new Float64Array(closings.length)
      for (let index = 0; index < profits.length; index++) {
        const closing = closings[index]
        if (closing !== undefined) profits[index] = netPnlOf(closing.piece)
      }
      return profits
    },
    fills,
    close,
    submit(nodeId, order, as) {
      if (order.kind === 'entry') enter(nodeId, order, as)
      else if (!isClosing(order.instrument)) close(nodeId, order.instrument, 'close', order.reason)
    },
    cancelEntries(reason, instrument) {
      for (const { instruction } of orders.open(instrument)) if (instruction.role === 'entry') broker.cancel(instruction.id, reason)
    },
  }
}

/** A stop-loss that the market has already passed would sell at once; that is a mistake of the strategy, not an order. */
function misplacedProtection(
  { side, stopLoss, takeProfit }: Extract<ApprovedOrder, { kind: 'entry' }>,
  price: number,
  toPrice: (ticks: Ticks) => number,
): Denial | undefined {
  const sign = side === 'buy' ? 1 : -1
  const stop = stopLoss === undefined ? undefined : toPrice(stopLoss)
  const target = takeProfit === undefined ? undefined : toPrice(takeProfit)
  if (stop !== undefined && sign * (price - stop) <= 0) {
    return { code: 'INVALID_PRICE', message: `The stop-loss of this ${side} is on the wrong side of the price`, limit: price, actual: stop }
  }
  if (target !== undefined && sign * (target - price) <= 0) {
    return {
      code: 'INVALID_PRICE',
      message: `The take-profit of this ${side} is on the wrong side of the price`,
      limit: price,
      actual: target,
    }
  }
  return undefined
}
