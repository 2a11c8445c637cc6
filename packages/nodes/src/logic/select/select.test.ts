import { nodeContract } from '@strategraph/test-kit'
import { select } from './select.ts'

nodeContract(select)
