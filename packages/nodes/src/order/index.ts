import { limitOrder } from './limit/limit.ts'
import { marketOrder } from './market/market.ts'

export const orderNodes = [marketOrder, limitOrder]
