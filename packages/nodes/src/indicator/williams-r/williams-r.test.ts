import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { williamsR } from './williams-r.ts'

nodeContract(williamsR)
goldenColumns(williamsR, { config: { period: 14 }, columns: { value: 'willr14' } })
