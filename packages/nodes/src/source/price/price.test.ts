import { nodeContract } from '@strategraph/test-kit'
import { price } from './price.ts'

nodeContract(price)
