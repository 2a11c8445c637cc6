import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { sma } from './sma.ts'

nodeContract(sma)
goldenColumns(sma, { config: { period: 20 }, columns: { value: 'sma20' } })
goldenColumns(sma, { config: { period: 50 }, columns: { value: 'sma50' } })
