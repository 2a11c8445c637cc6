import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { bollinger } from './bollinger.ts'

nodeContract(bollinger)
goldenColumns(bollinger, { columns: { upper: 'bb_upper', middle: 'bb_middle', lower: 'bb_lower' } })
