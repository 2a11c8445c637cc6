import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { vwma } from './vwma.ts'

nodeContract(vwma)
goldenColumns(vwma, { config: { period: 20 }, columns: { value: 'vwma20' } })
