import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { obv } from './obv.ts'

nodeContract(obv)
goldenColumns(obv, { columns: { value: 'obv' } })
