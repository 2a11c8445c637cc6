import { nodeContract } from '@strategraph/test-kit'
import { marketOrder } from './market.ts'

nodeContract(marketOrder)
