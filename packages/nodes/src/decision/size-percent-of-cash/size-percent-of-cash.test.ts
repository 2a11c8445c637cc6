import { nodeContract } from '@strategraph/test-kit'
import { sizePercentOfCash } from './size-percent-of-cash.ts'

nodeContract(sizePercentOfCash)
