import { nodeContract } from '@strategraph/test-kit'
import { candleShape } from './candle-shape.ts'

nodeContract(candleShape)
