import { type Fill, moneyToText, type OrderInstruction, priceOf, quantityOf, type Ticks } from '@strategraph/market-model'
import type { z } from 'zod'
import type { Market } from '../market/market.ts'
import type { fillRecordSchema, orderRecordSchema } from './event.ts'

export type OrderRecord = z.output<typeof orderRecordSchema>
export type FillRecord = z.output<typeof fillRecordSchema>

export function orderRecord(instruction: OrderInstruction, { scale }: Market): OrderRecord {
  const {
    id,
    nodeId,
    instrument,
    side,
    role,
    kind,
    quantity,
    timeInForce,
    expiresAt,
    reduceOnly,
    group,
    parent,
    stopLoss,
    takeProfit,
    reason,
  } = instruction
  const price = (ticks: Ticks) => priceOf(ticks, scale)
  return {
    id,
    nodeId,
    instrument,
    side,
    role,
    type: kind.type,
    ...(kind.type === 'limit' ? { price: price(kind.price) } : {}),
    ...(kind.type === 'stop' ? { price: price(kind.trigger) } : {}),
    ...(quantity.kind === 'lots' ? { quantity: quantityOf(quantity.lots, scale) } : {}),
    ...(quantity.kind === 'cash-at-fill' ? { cashFraction: quantity.fraction } : {}),
    timeInForce,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    reduceOnly,
    ...(group === undefined ? {} : { group }),
    ...(parent === undefined ? {} : { parent }),
    ...(stopLoss === undefined ? {} : { stopLoss: price(stopLoss) }),
    ...(takeProfit === undefined ? {} : { takeProfit: price(takeProfit) }),
    reason,
  }
}

export function fillRecord(
  { tradeId, orderId, instrument, time, side, price, quantity, fee, liquidity }: Fill,
  { scale }: Market,
): FillRecord {
  return {
    tradeId,
    orderId,
    instrument,
    time,
    side,
    price: priceOf(price, scale),
    quantity: quantityOf(quantity, scale),
    fee: moneyToText(fee),
    liquidity,
  }
}
