import { nodeContract } from '@strategraph/test-kit'
import { runningTotal } from './running-total.ts'

nodeContract(runningTotal)
