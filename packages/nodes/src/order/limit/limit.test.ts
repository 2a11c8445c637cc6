import { nodeContract } from '@strategraph/test-kit'
import { limitOrder } from './limit.ts'

nodeContract(limitOrder)
