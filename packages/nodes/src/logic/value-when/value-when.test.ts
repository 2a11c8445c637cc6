import { nodeContract } from '@strategraph/test-kit'
import { valueWhen } from './value-when.ts'

nodeContract(valueWhen, { waits: ['value'] })
