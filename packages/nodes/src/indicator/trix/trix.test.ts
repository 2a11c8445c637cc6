import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { trix } from './trix.ts'

nodeContract(trix)
goldenColumns(trix, { columns: { value: 'trix15' } })
