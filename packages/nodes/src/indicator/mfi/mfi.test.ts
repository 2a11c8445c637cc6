import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { mfi } from './mfi.ts'

nodeContract(mfi)
// Where no money flowed up, the reference's running sums leave 1e-13 instead of 0.
goldenColumns(mfi, { config: { period: 14 }, columns: { value: 'mfi14' }, noise: 1e-11 })
