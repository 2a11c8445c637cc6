import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { hull } from './hull.ts'

nodeContract(hull)
goldenColumns(hull, { columns: { value: 'hma20' } })
