import { nodeContract } from '@strategraph/test-kit'
import { roundToStep } from './round-to-step.ts'

nodeContract(roundToStep)
