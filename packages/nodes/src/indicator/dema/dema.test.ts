import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { dema } from './dema.ts'

nodeContract(dema)
goldenColumns(dema, { config: { period: 20 }, columns: { value: 'dema20' } })
