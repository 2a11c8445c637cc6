import { nodeContract } from '@strategraph/test-kit'
import { sizeFixed } from './size-fixed.ts'

nodeContract(sizeFixed)
