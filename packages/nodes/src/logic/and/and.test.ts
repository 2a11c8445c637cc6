import { nodeContract } from '@strategraph/test-kit'
import { and } from './and.ts'

nodeContract(and)
