import { nodeContract } from '@strategraph/test-kit'
import { alert } from './alert.ts'

nodeContract(alert)
