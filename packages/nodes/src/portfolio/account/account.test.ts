import { nodeContract } from '@strategraph/test-kit'
import { account } from './account.ts'

nodeContract(account)
