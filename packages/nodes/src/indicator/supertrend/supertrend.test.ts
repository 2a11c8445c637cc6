import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { supertrend } from './supertrend.ts'

nodeContract(supertrend)
goldenColumns(supertrend, { columns: { value: 'supertrend_10_3' } })
