import { nodeContract } from '@strategraph/test-kit'
import { trueForBars } from './true-for-bars.ts'

nodeContract(trueForBars)
