import { nodeContract } from '@strategraph/test-kit'
import { constant } from './constant.ts'

nodeContract(constant)
