import { nodeContract } from '@strategraph/test-kit'
import { arithmetic } from './arithmetic.ts'

nodeContract(arithmetic)
