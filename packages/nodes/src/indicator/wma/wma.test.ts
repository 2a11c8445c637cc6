import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { wma } from './wma.ts'

nodeContract(wma)
goldenColumns(wma, { config: { period: 20 }, columns: { value: 'wma20' } })
