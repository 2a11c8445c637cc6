import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { standardDeviation } from './standard-deviation.ts'

nodeContract(standardDeviation)
goldenColumns(standardDeviation, { config: { bars: 20 }, columns: { deviation: 'stddev20', variance: 'var20' } })
