import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { keltner } from './keltner.ts'

nodeContract(keltner)
goldenColumns(keltner, { columns: { upper: 'keltner_upper', middle: 'keltner_middle', lower: 'keltner_lower' } })
