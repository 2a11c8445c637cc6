import { nodeContract } from '@strategraph/test-kit'
import { log } from './log.ts'

nodeContract(log)
