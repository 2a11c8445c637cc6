import { nodeContract } from '@strategraph/test-kit'
import { or } from './or.ts'

nodeContract(or)
