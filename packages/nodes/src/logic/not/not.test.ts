import { nodeContract } from '@strategraph/test-kit'
import { not } from './not.ts'

nodeContract(not)
