import { nodeContract } from '@strategraph/test-kit'
import { barsSince } from './bars-since.ts'

nodeContract(barsSince, { waits: ['value'] })
