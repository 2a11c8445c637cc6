import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { wilderAverage } from './wilder-average.ts'

nodeContract(wilderAverage)
goldenColumns(wilderAverage, { columns: { value: 'wilders14' } })
