import { nodeContract } from '@strategraph/test-kit'
import { arithmetic } from './arithmetic.ts'

// Dividing by an unconnected b of 0 never has a value, as the form says.
nodeContract(arithmetic, { waits: ['value'] })
