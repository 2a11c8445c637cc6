import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { donchian } from './donchian.ts'

nodeContract(donchian)
goldenColumns(donchian, { columns: { upper: 'donchian20_upper', middle: 'donchian20_middle', lower: 'donchian20_lower' } })
