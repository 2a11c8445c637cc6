import type { Ticks } from '@strategraph/market-model'
import { averagePriceText, costDecimals, priceText, quantityText } from '../pairs/pair.ts'
import { describeOrder, volumeText } from '../trading/describe-order.ts'
import { isTriggered } from '../trading/order-ticket.ts'
import { costOf, feeOf, filledOf, type FillRecord, type LedgerRecord, type OrderRecord } from '../trading/records.ts'
import { moneyText } from '../wire/number-text.ts'
import { seconds } from '../wire/time-text.ts'
import type { WireObject } from '../wire/wire-json.ts'
import type { PairTable } from '../pairs/pair-table.ts'

/** An order as OpenOrders, ClosedOrders and QueryOrders print it. */
export function orderRecord(order: OrderRecord, options: { readonly withTrades: boolean }): WireObject {
  const { ticket, view } = order
  const { pair } = ticket
  const isWaiting = isTriggered(ticket.type)
  const price = (value: Ticks | undefined) => priceText(pair, value ?? (0 as Ticks), Math.max(costDecimals, pair.tick.decimals))
  const isTriggerHit = isWaiting && view !== undefined && view.status !== 'untriggered'
  const isPartial = order.status !== 'closed' && filledOf(order) > 0
  return {
    refid: order.refid ?? null,
    userref: ticket.userref ?? null,
    ...(ticket.clientOrderId === undefined ? {} : { cl_ord_id: ticket.clientOrderId }),
    status: order.status,
    ...(order.closedAt === undefined ? {} : { reason: order.reason ?? null }),
    opentm: seconds(order.openedAt),
    ...(order.closedAt === undefined ? {} : { closetm: seconds(order.closedAt) }),
    starttm: Math.floor(ticket.startsAt / 1000),
    expiretm: Math.floor(ticket.expiresAt / 1000),
    descr: {
      pair: pair.altname,
      type: ticket.side,
      ordertype: ticket.type,
      price: ticket.price,
      price2: ticket.price2,
      leverage: 'none',
      order: describeOrder(ticket),
      close: ticket.close?.text ?? '',
    },
    vol: volumeText(ticket),
    vol_exec: quantityText(pair, filledOf(order)),
    cost: moneyText(costOf(order), costDecimals),
    fee: moneyText(feeOf(order), costDecimals),
    price: averagePriceText(pair, costOf(order), filledOf(order)),
    stopprice: price(isWaiting ? (view?.trigger ?? ticket.trigger) : undefined),
    limitprice: price(isTriggerHit ? view.price : undefined),
    misc: miscOf(order, isTriggerHit, isPartial),
    oflags: flagsOf(order),
    ...(isWaiting ? { trigger: ticket.reference } : {}),
    ...(options.withTrades ? { trades: order.trades } : {}),
  }
}

function miscOf({ ticket, isAmended }: OrderRecord, isTriggerHit: boolean, isPartial: boolean): string {
  const notes: string[] = []
  if (isTriggerHit) notes.push(ticket.type.startsWith('take') ? 'touched' : 'stopped')
  if (isPartial) notes.push('partial')
  if (isAmended) notes.push('amended')
  return notes.join(',')
}

function flagsOf({ ticket }: OrderRecord): string {
  const flags: string[] = ['fciq']
  if (ticket.postOnly) flags.push('post')
  if (ticket.quoteBudget !== undefined) flags.push('viqc')
  return flags.join(',')
}

/** A fill as TradesHistory and QueryTrades print it. */
export function tradeRecord(fill: FillRecord, options: { readonly withLedgers: boolean }): WireObject {
  const { ticket } = fill.order
  const { pair } = ticket
  return {
    ordertxid: fill.order.id,
    postxid: `T${fill.order.id.slice(1)}`,
    pair: pair.id,
    time: seconds(fill.time),
    type: ticket.side,
    ordertype: ticket.type,
    price: priceText(pair, fill.price, Math.max(costDecimals, pair.tick.decimals)),
    cost: moneyText(fill.cost, costDecimals),
    fee: moneyText(fill.fee, costDecimals),
    vol: quantityText(pair, fill.quantity),
    margin: '0.00000',
    leverage: '0',
    misc: '',
    trade_id: fill.tradeId,
    maker: fill.liquidity === 'maker',
    ...(options.withLedgers ? { ledgers: fill.ledgers } : {}),
  }
}

export function ledgerRecord(entry: LedgerRecord, pairs: PairTable): WireObject {
  const asset = pairs.asset(entry.asset)
  const decimals = asset?.decimals ?? 10
  return {
    refid: entry.refid,
    time: seconds(entry.time),
    type: entry.type,
    subtype: '',
    aclass: 'currency',
    asset: asset?.code ?? entry.asset,
    amount: moneyText(entry.amount, decimals),
    fee: moneyText(entry.fee, decimals),
    balance: moneyText(entry.balance, decimals),
  }
}
