import { nodeContract } from '@strategraph/test-kit'
import { averageOf } from './average-of.ts'

nodeContract(averageOf)
