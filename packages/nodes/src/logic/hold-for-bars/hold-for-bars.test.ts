import { nodeContract } from '@strategraph/test-kit'
import { holdForBars } from './hold-for-bars.ts'

nodeContract(holdForBars)
