import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { highest } from './highest.ts'

nodeContract(highest)
goldenColumns(highest, { config: { bars: 20 }, inputs: { x: 'high' }, columns: { value: 'max_high20' } })
