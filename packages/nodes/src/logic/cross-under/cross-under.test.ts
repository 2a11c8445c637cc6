import { nodeContract } from '@strategraph/test-kit'
import { crossUnder } from './cross-under.ts'

nodeContract(crossUnder)
