import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { trima } from './trima.ts'

nodeContract(trima)
goldenColumns(trima, { config: { period: 20 }, columns: { value: 'trima20' } })
