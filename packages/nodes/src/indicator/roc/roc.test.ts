import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { roc } from './roc.ts'

nodeContract(roc)
goldenColumns(roc, { config: { period: 10 }, columns: { value: 'roc10' } })
