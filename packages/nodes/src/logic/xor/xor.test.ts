import { nodeContract } from '@strategraph/test-kit'
import { xor } from './xor.ts'

nodeContract(xor)
