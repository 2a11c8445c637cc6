import { nodeContract } from '@strategraph/test-kit'
import { sizePercentOfEquity } from './size-percent-of-equity.ts'

nodeContract(sizePercentOfEquity)
