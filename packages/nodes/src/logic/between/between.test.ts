import { nodeContract } from '@strategraph/test-kit'
import { between } from './between.ts'

nodeContract(between)
