import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { zScore } from './z-score.ts'

nodeContract(zScore)
goldenColumns(zScore, { config: { bars: 20 }, columns: { value: 'zscore20' } })
