import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { kama } from './kama.ts'

nodeContract(kama)
goldenColumns(kama, { config: { period: 10 }, columns: { value: 'kama10' } })
goldenColumns(kama, { config: { period: 30 }, columns: { value: 'kama30' } })
