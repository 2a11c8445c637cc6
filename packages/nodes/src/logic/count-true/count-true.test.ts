import { nodeContract } from '@strategraph/test-kit'
import { countTrue } from './count-true.ts'

nodeContract(countTrue)
