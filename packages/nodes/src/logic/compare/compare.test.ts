import { nodeContract } from '@strategraph/test-kit'
import { compare } from './compare.ts'

nodeContract(compare)
