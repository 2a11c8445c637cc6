import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { cci } from './cci.ts'

nodeContract(cci)
goldenColumns(cci, { config: { period: 20 }, columns: { value: 'cci20' } })
