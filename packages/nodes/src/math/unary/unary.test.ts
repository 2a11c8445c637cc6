import { nodeContract } from '@strategraph/test-kit'
import { unary } from './unary.ts'

nodeContract(unary)
