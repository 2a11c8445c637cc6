import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { cmf } from './cmf.ts'

nodeContract(cmf)
goldenColumns(cmf, { config: { period: 20 }, columns: { value: 'cmf20' } })
