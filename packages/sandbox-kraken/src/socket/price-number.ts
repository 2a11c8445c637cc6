import type { Lots, Ticks } from '@strategraph/market-model'
import { type Pair, priceText, quantityText } from '../pairs/pair.ts'
import { WireNumber } from '../wire/wire-json.ts'

export const priceNumber = (pair: Pair, price: Ticks): WireNumber => new WireNumber(priceText(pair, price))
export const quantityNumber = (pair: Pair, quantity: Lots): WireNumber => new WireNumber(quantityText(pair, quantity))

/** A price, or a volume, that is only known as a double: market statistics. */
export const priceFigure = (pair: Pair, value: number): WireNumber => new WireNumber(value.toFixed(pair.tick.decimals))
export const quantityFigure = (pair: Pair, value: number): WireNumber => new WireNumber(value.toFixed(pair.lot.decimals))
