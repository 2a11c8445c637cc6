import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { atr } from './atr.ts'

nodeContract(atr)
goldenColumns(atr, { config: { period: 14 }, columns: { value: 'atr14', percent: 'natr14', trueRange: 'trange' } })
