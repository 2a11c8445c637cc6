import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { cmo } from './cmo.ts'

nodeContract(cmo)
goldenColumns(cmo, { config: { period: 14 }, columns: { value: 'cmo14' } })
