import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { momentum } from './momentum.ts'

nodeContract(momentum)
goldenColumns(momentum, { config: { period: 10 }, columns: { value: 'mom10' } })
