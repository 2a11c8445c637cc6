import { nodeContract } from '@strategraph/test-kit'
import { crossOver } from './cross-over.ts'

nodeContract(crossOver)
