import { nodeContract } from '@strategraph/test-kit'
import { sum } from './sum.ts'

nodeContract(sum)
