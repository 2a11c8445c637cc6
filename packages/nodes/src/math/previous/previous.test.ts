import { nodeContract } from '@strategraph/test-kit'
import { previous } from './previous.ts'

nodeContract(previous)
