import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { lowest } from './lowest.ts'

nodeContract(lowest)
goldenColumns(lowest, { config: { bars: 20 }, inputs: { x: 'low' }, columns: { value: 'min_low20' } })
