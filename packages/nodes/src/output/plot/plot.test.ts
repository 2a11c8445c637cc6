import { nodeContract } from '@strategraph/test-kit'
import { plot } from './plot.ts'

nodeContract(plot)
