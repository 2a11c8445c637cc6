import type { NodeDefinition } from '@strategraph/strategy-core'
import { candleShape } from './candle-shape/candle-shape.ts'
import { price } from './price/price.ts'

export const sourceNodes: readonly NodeDefinition[] = [price, candleShape]
