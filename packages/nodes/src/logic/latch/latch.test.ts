import { nodeContract } from '@strategraph/test-kit'
import { latch } from './latch.ts'

nodeContract(latch)
