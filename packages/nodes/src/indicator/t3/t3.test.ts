import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { t3 } from './t3.ts'

nodeContract(t3)
goldenColumns(t3, { config: { period: 5, volumeFactor: 0.7 }, columns: { value: 't3_5' } })
