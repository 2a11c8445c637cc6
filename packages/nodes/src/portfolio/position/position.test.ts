import { nodeContract } from '@strategraph/test-kit'
import { position } from './position.ts'

nodeContract(position)
